import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { ScoringError } from '@tinderbox/scoring';
import type { ResultForm } from '../app/jobs.ts';
import { type Database, storeError } from './database.ts';
import type { JobFiles, ListedFile, NewForm, StoredFile } from './files.ts';
import type { Claim } from './store.ts';

const PART_BYTES = 2 ** 20;
const MAX_RESULT_BYTES = 2 ** 30;
/** The attempt under which a body is kept; those of claims count from 1. */
const BODY = 0;

/** Bodies and results in the database, where every instance sees them; what an attempt works on lies in local files. */
export function createPostgresFiles(database: Database, local: JobFiles): JobFiles {
  return new PostgresFiles(database, local);
}

type Key = Pick<Claim, 'token' | 'attempt'>;

class PostgresFiles implements JobFiles {
  readonly #database: Database;
  readonly #local: JobFiles;

  constructor(database: Database, local: JobFiles) {
    this.#database = database;
    this.#local = local;
  }

  async writeInput(token: string, body: Uint8Array): Promise<void> {
    await this.#store({ token, attempt: BODY }, partsOf(body));
  }

  async input(claim: Claim): Promise<string> {
    const path = `${this.stagingPath(claim)}.input`;
    await this.#fetch({ token: claim.token, attempt: BODY }, path);
    return path;
  }

  stagingPath(claim: Claim): string {
    return this.#local.stagingPath(claim);
  }

  async publish(claim: Claim): Promise<void> {
    const rows = createReadStream(this.stagingPath(claim), { highWaterMark: PART_BYTES });
    await this.#store(claim, fullParts(rows));
    await this.#local.dropAttempt(claim);
  }

  async open(claim: Claim, form: ResultForm, convert: (wanted: NewForm) => Promise<void>): Promise<StoredFile> {
    if (form === 'ndjson') return this.#open(claim);
    return this.#local.open(claim, form, async ({ form: wanted, output }) => {
      const input = `${output}.rows`;
      try {
        await this.#fetch(claim, input);
        await convert({ form: wanted, input, output });
      } finally {
        await rm(input, { force: true });
      }
    });
  }

  async dropInput(token: string): Promise<void> {
    await this.#drop({ token, attempt: BODY });
  }

  async dropAttempt(claim: Claim): Promise<void> {
    await this.#drop(claim);
    await this.#local.dropAttempt(claim);
  }

  async drop(token: string): Promise<void> {
    await this.#database.run('DELETE FROM tinderbox_parts WHERE token = ?', [token]);
    await this.#local.drop(token);
  }

  async list(): Promise<readonly ListedFile[]> {
    const stored = await this.#database.run('SELECT token, attempt, stored FROM tinderbox_parts WHERE part = 0');
    return [...stored.map((row) => this.#listed(row)), ...(await this.#local.list())];
  }

  #listed(row: Readonly<Record<string, unknown>>): ListedFile {
    const [token, attempt] = [String(row.token), Number(row.attempt)];
    return {
      token,
      ...(attempt === BODY ? { place: 'inputs', attempt: undefined } : { place: 'results', attempt }),
      modifiedAt: Number(row.stored),
      remove: () => this.#drop({ token, attempt }),
    };
  }

  /** Nobody reads the parts before the job tells of them, so that each is stored by itself. */
  async #store({ token, attempt }: Key, parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const sql = 'INSERT INTO tinderbox_parts (token, attempt, part, bytes) VALUES (?, ?, ?, ?)';
    let part = 0;
    for await (const bytes of parts) {
      if (part * PART_BYTES + bytes.length > MAX_RESULT_BYTES) throw tooLarge();
      await this.#database.run(sql, [token, attempt, part++, bytes]);
    }
  }

  async #fetch(key: Key, path: string): Promise<void> {
    const { size, read } = await this.#open(key);
    const file = await guarded(open(path, 'w'));
    try {
      for await (const bytes of read(0, size)) await guarded(file.write(bytes));
    } finally {
      await file.close();
    }
  }

  async #open({ token, attempt }: Key): Promise<StoredFile> {
    const sql =
      'SELECT count(*) AS parts, sum(length(bytes)) AS size FROM tinderbox_parts WHERE token = ? AND attempt = ?';
    const [row] = await this.#database.run(sql, [token, attempt]);
    if (Number(row?.parts) === 0) throw gone();
    return { size: Number(row?.size), read: (start, end) => this.#read({ token, attempt }, start, end) };
  }

  async *#read({ token, attempt }: Key, start: number, end: number): AsyncGenerator<Uint8Array, void, void> {
    const sql = 'SELECT bytes FROM tinderbox_parts WHERE token = ? AND attempt = ? AND part = ?';
    for (let at = start; at < end; ) {
      const part = Math.floor(at / PART_BYTES);
      const [row] = await this.#database.run(sql, [token, attempt, part]);
      if (row === undefined) throw gone();
      const offset = part * PART_BYTES;
      yield (row.bytes as Uint8Array).subarray(at - offset, end - offset);
      at = offset + PART_BYTES;
    }
  }

  async #drop({ token, attempt }: Key): Promise<void> {
    await this.#database.run('DELETE FROM tinderbox_parts WHERE token = ? AND attempt = ?', [token, attempt]);
  }
}

/** One that is empty for no bytes. */
function* partsOf(bytes: Uint8Array): Generator<Uint8Array, void, void> {
  for (let at = 0; at === 0 || at < bytes.length; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES);
}

/** A stream may give less at a time than it is asked for. */
async function* fullParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  let pending = Buffer.alloc(0);
  for await (const chunk of chunks) {
    pending = Buffer.concat([pending, chunk]);
    for (; pending.length >= PART_BYTES; pending = pending.subarray(PART_BYTES)) yield pending.subarray(0, PART_BYTES);
  }
  yield pending;
}

async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw storeError(cause);
  }
}

function gone(): ScoringError {
  return new ScoringError('JOB_NOT_FOUND', 'expected the rows of a job, got one that has been forgotten');
}

function tooLarge(): ScoringError {
  const limit = `${MAX_RESULT_BYTES / 2 ** 20} MB`;
  return new ScoringError('INPUT_LIMIT', `expected at most ${limit} of rows as JSON lines, got more: split the input`);
}
