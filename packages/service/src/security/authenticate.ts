import { ScoringError } from '@tinderbox/scoring';
import type { Caller, Credentials } from '../app/access.ts';
import type { CertificateSettings } from '../settings/security-settings.ts';
import { digestOf, type FindKey } from './api-keys.ts';
import { callerOfCertificate } from './certificate-caller.ts';
import type { FailureLimit } from './failure-limit.ts';
import { looksLikeToken, type TokenReader } from './json-web-tokens.ts';

export interface AuthenticatorOptions {
  /** As keys stand now. */
  readonly findKey: FindKey;
  readonly tokens: TokenReader | undefined;
  readonly certificates: readonly CertificateSettings[];
  readonly failures: FailureLimit;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface KnownToken {
  readonly caller: Caller;
  readonly until: number;
}

/** A token that was verified is believed for so long without another look. */
const BELIEVE_MILLISECONDS = 60_000;
const MOST_KNOWN = 10_000;

/** Tells who calls: by key, by token, else by certificate. */
export class Authenticator {
  readonly #options: AuthenticatorOptions;
  /** By digest, so that no token is kept. */
  readonly #known = new Map<string, KnownToken>();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /** Throws or rejects with CALLER_UNKNOWN, ACCESS_DENIED, OVERLOADED, KEYS_UNAVAILABLE. */
  authenticate(credentials: Credentials): Caller | Promise<Caller> {
    const { authorization, apiKey, address } = credentials;
    if (apiKey === undefined && authorization === undefined) return this.#byCertificate(credentials);
    const { findKey, failures, tokens } = this.#options;
    if (failures.isReached(address)) throw tooManyFailures();
    const shown = apiKey ?? bearerOf(authorization as string);
    const digest = digestOf(shown);
    const caller = findKey(digest);
    if (caller !== undefined) return caller;
    if (apiKey === undefined && tokens !== undefined && looksLikeToken(shown)) {
      return this.#byToken(tokens, { token: shown, digest, address });
    }
    return this.#refuse(address, digest, new ScoringError('CALLER_UNKNOWN', 'expected a known key, got another'));
  }

  #byCertificate({ certificate }: Credentials): Caller {
    const { certificates } = this.#options;
    const caller = certificates.length === 0 ? undefined : callerOfCertificate(certificate(), certificates);
    if (caller !== undefined) return caller;
    throw new ScoringError('CALLER_UNKNOWN', 'expected an API key or a bearer token, got none');
  }

  #byToken(tokens: TokenReader, { token, digest, address }: Shown): Caller | Promise<Caller> {
    const name = digest.toString('latin1');
    const known = this.#known.get(name);
    if (known !== undefined && known.until > this.#options.now()) return known.caller;
    return tokens.read(token).then(
      ({ caller, expiresAt }) => {
        this.#remember(name, { caller, until: Math.min(expiresAt, this.#options.now() + BELIEVE_MILLISECONDS) });
        return caller;
      },
      (error: unknown) => this.#refuse(address, digest, error),
    );
  }

  #remember(name: string, known: KnownToken): void {
    this.#known.delete(name);
    this.#known.set(name, known);
    if (this.#known.size <= MOST_KNOWN) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      return;
    }
  }

  #refuse(address: () => string, digest: Buffer, error: unknown): never {
    if (error instanceof ScoringError && error.code === 'CALLER_UNKNOWN') this.#options.failures.count(address, digest);
    throw error;
  }
}

interface Shown {
  readonly token: string;
  readonly digest: Buffer;
  readonly address: () => string;
}

function bearerOf(authorization: string): string {
  if (/^bearer /i.test(authorization)) return authorization.slice('bearer '.length).trim();
  throw new ScoringError('CALLER_UNKNOWN', 'expected Authorization: Bearer and a key or token, got another scheme');
}

function tooManyFailures(): ScoringError {
  return new ScoringError(
    'OVERLOADED',
    'expected fewer wrong keys and tokens from one address, got too many: wait a minute',
  );
}
