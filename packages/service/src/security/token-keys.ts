import { readFileSync } from 'node:fs';
import { ScoringError } from '@tinderbox/scoring';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { fileError } from '../records/file-error.ts';

type Jose = typeof import('jose');

const FETCH_MILLISECONDS = 5000;
const MOST_BYTES = 2 ** 20;
/** How long a failure stands for the next tries. */
const REST_MILLISECONDS = 5000;
const REFRESH_MILLISECONDS = 10 * 60_000;
/** How long keys hold that could not be fetched again. */
const HOLD_MILLISECONDS = 24 * 3_600_000;

export interface KeySource {
  /** Rejects with KEYS_UNAVAILABLE, or as jose does where there is no such key. */
  readonly find: JWTVerifyGetKey;
  /** Resolves when the keys are there, or rejects with why they are not. */
  readonly load: () => Promise<void>;
  readonly close: () => void;
}

/**
 * The public keys of an issuer: fetched again every ten minutes, and for an unknown key at most every 30 s; what was
 * fetched holds for a day while the issuer cannot be reached. Throws INPUT_FORMAT for an address that is not safe.
 */
export function openTokenKeys(jose: Jose, place: string, param: string): KeySource {
  return /^https?:/.test(place) ? fetchKeys(jose, safeAddress(place, param)) : readKeys(jose, place);
}

function readKeys(jose: Jose, path: string): KeySource {
  try {
    const find = jose.createLocalJWKSet(JSON.parse(readFileSync(path, 'utf8')) as JSONWebKeySet);
    return { find, load: async () => undefined, close: () => undefined };
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof jose.errors.JOSEError)) throw fileError(cause, path);
    throw new ScoringError(
      'INPUT_FORMAT',
      'expected a JSON Web Key Set, got something else',
      { file: path },
      { cause },
    );
  }
}

function safeAddress(text: string, param: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOwn = url !== undefined && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isOwn)) return url;
  throw new ScoringError('INPUT_FORMAT', 'expected an address of https, or of http on this machine, got another', {
    param,
  });
}

function fetchKeys(jose: Jose, url: URL): KeySource {
  const remote = jose.createRemoteJWKSet(url, {
    timeoutDuration: FETCH_MILLISECONDS,
    cacheMaxAge: HOLD_MILLISECONDS,
    [jose.customFetch]: restAfterFailure(async (options) => {
      const body = await fetchBounded(url, options);
      // Throws what is no set of keys, so that it counts as a failure.
      jose.createLocalJWKSet(JSON.parse(body) as JSONWebKeySet);
      return new Response(body);
    }),
  });
  const unavailable = (cause: unknown) => {
    const what = `expected the keys of tokens at ${url.origin}, got none`;
    return new ScoringError('KEYS_UNAVAILABLE', what, {}, { cause });
  };
  const refresh = setInterval(() => void remote.reload().catch(() => undefined), REFRESH_MILLISECONDS).unref();
  return {
    find: async (header, token) => {
      try {
        return await remote(header, token);
      } catch (error) {
        const isOfToken =
          error instanceof jose.errors.JWKSNoMatchingKey || error instanceof jose.errors.JOSENotSupported;
        throw isOfToken || error instanceof jose.errors.JWKSMultipleMatchingKeys ? error : unavailable(error);
      }
    },
    load: () =>
      remote.reload().catch((error: unknown) => {
        throw unavailable(error);
      }),
    close: () => clearInterval(refresh),
  };
}

interface FetchOptions {
  readonly headers: Headers;
  readonly method: 'GET';
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

async function fetchBounded(url: URL, options: FetchOptions): Promise<string> {
  const response = await fetch(url, options);
  if (response.status !== 200) {
    throw new ScoringError('KEYS_UNAVAILABLE', `expected status 200, got ${response.status}`);
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > MOST_BYTES)
      throw new ScoringError('INPUT_LIMIT', `expected keys of at most ${MOST_BYTES} bytes, got more`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** Who is down is not asked for every request. */
function restAfterFailure(get: (options: FetchOptions) => Promise<Response>) {
  let restUntil = 0;
  let last: unknown;
  return async (_: string, options: FetchOptions): Promise<Response> => {
    if (performance.now() < restUntil) throw last;
    try {
      return await get(options);
    } catch (error) {
      last = error;
      restUntil = performance.now() + REST_MILLISECONDS;
      throw error;
    }
  };
}
