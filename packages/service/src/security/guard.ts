import { ScoringError } from '@tinderbox/scoring';
import { type Audit, type Caller, type Credentials, type Entry, type Guard, mayEnter } from '../app/access.ts';
import type { Authenticator } from './authenticate.ts';
import { limitEvents } from './limit-events.ts';

export interface GuardOptions {
  readonly authenticator: Pick<Authenticator, 'authenticate'>;
  readonly audit: Audit;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Lets in who is known and may enter, and tells the audit log of everyone else. */
export function createGuard({ authenticator, audit, now }: GuardOptions): Guard {
  const tell = limitEvents(audit, now);
  const refuse = (error: unknown, { address }: Credentials, { route, requestId }: Entry, caller?: string): never => {
    const code = error instanceof ScoringError ? error.code : 'INTERNAL';
    const outcome =
      code === 'CALLER_UNKNOWN' || code === 'ACCESS_DENIED' || code === 'OVERLOADED' ? 'denied' : 'failed';
    tell({ action: 'access', outcome, caller, address: address(), target: route, requestId, code });
    throw error;
  };
  const enter = (caller: Caller, credentials: Credentials, entry: Entry): Caller => {
    if (mayEnter(caller, entry.role)) return caller;
    const message = `expected a caller with the role ${entry.role}, got one with ${caller.role}`;
    return refuse(new ScoringError('ACCESS_DENIED', message), credentials, entry, caller.name);
  };
  return {
    admit(credentials, entry) {
      let caller: Caller | Promise<Caller>;
      try {
        caller = authenticator.authenticate(credentials);
      } catch (error) {
        return refuse(error, credentials, entry);
      }
      if (!(caller instanceof Promise)) return enter(caller, credentials, entry);
      return caller.then(
        (found) => enter(found, credentials, entry),
        (error: unknown) => refuse(error, credentials, entry),
      );
    },
  };
}
