import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type SqlRow, type SqlValue, storeError } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { syncFolder } from './sync-folder.ts';

/** A SQLite database, as either library gives it. Everything is synchronous. */
export interface Sqlite {
  /** Which library it is. */
  readonly library: SqliteLibrary;
  exec(sql: string): void;
  /** The rows that a statement gives, which it has then done. */
  all(sql: string, values?: readonly SqlValue[]): readonly SqlRow[];
  close(): Promise<void>;
}

/** That of Node 22 and newer, and one that every Node runs, but which only one process may use at a time. */
export type SqliteLibrary = 'node' | 'wasm';

/** What is used of node:sqlite, which the types of the oldest Node do not have. */
interface NodeSqlite {
  readonly DatabaseSync: new (
    path: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): { all(...values: SqlValue[]): SqlRow[] };
    close(): void;
  };
}

export function bestLibrary(): SqliteLibrary {
  return process.getBuiltinModule('node:sqlite') === undefined ? 'wasm' : 'node';
}

/**
 * Opens or creates `<folder>/<name>`, each commit of which reaches the disk. Throws JOB_STORE where that fails, or where
 * another process uses the folder and the library cannot share it.
 */
export async function openSqlite(folder: string, name: string, library = bestLibrary()): Promise<Sqlite> {
  const path = `${folder}/${name}`;
  if (library === 'node') return guarded(() => openNode(path));
  const unlock = await lockFolder(folder);
  try {
    return await guarded(() => openWasm(path, unlock));
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Runs statements in one transaction, which waits for those of other processes. */
export function inTransaction<T>(sql: Sqlite, work: () => T): T {
  return inStore(() => {
    sql.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      sql.exec('COMMIT');
      return result;
    } catch (error) {
      rollBack(sql);
      throw error;
    }
  });
}

/** Where the failure has already ended the transaction, there is none to roll back. */
export function rollBack(sql: Sqlite): void {
  try {
    sql.exec('ROLLBACK');
  } catch {
    // The first failure tells more.
  }
}

export function inStore<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw storeError(cause);
  }
}

async function guarded<T>(open: () => T | Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    throw storeError(cause);
  }
}

function openNode(path: string): Sqlite {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite') as NodeSqlite;
  const database = new DatabaseSync(path);
  // Other processes are waited for; without FULL, a commit may be lost with the power.
  for (const pragma of ['busy_timeout=10000', 'journal_mode=WAL', 'synchronous=FULL']) {
    database.exec(`PRAGMA ${pragma}`);
  }
  return {
    library: 'node',
    exec: (sql) => database.exec(sql),
    all: (sql, values = []) => database.prepare(sql).all(...values),
    close: async () => database.close(),
  };
}

/**
 * The caller holds the lock that counts: the database is never given back between transactions, so that it may have a
 * write-ahead log, by which a commit waits for the disk once. A process that was killed leaves the folder by which this
 * library locks.
 */
async function openWasm(path: string, unlock: () => Promise<void>): Promise<Sqlite> {
  rmSync(`${path}.lock`, { recursive: true, force: true });
  const library = await import('node-sqlite3-wasm');
  // Its types do not tell that Node gives a CommonJS module as the default.
  const { Database } = (library as unknown as { readonly default: typeof library }).default;
  const database = new Database(path);
  for (const pragma of ['locking_mode=EXCLUSIVE', 'journal_mode=WAL', 'synchronous=FULL']) {
    database.exec(`PRAGMA ${pragma}`);
  }
  // The first look makes the log, whose name this library does not bring to the disk.
  database.exec('SELECT * FROM sqlite_schema');
  await syncFolder(dirname(path));
  return {
    library: 'wasm',
    exec: (sql) => database.exec(sql),
    all: (sql, values = []) => database.all(sql, [...values]) as SqlRow[],
    close: async () => {
      database.close();
      await unlock();
    },
  };
}
