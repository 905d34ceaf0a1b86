/**
 * A walk over the FlatBuffers metadata of Arrow messages (format/Message.fbs, Schema.fbs) before flechette reads it:
 * flechette trusts the lengths of vectors and the shape of the type tree, and a damaged one may cost it all memory.
 */
import { ScoringError } from '@tinderbox/scoring';

const KINDS = ['none', 'schema', 'dictionary', 'batch'] as const;

export interface ArrowHeader {
  readonly kind: (typeof KINDS)[number] | 'other';
  readonly bodyLength: number;
  /** Of the first column of a batch; 0 for every other message. */
  readonly rows: number;
}

const MAX_DEPTH = 100;
/** Values that may come without a body: those of a column of nothing but nulls. */
const BODILESS_VALUES = 65_536;
const UNION = 14;

/** Slots of the tables' fields, in order of their schema. */
const MESSAGE = { headerType: 1, header: 2, bodyLength: 3 };
const RECORD_BATCH = { nodes: 1, buffers: 2, compression: 3, variadicCounts: 4 };
const DICTIONARY_BATCH = { data: 1 };
const SCHEMA = { fields: 1, metadata: 2 };
const FIELD = { typeKind: 2, type: 3, children: 5, metadata: 6 };
const UNION_TYPE = { typeIds: 1 };

/**
 * What frames the message. Throws INPUT_FORMAT where a length leads out of the metadata, or promises more values than
 * the body has bits; FORMAT_UNSUPPORTED for compressed bodies.
 */
export function checkMetadata(bytes: Uint8Array): ArrowHeader {
  try {
    return new MetadataWalk(bytes).walk();
  } catch (cause) {
    if (cause instanceof ScoringError) throw cause;
    throw new ScoringError('INPUT_FORMAT', 'expected the metadata of an Arrow message, got other bytes', {}, { cause });
  }
}

/** Throws errors of any kind: a DataView's own guard the bounds. */
class MetadataWalk {
  readonly #view: DataView;
  #fieldsLeft: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#fieldsLeft = bytes.length;
  }

  walk(): ArrowHeader {
    const message = this.#view.getUint32(0, true);
    const kindAt = this.#slot(message, MESSAGE.headerType);
    const kind = kindAt === 0 ? 'none' : (KINDS[this.#view.getUint8(kindAt)] ?? 'other');
    const header = this.#follow(this.#slot(message, MESSAGE.header));
    const bodyAt = this.#slot(message, MESSAGE.bodyLength);
    const bodyLength = bodyAt === 0 ? 0 : Number(this.#view.getBigInt64(bodyAt, true));
    if (kind === 'schema') this.#walkSchema(header);
    const rows = kind === 'batch' ? this.#walkBatch(header, bodyLength) : 0;
    if (kind === 'dictionary') this.#walkBatch(this.#follow(this.#slot(header, DICTIONARY_BATCH.data)), bodyLength);
    return { kind, bodyLength, rows };
  }

  #walkSchema(schema: number): void {
    this.#vector(schema, SCHEMA.metadata, 4);
    this.#walkFields(this.#vector(schema, SCHEMA.fields, 4), 0);
  }

  #walkFields({ start, count }: Vector, depth: number): void {
    this.#require(depth <= MAX_DEPTH, 'types nested too deep');
    for (let k = 0; k < count; k++) {
      this.#require(this.#fieldsLeft-- > 0, 'more fields than bytes');
      const field = this.#follow(start + 4 * k);
      this.#vector(field, FIELD.metadata, 4);
      const kindAt = this.#slot(field, FIELD.typeKind);
      if (kindAt !== 0 && this.#view.getUint8(kindAt) === UNION) {
        this.#vector(this.#follow(this.#slot(field, FIELD.type)), UNION_TYPE.typeIds, 4);
      }
      this.#walkFields(this.#vector(field, FIELD.children, 4), depth + 1);
    }
  }

  /** How many rows it holds. */
  #walkBatch(batch: number, bodyLength: number): number {
    if (this.#slot(batch, RECORD_BATCH.compression) !== 0) {
      throw new ScoringError('FORMAT_UNSUPPORTED', 'expected uncompressed Arrow buffers, got compressed ones');
    }
    const nodes = this.#vector(batch, RECORD_BATCH.nodes, 16);
    const lengthOf = (node: number) => Number(this.#view.getBigInt64(nodes.start + 16 * node, true));
    for (let k = 0; k < nodes.count; k++) {
      const length = lengthOf(k);
      this.#require(length >= 0 && length <= 8 * bodyLength + BODILESS_VALUES, 'more values than bits');
    }
    const buffers = this.#vector(batch, RECORD_BATCH.buffers, 16);
    const { start, count } = this.#vector(batch, RECORD_BATCH.variadicCounts, 8);
    for (let k = 0; k < count; k++) {
      const views = this.#view.getBigInt64(start + 8 * k, true);
      this.#require(views >= 0n && views <= BigInt(buffers.count), 'more view buffers than buffers');
    }
    return nodes.count === 0 ? 0 : lengthOf(0);
  }

  /** Position of a table's field, 0 where it is absent. */
  #slot(table: number, slot: number): number {
    this.#require(table > 0, 'no table');
    const vtable = table - this.#view.getInt32(table, true);
    const at = 4 + 2 * slot;
    if (at + 2 > this.#view.getUint16(vtable, true)) return 0;
    const offset = this.#view.getUint16(vtable + at, true);
    return offset === 0 ? 0 : table + offset;
  }

  #follow(at: number): number {
    return at === 0 ? 0 : at + this.#view.getUint32(at, true);
  }

  /** A table's vector, empty where absent; all its elements are inside the metadata. */
  #vector(table: number, slot: number, stride: number): Vector {
    const at = this.#follow(this.#slot(table, slot));
    if (at === 0) return { start: 0, count: 0 };
    const count = this.#view.getUint32(at, true);
    this.#require(at + 4 + count * stride <= this.#view.byteLength, 'a vector longer than the metadata');
    return { start: at + 4, count };
  }

  #require(holds: boolean, otherwise: string): void {
    if (!holds) throw new ScoringError('INPUT_FORMAT', `expected the metadata of an Arrow message, got ${otherwise}`);
  }
}

interface Vector {
  readonly start: number;
  readonly count: number;
}
