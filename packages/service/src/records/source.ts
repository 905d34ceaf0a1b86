/** The bytes of a source: one file, the part files of a folder, or a stream; gzip is undone where it is found. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ScoringError } from '@tinderbox/scoring';
import { fileError } from './file-error.ts';
import type { ByteRange, Progress, Source } from './records.ts';

/** The rows of a chunk should be garbage before the collector moves them: larger chunks cost memory and time. */
const CHUNK_BYTES = 64 * 1024;

export interface SourcePart {
  /** For messages. */
  readonly name: string;
  /** Undefined for a stream. */
  readonly path?: string;
  /** Undefined for a stream. */
  readonly size?: number;
  /** Where in the file the bytes begin. */
  readonly start: number;
  /** The bytes once from the start, inflated; counted by the source's progress. */
  chunks(): AsyncGenerator<Buffer, void, void>;
}

/** At least one part, in the order of their names. */
export interface OpenSource {
  readonly name: string;
  readonly parts: readonly SourcePart[];
  readonly progress: () => Progress;
  /** Counts bytes that were read past chunks(). */
  readonly count: (bytes: number) => void;
}

/**
 * Of a file, all bytes or a range of them, which are taken as they are. Throws FILE_NOT_FOUND for a missing path and for
 * a folder without part files.
 */
export async function openSource(source: Source, range?: ByteRange): Promise<OpenSource> {
  let bytes = 0;
  const count = (more: number): void => {
    bytes += more;
  };
  if (typeof source !== 'string') {
    const part = { name: 'stdin', start: 0, chunks: () => readChunks('stdin', source, count) };
    return { name: part.name, parts: [part], progress: () => ({ bytes }), count };
  }
  const files = await listFiles(source).catch((cause: unknown) => {
    throw fileError(cause, source);
  });
  const totalBytes = files.reduce((total, file) => total + file.size, 0);
  const parts = files.map(({ path, size }) => ({
    name: path,
    path,
    size,
    start: range?.startByte ?? 0,
    chunks: () => (range === undefined ? readChunks(path, openStream(path), count) : readRange(path, range, count)),
  }));
  return { name: source, parts, progress: () => ({ bytes, totalBytes }), count };
}

/** Whether it is one file, whose bytes can be had once more. */
export function canReadAgain({ parts }: OpenSource): boolean {
  return parts.length === 1 && parts[0]?.path !== undefined;
}

async function listFiles(path: string): Promise<{ readonly path: string; readonly size: number }[]> {
  const found = await stat(path);
  if (!found.isDirectory()) return [{ path, size: found.size }];
  const names = (await readdir(path)).filter((name) => name.startsWith('part-')).sort();
  if (names.length === 0) {
    throw new ScoringError('FILE_NOT_FOUND', 'expected a file or a folder of part-* files, got a folder without any', {
      file: path,
    });
  }
  return Promise.all(
    names.map(async (name) => ({ path: join(path, name), size: (await stat(join(path, name))).size })),
  );
}

function openStream(path: string, options: { readonly start?: number; readonly end?: number } = {}): Readable {
  return createReadStream(path, { highWaterMark: CHUNK_BYTES, ...options });
}

async function* readRange(
  path: string,
  { startByte, endByte }: ByteRange,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer, void, void> {
  if (startByte >= endByte) return;
  const stream = openStream(path, { start: startByte, end: endByte - 1 });
  try {
    yield* counted(stream, count);
  } catch (cause) {
    throw fileError(cause, path);
  } finally {
    stream.destroy();
  }
}

async function* readChunks(
  name: string,
  stream: Readable,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer, void, void> {
  try {
    const chunks = counted(stream, count);
    const first = await chunks.next();
    if (first.done) return;
    const all = prepend(first.value, chunks);
    yield* isGzip(first.value) ? inflate(all) : all;
  } catch (cause) {
    throw fileError(cause, name);
  } finally {
    stream.destroy();
  }
}

/** A failure of either side reaches the reader; where the reader stops early, both sides end and nobody is told. */
function inflate(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return pipeline(Readable.from(chunks), createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
}

async function* counted(stream: Readable, count: (bytes: number) => void): AsyncGenerator<Buffer, void, void> {
  for await (const chunk of stream) {
    count((chunk as Buffer).length);
    yield chunk as Buffer;
  }
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  yield first;
  yield* rest;
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
