import { ScoringError } from '@tinderbox/scoring';
import type { JobFailure, JobOutcome, JobProgress, JobState, JobTask } from '../app/jobs.ts';
import type { Clock } from './clock.ts';
import { migrate } from './migrations.ts';
import { inStore, inTransaction, type Sqlite, type SqlValue } from './sqlite.ts';
import type { Claim, Ending, JobStore, Killed, NewJob, StoredJob } from './store.ts';

/** Jobs in a SQLite database, which is brought to the newest version first. */
export function createSqliteStore(sql: Sqlite, clock: Clock): JobStore {
  migrate(sql);
  return new SqliteStore(sql, clock);
}

type Values = readonly SqlValue[];

/** The attempt that a claim gave, while it lasts. */
const HELD = "token = ? AND owner = ? AND attempt = ? AND state = 'RUNNING'";

class SqliteStore implements JobStore {
  readonly #sql: Sqlite;
  readonly #clock: Clock;

  constructor(sql: Sqlite, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  async add(job: NewJob, limit: number): Promise<StoredJob> {
    return inTransaction(this.#sql, () => {
      const known = job.key === undefined ? undefined : this.#one('SELECT * FROM jobs WHERE key = ?', [job.key]);
      if (known !== undefined) return known;
      const waiting = this.#waiting();
      if (waiting >= limit) {
        throw new ScoringError('OVERLOADED', `expected fewer than ${limit} jobs that wait, got ${waiting}`);
      }
      const { token, key = null, fingerprint, task, target = null } = job;
      this.#checkTarget(target);
      const added = this.#one(
        `INSERT INTO jobs (token, key, fingerprint, task, target, state, owner, attempt, lease, submitted, progress)
         VALUES (?, ?, ?, ?, ?, 'SUBMITTED', '', 0, 0, ?, '{"rows":0}') RETURNING *`,
        [token, key, fingerprint, JSON.stringify(task), target, this.#clock.now()],
      );
      return added as StoredJob;
    });
  }

  async find(by: { readonly token: string } | { readonly key: string }): Promise<StoredJob | undefined> {
    return inStore(() =>
      'token' in by
        ? this.#one('SELECT * FROM jobs WHERE token = ?', [by.token])
        : this.#one('SELECT * FROM jobs WHERE key = ?', [by.key]),
    );
  }

  async countWaiting(): Promise<number> {
    return inStore(() => this.#waiting());
  }

  async claim(owner: string, leaseMs: number): Promise<StoredJob | undefined> {
    const now = this.#clock.now();
    return this.#change(
      `UPDATE jobs SET state = 'RUNNING', owner = ?, attempt = attempt + 1, lease = ?, started = ?, progress = '{"rows":0}'
       WHERE sequence = (SELECT sequence FROM jobs WHERE ended IS NULL AND lease <= ? ORDER BY sequence LIMIT 1)
       RETURNING *`,
      [owner, now + leaseMs, now, now],
    );
  }

  async renew(claim: Claim, leaseMs: number, progress: JobProgress): Promise<boolean> {
    return this.#changeHeld('lease = ?, progress = ?', [this.#clock.now() + leaseMs, JSON.stringify(progress)], claim);
  }

  async end(claim: Claim, ending: Ending, keepMs: number): Promise<boolean> {
    const now = this.#clock.now();
    const [column, value] =
      ending.state === 'FINISHED' ? (['outcome', ending.outcome] as const) : (['failure', ending.failure] as const);
    const values = [ending.state, now, now + keepMs, JSON.stringify(value)];
    return this.#changeHeld(`state = ?, ended = ?, expires = ?, ${column} = ?`, values, claim);
  }

  async release(claim: Claim): Promise<boolean> {
    return this.#changeHeld("state = 'SUBMITTED', owner = '', attempt = attempt - 1, lease = 0", [], claim);
  }

  async kill(token: string, keepMs: number): Promise<Killed | undefined> {
    return inTransaction(this.#sql, () => {
      const now = this.#clock.now();
      const killed = this.#one(
        "UPDATE jobs SET state = 'KILLED', ended = ?, expires = ? WHERE token = ? AND ended IS NULL RETURNING *",
        [now, now + keepMs, token],
      );
      const job = killed ?? this.#one('SELECT * FROM jobs WHERE token = ?', [token]);
      return job === undefined ? undefined : { job, now: killed !== undefined };
    });
  }

  async remove(token: string): Promise<void> {
    this.#change('DELETE FROM jobs WHERE token = ? RETURNING *', [token]);
  }

  async removeExpired(): Promise<readonly string[]> {
    return inTransaction(this.#sql, () =>
      this.#sql
        .all('DELETE FROM jobs WHERE ended IS NOT NULL AND expires <= ? RETURNING token', [this.#clock.now()])
        .map(({ token }) => String(token)),
    );
  }

  async close(): Promise<void> {
    await this.#sql.close();
  }

  #checkTarget(target: string | null): void {
    if (target === null) return;
    if (this.#one('SELECT * FROM jobs WHERE ended IS NULL AND target = ?', [target]) === undefined) return;
    throw new ScoringError('JOB_STATE', 'expected an output that no other job writes, got one that has not ended');
  }

  #waiting(): number {
    return Number(this.#sql.all('SELECT count(*) AS waiting FROM jobs WHERE ended IS NULL AND lease = 0')[0]?.waiting);
  }

  #changeHeld(changes: string, values: Values, { token, owner, attempt }: Claim): boolean {
    const sql = `UPDATE jobs SET ${changes} WHERE ${HELD} RETURNING *`;
    return this.#change(sql, [...values, token, owner, attempt]) !== undefined;
  }

  #change(sql: string, values: Values): StoredJob | undefined {
    return inTransaction(this.#sql, () => this.#one(sql, values));
  }

  #one(sql: string, values: Values): StoredJob | undefined {
    const [row] = this.#sql.all(sql, values);
    return row === undefined ? undefined : toJob(row);
  }
}

function toJob(row: Readonly<Record<string, unknown>>): StoredJob {
  const time = (name: string) => (row[name] === null ? undefined : Number(row[name]));
  const json = (name: string) => (row[name] === null ? undefined : JSON.parse(String(row[name])));
  return {
    token: String(row.token),
    fingerprint: String(row.fingerprint),
    owner: String(row.owner),
    attempt: Number(row.attempt),
    state: row.state as JobState,
    task: json('task') as JobTask,
    submittedAt: Number(row.submitted),
    startedAt: time('started'),
    endedAt: time('ended'),
    expiresAt: time('expires'),
    progress: json('progress') as JobProgress,
    outcome: json('outcome') as JobOutcome | undefined,
    failure: json('failure') as JobFailure | undefined,
  };
}
