import { type RunSql, stepsFrom } from './database.ts';

/**
 * A list that only grows; columns as in SQLite. All instances ask one clock, that of the database. Bodies (attempt 0) and
 * results are parts of one size, which are not compressed: what is read of them is found without the rest.
 */
const STEPS: readonly string[] = [
  `CREATE FUNCTION tinderbox_now() RETURNS BIGINT LANGUAGE SQL VOLATILE
     AS 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::BIGINT';
   CREATE TABLE tinderbox_jobs (
     sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
     lease BIGINT NOT NULL,
     submitted BIGINT NOT NULL,
     started BIGINT,
     ended BIGINT,
     expires BIGINT,
     progress TEXT NOT NULL,
     outcome TEXT,
     failure TEXT,
     UNIQUE (owner, key)
   );
   CREATE INDEX tinderbox_open_jobs ON tinderbox_jobs (sequence) WHERE ended IS NULL;
   CREATE INDEX tinderbox_ended_jobs ON tinderbox_jobs (expires) WHERE ended IS NOT NULL;
   CREATE TABLE tinderbox_parts (
     token TEXT NOT NULL,
     attempt INTEGER NOT NULL,
     part INTEGER NOT NULL,
     bytes BYTEA NOT NULL,
     stored BIGINT NOT NULL DEFAULT tinderbox_now(),
     PRIMARY KEY (token, attempt, part)
   );
   ALTER TABLE tinderbox_parts ALTER COLUMN bytes SET STORAGE EXTERNAL;`,
];

/**
 * Brings a database to the newest version, in a transaction that no other process has beside it. Throws
 * FORMAT_UNSUPPORTED for one that a newer release has made.
 */
export async function migratePostgres(run: RunSql): Promise<void> {
  await run('CREATE TABLE IF NOT EXISTS tinderbox_version (version INTEGER NOT NULL)');
  const [row] = await run('SELECT version FROM tinderbox_version');
  const steps = stepsFrom(Number(row?.version ?? 0), STEPS);
  for (const step of steps) await run(step);
  if (steps.length === 0) return;
  await run('DELETE FROM tinderbox_version');
  await run('INSERT INTO tinderbox_version VALUES (?)', [STEPS.length]);
}
