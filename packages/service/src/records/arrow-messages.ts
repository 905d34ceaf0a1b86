/** The messages of Arrow IPC bytes, one at a time: the file form holds the same sequence as the stream form. */
import { ScoringError } from '@tinderbox/scoring';
import { type ArrowHeader, checkMetadata } from './arrow-metadata.ts';
import type { SourcePart } from './source.ts';

export const FILE_MAGIC = 'ARROW1';
export const ALIGNMENT = 8;
export const CONTINUATION = -1;
const MAX_MESSAGE_BYTES = 1024 * 1024 * 1024;

export interface ArrowMessage {
  readonly kind: ArrowHeader['kind'];
  /** Prefix, metadata and body, at the start of memory of its own, so that its buffers are aligned. */
  readonly bytes: Uint8Array;
}

/**
 * Throws
 * INPUT_FORMAT for what is no Arrow, INPUT_LIMIT for a message over 1 GiB.
 */
export async function* readMessages(part: SourcePart): AsyncGenerator<ArrowMessage, void, void> {
  const bytes = new ByteQueue(part);
  try {
    let start = await bytes.take(ALIGNMENT);
    if (Buffer.from(start).toString('latin1').startsWith(FILE_MAGIC)) start = await bytes.take(ALIGNMENT);
    for (;;) {
      const prefix = viewOf(start);
      if (prefix.getInt32(0, true) !== CONTINUATION) throw damaged('expected an Arrow message, got other bytes');
      const metadataLength = prefix.getInt32(4, true);
      if (metadataLength === 0) return;
      const metadata = await bytes.take(metadataLength);
      const { kind, bodyLength } = checkMetadata(metadata);
      const body = await bytes.take(bodyLength);
      yield { kind, bytes: join([start, metadata, body]) };
      const next = await bytes.takeOrEnd(ALIGNMENT);
      if (next === undefined) return;
      start = next;
    }
  } finally {
    await bytes.close();
  }
}

/** Bytes of a source in pieces of asked-for size; nothing is allocated before the bytes are there. */
class ByteQueue {
  #chunks: Uint8Array[] = [];
  #length = 0;
  readonly #source: AsyncGenerator<Buffer, void, void>;

  constructor(part: SourcePart) {
    this.#source = part.chunks();
  }

  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.takeOrEnd(length);
    if (bytes === undefined) throw damaged('expected more bytes, got the end');
    return bytes;
  }

  /** Undefined at the end of the source, with no byte left. */
  async takeOrEnd(length: number): Promise<Uint8Array | undefined> {
    if (length < 0) throw damaged('expected a length, got a negative number');
    if (length > MAX_MESSAGE_BYTES) {
      throw new ScoringError('INPUT_LIMIT', 'expected Arrow messages of at most 1 GiB, got a longer one');
    }
    while (this.#length < length) {
      const next = await this.#source.next();
      if (next.done) {
        if (this.#length === 0 && length > 0) return undefined;
        throw damaged('expected more bytes, got the end');
      }
      this.#chunks.push(next.value);
      this.#length += next.value.length;
    }
    return this.#cut(length);
  }

  async close(): Promise<void> {
    await this.#source.return();
  }

  #cut(length: number): Uint8Array {
    const result = new Uint8Array(length);
    let done = 0;
    let used = 0;
    while (done < length) {
      const chunk = this.#chunks[used] as Uint8Array;
      const piece = chunk.subarray(0, length - done);
      result.set(piece, done);
      done += piece.length;
      if (piece.length < chunk.length) this.#chunks[used] = chunk.subarray(piece.length);
      else used++;
    }
    this.#chunks.splice(0, used);
    this.#length -= length;
    return result;
  }
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}

function damaged(detail: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', detail);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
