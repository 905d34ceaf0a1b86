/** The messages of Arrow IPC bytes, one at a time: the file form holds the same sequence as the stream form. */
import { ScoringError } from '@tinderbox/scoring';
import type { SourcePart } from './source.ts';

const FILE_MAGIC = 'ARROW1';
const ALIGNMENT = 8;
const CONTINUATION = -1;
const MAX_MESSAGE_BYTES = 1024 * 1024 * 1024;

const KINDS = ['none', 'schema', 'dictionary', 'batch'] as const;

export interface ArrowMessage {
  readonly kind: (typeof KINDS)[number] | 'other';
  /** Prefix, metadata and body, at the start of memory of its own, so that its buffers are aligned. */
  readonly bytes: Uint8Array;
  readonly bodyLength: number;
}

/** Throws INPUT_FORMAT for what is no Arrow, INPUT_LIMIT for a message over 1 GiB. */
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
      const { kind, bodyLength } = readHeader(metadata);
      const body = await bytes.take(bodyLength);
      yield { kind, bodyLength, bytes: join([start, metadata, body]) };
      const next = await bytes.takeOrEnd(ALIGNMENT);
      if (next === undefined) return;
      start = next;
    }
  } finally {
    await bytes.close();
  }
}

/** The fields of FlatBuffers' Message that frame it: header type and bodyLength. */
function readHeader(metadata: Uint8Array): Pick<ArrowMessage, 'kind' | 'bodyLength'> {
  try {
    const view = viewOf(metadata);
    const table = view.getUint32(0, true);
    const vtable = table - view.getInt32(table, true);
    const slots = (view.getUint16(vtable, true) - 4) / 2;
    const positionOf = (slot: number): number => (slot < slots ? view.getUint16(vtable + 4 + 2 * slot, true) : 0);
    const [kindAt, bodyAt] = [positionOf(1), positionOf(3)];
    const kind = kindAt === 0 ? 'none' : (KINDS[view.getUint8(table + kindAt)] ?? 'other');
    return { kind, bodyLength: bodyAt === 0 ? 0 : Number(view.getBigInt64(table + bodyAt, true)) };
  } catch (cause) {
    throw damaged('expected the metadata of an Arrow message, got other bytes', cause);
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

function damaged(detail: string, cause?: unknown): ScoringError {
  return new ScoringError('INPUT_FORMAT', detail, {}, cause);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
