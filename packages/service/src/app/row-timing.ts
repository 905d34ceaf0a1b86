import { ScoringError } from '@tinderbox/scoring';
import type { RowTimes } from './operations.ts';

const BATCH_CALLS = 20;
const MAX_SINGLE_CALLS = 1_000_000;
/** Warm-up ends when so many rounds in a row lie within a share of each other, or after so many. */
const STEADY_ROUNDS = 4;
const STEADY_SHARE = 0.03;
const MAX_WARM_ROUNDS = 50;
/** Rounds a pass: between them the process may do something else. */
const PASS_ROUNDS = 20;

interface TimingOptions {
  /** How long each of the two passes takes; warming up takes at most 2.5 times as long. */
  readonly seconds: number;
  readonly onCalls?: (calls: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Calls a function with each row, again and again: warms up until steady, then times batches, then single calls. */
export async function timeRows<Row>(
  call: (row: Row) => unknown,
  rows: readonly Row[],
  options: TimingOptions,
): Promise<RowTimes> {
  const loop = new RowLoop(call, rows);
  const round = async (run: (until: number) => void): Promise<void> => {
    run(performance.now() + (options.seconds * 1000) / PASS_ROUNDS);
    options.onCalls?.(loop.calls);
    await yieldOnce(options.signal);
  };
  await warmUp(loop, round);
  const batches: number[] = [];
  for (let i = 0; i < PASS_ROUNDS; i++) await round((until) => loop.timeBatches(batches, until));
  const singles: number[] = [];
  for (let i = 0; i < PASS_ROUNDS; i++) await round((until) => loop.timeSingles(singles, until));
  const [means, times] = [batches.toSorted(ascending), singles.toSorted(ascending)];
  return {
    median: at(means, 0.5),
    min: at(means, 0),
    p99: at(times, 0.99),
    p999: at(times, 0.999),
    max: at(times, 1),
    singles: times.length,
  };
}

async function warmUp<Row>(loop: RowLoop<Row>, round: (run: (until: number) => void) => Promise<void>): Promise<void> {
  const medians: number[] = [];
  while (medians.length < MAX_WARM_ROUNDS && !isSteady(medians)) {
    const batches: number[] = [];
    // Both kinds of loop, so that neither meets cold code later.
    await round((until) => loop.timeBatches(batches, until));
    loop.timeSingles([], performance.now());
    medians.push(at(batches.toSorted(ascending), 0.5));
  }
}

function isSteady(medians: readonly number[]): boolean {
  const last = medians.slice(-STEADY_ROUNDS);
  return last.length === STEADY_ROUNDS && Math.max(...last) - Math.min(...last) <= STEADY_SHARE * Math.min(...last);
}

/** Goes round and round through the rows. What the calls give is kept for a moment: no compiler may leave a call out. */
class RowLoop<Row> {
  calls = 0;
  kept: unknown;
  readonly #call: (row: Row) => unknown;
  readonly #rows: readonly Row[];
  #next = 0;

  constructor(call: (row: Row) => unknown, rows: readonly Row[]) {
    this.#call = call;
    this.#rows = rows;
  }

  /** Adds nanoseconds a call, one mean a batch; at least one. */
  timeBatches(times: number[], until: number): void {
    let before = performance.now();
    do {
      for (let i = 0; i < BATCH_CALLS; i++) this.kept = this.#call(this.#take());
      const after = performance.now();
      times.push(((after - before) * 1e6) / BATCH_CALLS);
      this.calls += BATCH_CALLS;
      before = performance.now();
    } while (before < until);
  }

  /** Adds nanoseconds of single calls, the clock's own tens of nanoseconds in them. */
  timeSingles(times: number[], until: number): void {
    let after = 0;
    do {
      const row = this.#take();
      const before = performance.now();
      this.kept = this.#call(row);
      after = performance.now();
      times.push((after - before) * 1e6);
      this.calls++;
    } while (after < until && times.length < MAX_SINGLE_CALLS);
  }

  #take(): Row {
    const row = this.#rows[this.#next] as Row;
    this.#next = this.#next + 1 === this.#rows.length ? 0 : this.#next + 1;
    return row;
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** The value that a share of sorted numbers lies below. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

/** Lets other work of the process go first; CANCELED where the signal has fired. */
async function yieldOnce(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  if (signal?.aborted) {
    throw new ScoringError('CANCELED', 'expected to finish, got a signal to stop: no output is kept');
  }
}
