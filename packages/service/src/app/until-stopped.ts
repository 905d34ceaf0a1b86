import { type Row, ScoringError } from '@tinderbox/scoring';
import type { RecordReader } from '../records/records.ts';

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

/** The batches of a reader, until the signal fires. */
export async function* stoppable(
  reader: RecordReader,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Row[], void, undefined> {
  const batches = reader.batches()[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await untilStopped(batches.next(), signal);
    if (done) return;
    yield value;
  }
}
