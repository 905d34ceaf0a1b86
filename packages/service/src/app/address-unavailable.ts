import { ScoringError } from '@tinderbox/scoring';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'a port that is in use',
  EACCES: 'no right to this port',
  EADDRNOTAVAIL: 'an address that is not of this machine',
  ENOTFOUND: 'a host name that is not known',
};

/** What a server says that cannot listen at `127.0.0.1:8080`; libraries tell the reason as a code or in their text. */
export function addressUnavailable(cause: Error & { readonly code?: unknown }, address: string): ScoringError {
  const code = typeof cause.code === 'string' ? cause.code : /\bE[A-Z]{3,}\b/.exec(cause.message)?.[0];
  const reason = REASONS[code ?? ''] ?? `the failure ${code ?? cause.message}`;
  return new ScoringError('ADDRESS_UNAVAILABLE', `expected to listen at ${address}, got ${reason}`, {}, { cause });
}
