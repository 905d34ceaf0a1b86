/** Where the messages of an Arrow IPC file stand, found without reading what they hold. */
import { type FileHandle, open } from 'node:fs/promises';
import { ScoringError } from '@tinderbox/scoring';
import { ALIGNMENT, type ArrowMessage, CONTINUATION, FILE_MAGIC } from './arrow-messages.ts';
import { type ArrowHeader, checkMetadata } from './arrow-metadata.ts';
import { fileError } from './file-error.ts';
import type { ByteRange } from './records.ts';

interface MessagePlace extends ArrowHeader {
  readonly start: number;
  readonly end: number;
}

/** Ranges of whole batches of about `step` bytes; undefined for a stream, for damaged files, and for few batches. */
export async function splitArrow(path: string, step: number): Promise<readonly ByteRange[] | undefined> {
  return withFile(path, async (file, size) => {
    const start = await readAt(file, 0, Math.min(size, ALIGNMENT));
    if (!Buffer.from(start).toString('latin1').startsWith(FILE_MAGIC)) return undefined;
    const cuts = [0];
    let last = 0;
    try {
      for await (const { kind, end } of placesOf(file, size)) {
        if (kind !== 'batch') continue;
        last = end;
        if (end - (cuts.at(-1) as number) >= step) cuts.push(end);
      }
    } catch (error) {
      // The reader of the whole file is the one to tell.
      if (error instanceof ScoringError) return undefined;
      throw error;
    }
    // What follows the last batch is no range of its own.
    if (cuts.at(-1) === last) cuts.pop();
    if (cuts.length < 2) return undefined;
    return cuts.map((startByte, k) => ({ startByte, endByte: cuts[k + 1] ?? size }));
  });
}

/** The schema and the dictionaries that stand before a byte. */
export async function readHeads(path: string, until: number): Promise<readonly ArrowMessage[]> {
  return withFile(path, async (file, size) => {
    const heads: ArrowMessage[] = [];
    for await (const { kind, start, end } of placesOf(file, size)) {
      if (start >= until) break;
      if (kind !== 'batch') heads.push({ kind, bytes: await readAt(file, start, end) });
    }
    return heads;
  });
}

/** How many rows stand before a byte. */
export async function countRowsBefore(path: string, until: number): Promise<number> {
  return withFile(path, async (file, size) => {
    let count = 0;
    for await (const { start, rows } of placesOf(file, size)) {
      if (start >= until) break;
      count += rows;
    }
    return count;
  });
}

async function withFile<T>(path: string, work: (file: FileHandle, size: number) => Promise<T>): Promise<T> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    return await work(file, (await file.stat()).size);
  } catch (cause) {
    throw fileError(cause, path);
  } finally {
    await file?.close();
  }
}

/** The messages of a file in the file form. */
async function* placesOf(file: FileHandle, size: number): AsyncGenerator<MessagePlace, void, void> {
  for (let start = ALIGNMENT; start < size; ) {
    const prefix = Buffer.from(await readAt(file, start, inside(start + ALIGNMENT, size)));
    const metadataLength = prefix.readInt32LE(4);
    if (prefix.readInt32LE(0) !== CONTINUATION || metadataLength < 0) throw damaged();
    if (metadataLength === 0) return;
    const bodyStart = inside(start + ALIGNMENT + metadataLength, size);
    const header = checkMetadata(await readAt(file, start + ALIGNMENT, bodyStart));
    const end = inside(bodyStart + header.bodyLength, size);
    if (end < bodyStart) throw damaged();
    yield { ...header, start, end };
    start = end;
  }
}

function inside(end: number, size: number): number {
  if (end <= size) return end;
  throw damaged();
}

function damaged(): ScoringError {
  return new ScoringError('INPUT_FORMAT', 'expected Arrow messages, got other bytes');
}

async function readAt(file: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) throw damaged();
    done += bytesRead;
  }
  return bytes;
}
