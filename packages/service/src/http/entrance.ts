import type { IncomingMessage } from 'node:http';
import { ScoringError } from '@tinderbox/scoring';
import type { Caller, Guard } from '../app/access.ts';
import { type Cors, createCors, isPreflight, preflightHeaders } from './cors.ts';
import type { Exchange } from './exchange.ts';
import { createCredentialsReader } from './http-credentials.ts';
import type { HttpResponse } from './route.ts';

export interface EntranceOptions {
  /** Undefined where callers are not asked who they are. */
  readonly guard: Guard | undefined;
  /** Whose pages may read answers. */
  readonly corsOrigins: readonly string[];
  /** Whether all come over TLS. */
  readonly secure: boolean;
}

const YEAR_SECONDS = 31_536_000;

/** What stands before the routes: who calls, and from which page. */
export class Entrance {
  readonly #guard: Guard | undefined;
  readonly #cors: Cors | undefined;
  readonly #always: readonly string[];
  readonly #credentialsOf = createCredentialsReader();

  constructor({ guard, corsOrigins, secure }: EntranceOptions) {
    this.#guard = guard;
    this.#cors = createCors(corsOrigins);
    this.#always = secure ? ['strict-transport-security', `max-age=${YEAR_SECONDS}`] : [];
  }

  /** Name and value by turns, for whatever is answered. */
  headersFor({ headers }: IncomingMessage): readonly string[] {
    return this.#cors === undefined ? this.#always : [...this.#always, ...this.#cors.headersFor(headers.origin)];
  }

  /** The answer to a browser that asks whether it may ask; undefined for all else. */
  answerPreflight(request: IncomingMessage, methodsOf: () => readonly string[]): HttpResponse | undefined {
    const { method, headers } = request;
    if (this.#cors === undefined || !isPreflight(method, headers) || !this.#cors.allows(headers.origin ?? '')) {
      return undefined;
    }
    const methods = methodsOf();
    return methods.length === 0 ? undefined : { status: 204, headers: preflightHeaders(methods, headers) };
  }

  /** The caller; undefined where nobody is asked. Throws or rejects as Guard does. */
  admit({ request, match, id }: Exchange): Caller | Promise<Caller> | undefined {
    const { access: role = 'predict', path = 'unknown address' } = match?.route ?? {};
    if (this.#guard === undefined || role === 'public') return undefined;
    return this.#guard.admit(this.#credentialsOf(request), { role, route: path, requestId: id });
  }

  /**
   * Refuses what the page of another origin asks to change: browsers send it with all rights of their place in the
   * network. Keys and tokens are never sent by themselves. Throws ACCESS_DENIED.
   */
  requireKnownPage({ headers }: IncomingMessage): void {
    const { origin, host, authorization } = headers;
    if (origin === undefined || this.#cors?.allows(origin) === true) return;
    if (this.#guard !== undefined && (authorization ?? headers['x-api-key']) !== undefined) return;
    if (host !== undefined && /^https?:\/\/(.+)$/.exec(origin)?.[1] === host) return;
    throw new ScoringError(
      'ACCESS_DENIED',
      'expected a page of this server or of an origin that it allows, got another',
    );
  }
}

/** How a caller that is not known is told to show who it is (RFC 6750). */
export function challengeFor({ headers }: IncomingMessage): string {
  const shown = headers.authorization ?? headers['x-api-key'];
  return `Bearer realm="tinderbox"${shown === undefined ? '' : ', error="invalid_token"'}`;
}
