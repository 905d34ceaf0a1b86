import { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzip,
  inflate,
  type ZlibOptions,
} from 'node:zlib';
import { ScoringError } from '@tinderbox/scoring';

const EMPTY = Buffer.alloc(0);
/** How many times the limit a caller may send in vain before the connection is cut; until then the answer reaches it. */
const PATIENCE = 4;

/** A request whose body goes straight to who wants it whole: the machinery of streams costs as much as a model. */
export class DirectRequest extends IncomingMessage {
  #take: ((chunk: Buffer | null) => void) | undefined;

  /** Calls back with each part of the body as it comes, and with null at its end. Before any of it has been read. */
  takeBody(take: (chunk: Buffer | null) => void): void {
    this.#take = take;
    // What came while somebody looked at who calls.
    while (this.readableLength > 0) take(this.read());
    if (this.complete) take(null);
  }

  /** What Node calls with what it has parsed. */
  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    if (this.#take === undefined) return super.push(chunk, encoding);
    this.#take(chunk);
    return true;
  }

  /** What Node calls with the answer, so that nothing is left unread: nothing is. */
  override resume(): this {
    return this.#take === undefined ? super.resume() : this;
  }
}

/** Calls back once: with the bytes as they were sent, or with INPUT_LIMIT. Never where the caller goes away before. */
export function collectBody(request: DirectRequest, limit: number, done: (body: Buffer | ScoringError) => void): void {
  let first: Buffer | undefined;
  let others: Buffer[] | undefined;
  let bytes = 0;
  let isDone = false;
  const finish = (body: Buffer | ScoringError) => {
    if (!isDone) done(body);
    isDone = true;
  };
  request.takeBody((chunk) => {
    if (chunk === null) {
      if (bytes > limit) finish(tooLarge(limit));
      else finish(others === undefined ? (first ?? EMPTY) : Buffer.concat(others, bytes));
      return;
    }
    bytes += chunk.length;
    if (bytes > limit) {
      first = others = undefined;
      if (bytes > limit * PATIENCE) finish(tooLarge(limit));
    } else if (first === undefined) first = chunk;
    else if (others === undefined) others = [first, chunk];
    else others.push(chunk);
  });
}

export function tooLarge(limit: number): ScoringError {
  return new ScoringError('INPUT_LIMIT', `expected a body of at most ${limit} bytes, got more`);
}

/** True where there is a body, be it empty. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

const INFLATE: Readonly<Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Throws FORMAT_UNSUPPORTED, INPUT_FORMAT for damaged bytes, INPUT_LIMIT where they swell beyond the limit. */
export async function inflateBody(body: Buffer, encoding: string, limit: number): Promise<Buffer> {
  const undo = inflaterOf(INFLATE, encoding);
  try {
    return await undo(body, { maxOutputLength: limit });
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw damaged(encoding, cause);
  }
}

const INFLATE_PARTS: Readonly<Record<string, (options: ZlibOptions) => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
const PART_BYTES = 65_536;

/**
 * The inflated body in parts, once, taken from the connection no faster than it is read. Who stops early leaves the rest
 * there. Throws as inflateBody, and CANCELED where the caller goes away.
 */
export async function* readBody(request: IncomingMessage, encoding = 'identity'): AsyncGenerator<Buffer, void, void> {
  const isPlain = encoding === 'identity';
  const source = isPlain ? request : inflated(request, inflaterOf(INFLATE_PARTS, encoding));
  try {
    yield* source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (cause) {
    if (!isPlain && !request.destroyed) throw damaged(encoding, cause);
    throw new ScoringError('CANCELED', 'expected the whole body, got a closed connection', {}, { cause });
  }
}

function inflated(request: IncomingMessage, create: (options: ZlibOptions) => Transform): Readable {
  const inflater = create({ chunkSize: PART_BYTES });
  request.on('error', (error) => inflater.destroy(error)).pipe(inflater);
  inflater.once('close', () => request.unpipe(inflater));
  return inflater;
}

function inflaterOf<T>(inflaters: Readonly<Record<string, T>>, encoding: string): T {
  const found = inflaters[encoding.trim().toLowerCase()];
  if (found !== undefined) return found;
  const known = 'gzip, deflate or br';
  throw new ScoringError('FORMAT_UNSUPPORTED', `expected the Content-Encoding ${known}, got another`);
}

function damaged(encoding: string, cause: unknown): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected a body of ${encoding}, got damaged bytes`, {}, { cause });
}
