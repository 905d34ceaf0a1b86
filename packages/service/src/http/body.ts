import { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
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
  const undo = INFLATE[encoding.trim().toLowerCase()];
  if (undo === undefined) {
    const known = 'gzip, deflate or br';
    throw new ScoringError('FORMAT_UNSUPPORTED', `expected the Content-Encoding ${known}, got another`);
  }
  try {
    return await undo(body, { maxOutputLength: limit });
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new ScoringError('INPUT_FORMAT', `expected a body of ${encoding}, got damaged bytes`, {}, { cause });
  }
}
