import { ScoringError } from '@tinderbox/scoring';

export type SqlValue = string | number | Uint8Array | null;
export type SqlRow = Readonly<Record<string, unknown>>;
/** Does a statement, in which each `?` stands for a value, and gives its rows. */
export type RunSql = (sql: string, values?: readonly SqlValue[]) => Promise<readonly SqlRow[]>;

/**
 * A SQL database with the tables of jobs, of the newest version. What a call has changed has reached the disk when it
 * resolves. Throws JOB_STORE where it fails.
 */
export interface Database {
  /** SQL of the time: milliseconds since 1970. */
  readonly now: string;
  /** SQL behind the choice of a row: one that another process is changing is passed over. */
  readonly skipLocked: string;
  /** One statement in a transaction of its own. */
  readonly run: RunSql;
  /** One transaction; there is no other of this method beside it, in any process. */
  exclusively<T>(work: (run: RunSql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What of a list of steps, each of which makes version n + 1 of version n, a database needs. Throws FORMAT_UNSUPPORTED. */
export function stepsFrom(version: number, steps: readonly string[]): readonly string[] {
  if (version <= steps.length) return steps.slice(version);
  const known = `expected a store of jobs of version ${steps.length} or older`;
  throw new ScoringError('FORMAT_UNSUPPORTED', `${known}, got version ${version}: start the newer release`);
}

export function storeError(cause: unknown): ScoringError {
  if (cause instanceof ScoringError) return cause;
  const reason = reasonOf(cause);
  return new ScoringError('JOB_STORE', `expected the store of jobs to work, got: ${reason}`, {}, { cause });
}

/** Where several addresses of a host were tried, the error has a code alone. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message === '' ? String((cause as { readonly code?: unknown }).code ?? cause.name) : cause.message;
}
