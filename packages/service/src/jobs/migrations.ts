import { ScoringError } from '@tinderbox/scoring';
import { inTransaction, type Sqlite } from './sqlite.ts';

/**
 * What makes a database of version n + 1 from one of version n; a list that only grows. Times are milliseconds since
 * 1970; the lease of a job that waits is 0, so that what can be claimed is what has not ended and has a lease of the past.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE jobs (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     token TEXT NOT NULL UNIQUE,
     key TEXT UNIQUE,
     fingerprint TEXT NOT NULL,
     task TEXT NOT NULL,
     target TEXT,
     state TEXT NOT NULL,
     owner TEXT NOT NULL,
     attempt INTEGER NOT NULL,
     lease INTEGER NOT NULL,
     submitted INTEGER NOT NULL,
     started INTEGER,
     ended INTEGER,
     expires INTEGER,
     progress TEXT NOT NULL,
     outcome TEXT,
     failure TEXT
   ) STRICT;
   CREATE INDEX open_jobs ON jobs(sequence) WHERE ended IS NULL;
   CREATE INDEX ended_jobs ON jobs(expires) WHERE ended IS NOT NULL;`,
];

/** Brings a database to the newest version. Throws FORMAT_UNSUPPORTED for one that a newer release has made. */
export function migrate(sql: Sqlite): void {
  inTransaction(sql, () => {
    const version = Number(sql.all('PRAGMA user_version')[0]?.user_version);
    if (version > MIGRATIONS.length) {
      const known = `expected a store of jobs of version ${MIGRATIONS.length} or older`;
      throw new ScoringError('FORMAT_UNSUPPORTED', `${known}, got version ${version}: start the newer release`);
    }
    for (const statements of MIGRATIONS.slice(version)) sql.exec(statements);
    sql.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
