import { ScoringError } from '@tinderbox/scoring';

/** What the work gives, or CANCELED as soon as the signal fires: work that waits for input may wait for ever. */
export async function untilStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new ScoringError('CANCELED', 'expected to finish, got a signal to stop: no output is kept'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
