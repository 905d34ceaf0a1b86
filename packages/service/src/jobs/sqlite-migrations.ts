import { stepsFrom } from './database.ts';
import { inTransaction, type Sqlite } from './sqlite.ts';

/**
 * A list that only grows. Times are milliseconds since 1970; the lease of a job that waits is 0, so that what can be
 * claimed is what has not ended and has a lease of the past.
 */
const STEPS: readonly string[] = [
  `CREATE TABLE tinderbox_jobs (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     token TEXT NOT NULL UNIQUE,
     owner TEXT NOT NULL DEFAULT '',
     key TEXT,
     fingerprint TEXT NOT NULL,
     task TEXT NOT NULL,
     model TEXT NOT NULL,
     target TEXT,
     state TEXT NOT NULL,
     holder TEXT NOT NULL,
     attempt INTEGER NOT NULL,
     lease INTEGER NOT NULL,
     submitted INTEGER NOT NULL,
     started INTEGER,
     ended INTEGER,
     expires INTEGER,
     progress TEXT NOT NULL,
     outcome TEXT,
     failure TEXT,
     UNIQUE (owner, key)
   ) STRICT;
   CREATE INDEX open_jobs ON tinderbox_jobs(sequence) WHERE ended IS NULL;
   CREATE INDEX ended_jobs ON tinderbox_jobs(expires) WHERE ended IS NOT NULL;`,
];

/** Brings a database to the newest version. Throws FORMAT_UNSUPPORTED for one that a newer release has made. */
export function migrateSqlite(sql: Sqlite): void {
  inTransaction(sql, () => {
    const version = Number(sql.all('PRAGMA user_version')[0]?.user_version);
    for (const step of stepsFrom(version, STEPS)) sql.exec(step);
    sql.exec(`PRAGMA user_version = ${STEPS.length}`);
  });
}
