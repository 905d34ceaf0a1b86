import { ScoringError } from '@tinderbox/scoring';
import type { JWTPayload } from 'jose';
import type { Caller } from '../app/access.ts';
import { TOKEN_ALGORITHMS, type TokenSettings } from '../settings/security-settings.ts';
import { roleOfClaims } from './role-claim.ts';
import { type KeySource, openTokenKeys } from './token-keys.ts';

/** Tells whose a bearer token is. */
export interface TokenReader {
  /** Rejects with CALLER_UNKNOWN, ACCESS_DENIED for a token without a role, KEYS_UNAVAILABLE. */
  read(token: string): Promise<VerifiedToken>;
  /** Fetches the keys of all issuers, and tells which cannot be had. */
  load(): Promise<readonly ScoringError[]>;
  close(): void;
}

export interface VerifiedToken {
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

type Jose = typeof import('jose');

interface Issuer {
  readonly settings: TokenSettings;
  readonly keys: KeySource;
}

const MOST_CHARACTERS = 8192;
const MOST_SUBJECT = 255;
const TOLERANCE_SECONDS = 30;

/** Verifies by issuer, audience, time and signature. Throws INPUT_FORMAT for settings that cannot be. */
export async function openTokenReader(settings: readonly TokenSettings[]): Promise<TokenReader> {
  const jose = await import('jose');
  const issuers = new Map<string, Issuer>();
  for (const [index, one] of settings.entries()) {
    const param = `security.tokens[${index}]`;
    if (issuers.has(one.issuer))
      throw new ScoringError('INPUT_FORMAT', 'expected each issuer once, got one twice', { param });
    issuers.set(one.issuer, { settings: one, keys: openTokenKeys(jose, one.keys, `${param}.keys`) });
  }
  const all = [...issuers.values()];
  return {
    read: (token) => readToken(jose, issuers, token),
    load: async () => {
      const loaded = await Promise.allSettled(all.map(({ keys }) => keys.load()));
      return loaded.flatMap((one) => (one.status === 'rejected' ? [one.reason as ScoringError] : []));
    },
    close: () => {
      for (const { keys } of all) keys.close();
    },
  };
}

/** True where a bearer's text can be no key but a token: three parts between dots. */
export function looksLikeToken(bearer: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(bearer);
}

async function readToken(jose: Jose, issuers: ReadonlyMap<string, Issuer>, token: string): Promise<VerifiedToken> {
  if (token.length > MOST_CHARACTERS)
    throw unknown(`a token of at most ${MOST_CHARACTERS} characters, got a longer one`);
  const issuer = issuers.get(claimedIssuer(jose, token));
  if (issuer === undefined) throw unknown('a token of an issuer that this server trusts, got another');
  const { settings, keys } = issuer;
  const { algorithms = TOKEN_ALGORITHMS, audiences, clockToleranceSeconds = TOLERANCE_SECONDS } = settings;
  const payload = await verify(jose, token, { keys, settings, algorithms, audiences, clockToleranceSeconds });
  const { sub, exp } = payload;
  if (typeof sub !== 'string' || sub === '' || sub.length > MOST_SUBJECT) {
    throw unknown(`a token with a subject of 1 to ${MOST_SUBJECT} characters, got none`);
  }
  const role = roleOfClaims(payload, settings.roleClaim ?? 'roles', settings.roles ?? {}) ?? settings.defaultRole;
  if (role === undefined)
    throw new ScoringError('ACCESS_DENIED', 'expected a token that gives a role, got one without');
  return {
    caller: { name: `${settings.issuer}#${sub}`, role },
    expiresAt: ((exp as number) + clockToleranceSeconds) * 1000,
  };
}

/** What the token says of itself: only which keys are to prove it. */
function claimedIssuer(jose: Jose, token: string): string {
  try {
    return String(jose.decodeJwt(token).iss);
  } catch {
    throw unknown('a signed token (JWT), got other text');
  }
}

interface Rules extends Issuer {
  readonly algorithms: readonly string[];
  readonly audiences: readonly string[];
  readonly clockToleranceSeconds: number;
}

async function verify(jose: Jose, token: string, rules: Rules): Promise<JWTPayload> {
  const { settings, keys, algorithms, audiences, clockToleranceSeconds } = rules;
  try {
    const { payload } = await jose.jwtVerify(token, keys.find, {
      issuer: settings.issuer,
      audience: [...audiences],
      algorithms: [...algorithms],
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp', 'sub'],
    });
    return payload;
  } catch (error) {
    throw error instanceof ScoringError ? error : unknown(describeFault(jose, error));
  }
}

/** Nothing of the token itself. */
function describeFault({ errors }: Jose, error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'a token that has not expired, got one that has';
  if (error instanceof errors.JWTClaimValidationFailed) {
    const known = ['aud', 'iss', 'nbf', 'exp', 'sub', 'iat'].find((claim) => claim === error.claim);
    return `a token for this server and this time, got one with another claim ${known ?? ''}`.trimEnd();
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'a token of an allowed algorithm, got another';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'a token of a key of its issuer, got another';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'a token with a true signature, got another';
  return 'a signed token (JWT), got other text';
}

function unknown(expected: string): ScoringError {
  return new ScoringError('CALLER_UNKNOWN', `expected ${expected}`);
}
