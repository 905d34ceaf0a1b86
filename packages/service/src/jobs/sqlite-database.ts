import type { Clock } from './clock.ts';
import type { Database, RunSql } from './database.ts';
import { inStore, rollBack, type Sqlite } from './sqlite.ts';
import { migrateSqlite } from './sqlite-migrations.ts';

/** A SQLite database, which is brought to the newest version first. */
export function createSqliteDatabase(sql: Sqlite, clock: Clock): Database {
  migrateSqlite(sql);
  return new SqliteDatabase(sql, clock);
}

class SqliteDatabase implements Database {
  readonly skipLocked = '';
  readonly #sql: Sqlite;
  readonly #clock: Clock;
  /** There is one connection: a call waits for the one before it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(sql: Sqlite, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  get now(): string {
    return String(this.#clock.now());
  }

  readonly run: RunSql = (sql, values) => this.#next(async () => this.#all(sql, values));

  exclusively<T>(work: (run: RunSql) => Promise<T>): Promise<T> {
    return this.#next(async () => {
      this.#exec('BEGIN IMMEDIATE');
      try {
        const result = await work(async (sql, values) => this.#all(sql, values));
        this.#exec('COMMIT');
        return result;
      } catch (error) {
        rollBack(this.#sql);
        throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.#next(() => this.#sql.close());
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  #all(...statement: Parameters<Sqlite['all']>) {
    return inStore(() => this.#sql.all(...statement));
  }

  #exec(sql: string): void {
    inStore(() => this.#sql.exec(sql));
  }
}
