import { ScoringError } from '@tinderbox/scoring';
import type { Pool, PoolClient } from 'pg';
import { type Database, type RunSql, type SqlRow, type SqlValue, storeError } from './database.ts';
import { migratePostgres } from './postgres-migrations.ts';

/** Of transactions that exclude one another, for as long as they last: nothing is kept of a connection. */
const LOCK = 0x74696e64;
const MAX_CONNECTIONS = 8;
const CONNECT_MS = 5000;
/** A statement that takes longer has lost its server. */
const STATEMENT_MS = 20_000;

/**
 * Opens a PostgreSQL database by its address (`postgres://...`), which is brought to the newest version first. Connections
 * that were lost are made anew at the next call. Throws JOB_STORE; never tells the address, which may hold a password.
 */
export async function openPostgres(address: string, onProblem: (error: unknown) => void): Promise<Database> {
  const { default: postgres } = await import('pg');
  const pool = new postgres.Pool({
    connectionString: address,
    fallback_application_name: 'tinderbox',
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
    keepAlive: true,
  });
  // Of connections that nobody uses: the next call opens another. In use, what is lost is told by the next statement.
  pool.on('error', (cause) => onProblem(storeError(cause)));
  pool.on('connect', (client) => client.on('error', () => {}));
  const database = new PostgresDatabase(pool);
  try {
    await database.exclusively(migratePostgres);
    return database;
  } catch (error) {
    await pool.end();
    throw error instanceof ScoringError && error.code === 'JOB_STORE' ? storeError(error.cause) : error;
  }
}

class PostgresDatabase implements Database {
  readonly now = 'tinderbox_now()';
  readonly skipLocked = 'FOR UPDATE SKIP LOCKED';
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  readonly run: RunSql = (sql, values) => runOn(this.#pool, sql, values);

  async exclusively<T>(work: (run: RunSql) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((cause) => {
      throw unanswered(cause);
    });
    const run: RunSql = (sql, values) => runOn(client, sql, values);
    try {
      await run('BEGIN');
      await run('SELECT pg_advisory_xact_lock(?)', [LOCK]);
      const result = await work(run);
      await run('COMMIT');
      client.release();
      return result;
    } catch (error) {
      await giveUp(client, error);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/** After an error of the server or on the way to it, the connection is not used again. */
async function giveUp(client: PoolClient, error: unknown): Promise<void> {
  const refused = error instanceof ScoringError && error.code !== 'JOB_STORE';
  const rolledBack = refused && (await client.query('ROLLBACK').then(always, never));
  client.release(!rolledBack);
}

const always = () => true;
const never = () => false;

async function runOn(client: Pool | PoolClient, sql: string, values: readonly SqlValue[] = []): Promise<SqlRow[]> {
  try {
    // A statement without values may be several.
    const { rows } = values.length === 0 ? await client.query(sql) : await client.query(numbered(sql), [...values]);
    return rows as SqlRow[];
  } catch (cause) {
    throw unanswered(cause);
  }
}

/** Callers are told no more than a code of PostgreSQL or of the system; its text names hosts and users. */
function unanswered(cause: unknown): ScoringError {
  const { code = 'no answer in time' } = cause as { readonly code?: unknown };
  return new ScoringError('JOB_STORE', `expected the database of jobs to answer, got: ${code}`, {}, { cause });
}

function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${++count}`);
}
