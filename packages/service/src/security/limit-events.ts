import type { Audit } from '../app/access.ts';

const MOST_A_SECOND = 20;

/** Passes so many events of each second on, and the number of the others with the next: nobody can fill a disk. */
export function limitEvents(audit: Audit, now: () => number): Audit {
  let second = Number.NaN;
  let passed = 0;
  let omitted = 0;
  return (event) => {
    const current = Math.floor(now() / 1000);
    if (current !== second) {
      second = current;
      passed = 0;
    }
    if (++passed > MOST_A_SECOND) omitted++;
    else {
      audit(omitted === 0 ? event : { ...event, omitted });
      omitted = 0;
    }
  };
}
