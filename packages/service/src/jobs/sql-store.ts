import { ScoringError } from '@tinderbox/scoring';
import type { JobFailure, JobOutcome, JobProgress, JobState, JobTask, ModelName } from '../app/jobs.ts';
import type { Database, RunSql, SqlRow, SqlValue } from './database.ts';
import type { Claim, Ending, JobStore, Killed, NewJob, OwnedKey, StoredJob, Wanted } from './store.ts';

/** Jobs in a SQL database. */
export function createSqlStore(database: Database): JobStore {
  return new SqlStore(database);
}

type Values = readonly SqlValue[];

/** The attempt that a claim gave, while it lasts. */
const HELD = "token = ? AND holder = ? AND attempt = ? AND state = 'RUNNING'";
const BY_TOKEN = 'SELECT * FROM tinderbox_jobs WHERE token = ?';
const BY_KEY = 'SELECT * FROM tinderbox_jobs WHERE owner = ? AND key = ?';

class SqlStore implements JobStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(job: NewJob, limit: number): Promise<StoredJob> {
    return this.#database.exclusively(async (run) => {
      const { token, owner, key = null, fingerprint, task, target = null } = job;
      const known = key === null ? undefined : toJob(await run(BY_KEY, [owner, key]));
      if (known !== undefined) return known;
      const waiting = await countWaiting(run);
      if (waiting >= limit) {
        throw new ScoringError('OVERLOADED', `expected fewer than ${limit} jobs that wait, got ${waiting}`);
      }
      if (target !== null) await checkTarget(run, target);
      const columns = 'token, owner, key, fingerprint, task, model, target, submitted';
      const added = await run(
        `INSERT INTO tinderbox_jobs (${columns}, state, holder, attempt, lease, progress)
         VALUES (?, ?, ?, ?, ?, ?, ?, ${this.#database.now}, 'SUBMITTED', '', 0, 0, '{"rows":0}') RETURNING *`,
        [token, owner, key, fingerprint, JSON.stringify(task), modelText(task), target],
      );
      return toJob(added) as StoredJob;
    });
  }

  find(by: { readonly token: string } | OwnedKey): Promise<StoredJob | undefined> {
    return 'token' in by ? this.#change(BY_TOKEN, [by.token]) : this.#change(BY_KEY, [by.owner, by.key]);
  }

  countWaiting(): Promise<number> {
    return countWaiting(this.#database.run);
  }

  async claim(holder: string, leaseMs: number, wanted?: Wanted): Promise<StoredJob | undefined> {
    const { now, skipLocked } = this.#database;
    const [which, values] = wanted === undefined ? ['', []] : forModels(wanted, now);
    return this.#change(
      `UPDATE tinderbox_jobs
       SET state = 'RUNNING', holder = ?, attempt = attempt + 1, lease = ${now} + ?, started = ${now},
           progress = '{"rows":0}'
       WHERE sequence = (SELECT sequence FROM tinderbox_jobs WHERE ended IS NULL AND lease <= ${now} ${which}
                         ORDER BY sequence LIMIT 1 ${skipLocked})
       RETURNING *`,
      [holder, leaseMs, ...values],
    );
  }

  renew(claim: Claim, leaseMs: number, progress: JobProgress): Promise<boolean> {
    const { now } = this.#database;
    return this.#changeHeld(`lease = ${now} + ?, progress = ?`, [leaseMs, JSON.stringify(progress)], claim);
  }

  end(claim: Claim, ending: Ending, keepMs: number): Promise<boolean> {
    const { now } = this.#database;
    const [column, value] =
      ending.state === 'FINISHED' ? (['outcome', ending.outcome] as const) : (['failure', ending.failure] as const);
    const changes = `state = ?, ended = ${now}, expires = ${now} + ?, ${column} = ?`;
    return this.#changeHeld(changes, [ending.state, keepMs, JSON.stringify(value)], claim);
  }

  release(claim: Claim): Promise<boolean> {
    return this.#changeHeld("state = 'SUBMITTED', holder = '', attempt = attempt - 1, lease = 0", [], claim);
  }

  async kill(token: string, keepMs: number): Promise<Killed | undefined> {
    const { now } = this.#database;
    const killed = await this.#change(
      `UPDATE tinderbox_jobs SET state = 'KILLED', ended = ${now}, expires = ${now} + ?
       WHERE token = ? AND ended IS NULL RETURNING *`,
      [keepMs, token],
    );
    const job = killed ?? (await this.find({ token }));
    return job === undefined ? undefined : { job, now: killed !== undefined };
  }

  async remove(token: string): Promise<void> {
    await this.#database.run('DELETE FROM tinderbox_jobs WHERE token = ?', [token]);
  }

  async removeExpired(): Promise<readonly string[]> {
    const expired = `ended IS NOT NULL AND expires <= ${this.#database.now}`;
    const removed = await this.#database.run(`DELETE FROM tinderbox_jobs WHERE ${expired} RETURNING token`);
    return removed.map(({ token }) => String(token));
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #changeHeld(changes: string, values: Values, { token, holder, attempt }: Claim): Promise<boolean> {
    const sql = `UPDATE tinderbox_jobs SET ${changes} WHERE ${HELD} RETURNING *`;
    return (await this.#change(sql, [...values, token, holder, attempt])) !== undefined;
  }

  async #change(sql: string, values: Values): Promise<StoredJob | undefined> {
    return toJob(await this.#database.run(sql, values));
  }
}

async function countWaiting(run: RunSql): Promise<number> {
  const [row] = await run('SELECT count(*) AS waiting FROM tinderbox_jobs WHERE ended IS NULL AND lease = 0');
  return Number(row?.waiting);
}

async function checkTarget(run: RunSql, target: string): Promise<void> {
  const writers = await run('SELECT token FROM tinderbox_jobs WHERE ended IS NULL AND target = ?', [target]);
  if (writers.length === 0) return;
  throw new ScoringError('JOB_STATE', 'expected an output that no other job writes, got one that has not ended');
}

/** What a job needs, as the column `model` has it. */
function modelText({ model, version = 'latest' }: ModelName): string {
  return JSON.stringify([model, version]);
}

function forModels({ models, patienceMs }: Wanted, now: string): readonly [string, Values] {
  const places = models.map(() => '?').join(', ');
  const served = models.length === 0 ? '' : `model IN (${places}) OR `;
  return [`AND (${served}submitted <= ${now} - ?)`, [...models.map(modelText), patienceMs]];
}

function toJob([row]: readonly SqlRow[]): StoredJob | undefined {
  if (row === undefined) return undefined;
  const time = (name: string) => (row[name] === null ? undefined : Number(row[name]));
  const json = (name: string) => (row[name] === null ? undefined : JSON.parse(String(row[name])));
  return {
    token: String(row.token),
    fingerprint: String(row.fingerprint),
    holder: String(row.holder),
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
