/**
 * The footer of an Arrow IPC file: a FlatBuffers table of version, schema and where the record batches are
 * (format/File.fbs). Offsets in FlatBuffers are relative, so the schema's message goes in as it is.
 */

const TAIL = 'ARROW1';
const METADATA_VERSION_5 = 4;
const PREFIX_BYTES = 8;
const BLOCK_BYTES = 24;

/** Positions in the footer: root, vtable, table with its fields, the empty list of dictionaries, the list of blocks. */
const VTABLE = 4;
const TABLE = 16;
const SCHEMA = 20;
const DICTIONARIES = 24;
const BATCHES = 28;
const VERSION = 32;
const NO_DICTIONARIES = 36;
const BATCH_COUNT = 44;
const BLOCKS = 48;

interface Block {
  readonly offset: number;
  readonly metadataLength: number;
  readonly bodyLength: number;
}

export class ArrowFooter {
  readonly #schemaMessage: Uint8Array;
  readonly #blocks: Block[] = [];

  /** `schemaMessage`: continuation mark, length and FlatBuffers table, as in the stream. */
  constructor(schemaMessage: Uint8Array) {
    this.#schemaMessage = schemaMessage.subarray(PREFIX_BYTES);
  }

  /** A record batch message that stands at `offset` of the file. */
  addBatch(message: Uint8Array, offset: number): void {
    const metadataLength = PREFIX_BYTES + viewOf(message).getInt32(4, true);
    this.#blocks.push({ offset, metadataLength, bodyLength: message.length - metadataLength });
  }

  /** The footer, its length and the closing mark. */
  toBytes(): Uint8Array {
    const schemaStart = BLOCKS + this.#blocks.length * BLOCK_BYTES;
    const length = schemaStart + this.#schemaMessage.length;
    const bytes = new Uint8Array(length + 4 + TAIL.length);
    const view = viewOf(bytes);
    view.setUint32(0, TABLE, true);
    [VERSION + 2 - TABLE, VERSION - TABLE, SCHEMA - TABLE, DICTIONARIES - TABLE, BATCHES - TABLE].forEach(
      (value, k) => {
        view.setUint16(VTABLE + 2 + 2 * k, value, true);
      },
    );
    view.setUint16(VTABLE, TABLE - VTABLE, true);
    view.setInt32(TABLE, TABLE - VTABLE, true);
    view.setUint32(SCHEMA, schemaStart + headerPosition(this.#schemaMessage) - SCHEMA, true);
    view.setUint32(DICTIONARIES, NO_DICTIONARIES - DICTIONARIES, true);
    view.setUint32(BATCHES, BATCH_COUNT - BATCHES, true);
    view.setInt16(VERSION, METADATA_VERSION_5, true);
    view.setUint32(BATCH_COUNT, this.#blocks.length, true);
    this.#blocks.forEach((block, k) => {
      const at = BLOCKS + k * BLOCK_BYTES;
      view.setBigInt64(at, BigInt(block.offset), true);
      view.setInt32(at + 8, block.metadataLength, true);
      view.setBigInt64(at + 16, BigInt(block.bodyLength), true);
    });
    bytes.set(this.#schemaMessage, schemaStart);
    view.setUint32(length, length, true);
    bytes.set(Buffer.from(TAIL), length + 4);
    return bytes;
  }
}

/** Where the header table of a Message is: its third field. */
function headerPosition(message: Uint8Array): number {
  const view = viewOf(message);
  const root = view.getUint32(0, true);
  const vtable = root - view.getInt32(root, true);
  const field = root + view.getUint16(vtable + 8, true);
  return field + view.getUint32(field, true);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
