/** Row files in memory and in a folder of their own, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { type Row, ScoringError } from '@tinderbox/scoring';
import { openReader, openWriter } from '../open.ts';
import type { ReaderOptions, RecordReader, WriterOptions } from '../records.ts';

/** A stream of the text in chunks of so many bytes. */
export function streamOf(text: string | Uint8Array, chunkBytes = 7): Readable {
  const bytes = Buffer.from(text as string);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
  return Readable.from(chunks);
}

export async function rowsOf(reader: RecordReader): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of reader.batches()) rows.push(...batch);
  await reader.close();
  return rows;
}

export async function readRows(options: ReaderOptions): Promise<Row[]> {
  return rowsOf(await openReader(options));
}

/** The bytes that a writer gives for the rows, written in batches of so many. */
export async function writeRows(
  options: Omit<WriterOptions, 'target'>,
  rows: readonly Row[],
  batch = 3,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const writer = await openWriter({ ...options, target });
  for (let at = 0; at < rows.length; at += batch) await writer.write(rows.slice(at, at + batch));
  await writer.finish();
  return Buffer.concat(chunks);
}

export async function failureOf(work: () => unknown): Promise<ScoringError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ScoringError) return error;
    throw error;
  }
  throw new Error('expected a failure');
}

export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'records-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The rows that a reader gives in columns, `most` at once. */
export async function rowsOfColumns(reader: RecordReader, most?: number): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { length, columns } of reader.columns?.(most) ?? []) {
    for (let i = 0; i < length; i++) rows.push(columns.map(({ valueAt }) => valueAt(i)));
  }
  await reader.close();
  return rows;
}

export interface Answer {
  readonly rows: readonly Row[];
  /** What went wrong, and where. */
  readonly failure: unknown;
}

export async function answerOf(read: () => Promise<Row[]>): Promise<Answer> {
  try {
    return { rows: await read(), failure: undefined };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    return { rows: [], failure: [error.code, error.message, error.where] };
  }
}
