/** Row groups of Parquet made from columns. */
import {
  arrayOf,
  type ColumnBatch,
  type ColumnData,
  type DataType,
  type Field,
  isVector,
  type StructType,
  structType,
  type Value,
} from '@tinderbox/scoring';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Output } from './output-file.ts';
import { type PageCodec, writerCodec } from './parquet-codec.ts';
import { encodeDoubleLists } from './parquet-lists.ts';
import { ChunkPages, encodeFlat, type PageBody } from './parquet-pages.ts';
import { parquetSchema, physicalValueOf } from './parquet-schema.ts';
import { encodeVectors } from './parquet-vectors.ts';
import { sizeOf } from './value-size.ts';

/** A group is held in memory until it is whole. */
const GROUP_BYTES = 16 * 1024 * 1024;
/** Values that are no elements of arrays take some ten times as much again while they are encoded. */
const GROUP_VALUE_BYTES = 4 * 1024 * 1024;

type Groups = Pick<ParquetWriter, 'row_groups' | 'num_rows'>;
type SchemaElement = ReturnType<typeof parquetSchema>[number];
type ColumnChunk = ParquetWriter['row_groups'][number]['columns'][number];

/** Writes groups of bounded size to an output, and adds what the footer says of them to `footer`. */
export class ColumnGroups {
  readonly #output: Output;
  readonly #footer: Groups;
  readonly #createColumns: () => readonly GroupColumn[];
  #columns: readonly GroupColumn[];
  #rows = 0;
  /** Where the next group begins: behind the magic number. */
  #offset = 4;

  constructor(
    output: Output,
    { schema, codec }: { readonly schema: StructType; readonly codec: PageCodec },
    footer: Groups,
  ) {
    this.#output = output;
    this.#createColumns = () => schema.fields.map((field) => createColumn(field, codec));
    this.#footer = footer;
    this.#columns = this.#createColumns();
  }

  async write({ columns, length }: ColumnBatch): Promise<void> {
    if (length === 0) return;
    this.#columns.forEach((column, k) => {
      column.add(columns[k] as ColumnData, length);
    });
    this.#rows += length;
    if (this.#columns.reduce((sum, { fill }) => sum + fill, 0) >= 1) await this.flush();
  }

  /** Writes what is gathered; nothing for no rows. */
  async flush(): Promise<void> {
    if (this.#rows === 0) return;
    const start = this.#offset;
    const chunks: ColumnChunk[] = [];
    for (const column of this.#columns) {
      const { described, bytes } = column.encode(this.#offset);
      chunks.push(...described);
      for (const piece of bytes) {
        await this.#output.write(piece);
        this.#offset += piece.length;
      }
    }
    const total = chunks.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n);
    this.#footer.row_groups.push({
      columns: chunks,
      total_byte_size: total,
      num_rows: BigInt(this.#rows),
      total_compressed_size: BigInt(this.#offset - start),
    });
    this.#footer.num_rows += BigInt(this.#rows);
    this.#rows = 0;
    this.#columns = this.#createColumns();
  }
}

/** A column of the group at hand. */
interface GroupColumn {
  /** How much of a group it makes. */
  readonly fill: number;
  add(column: ColumnData, length: number): void;
  /** Its bytes, which are to stand at `offset`, and what the footer says of its chunks. */
  encode(offset: number): { readonly described: readonly ColumnChunk[]; readonly bytes: readonly Uint8Array[] };
}

function createColumn(field: Field, codec: PageCodec): GroupColumn {
  if (arrayOf(field.type) !== undefined) {
    return new PagedColumn(field, codec, (column, length) => [encodeFlat(field.type, column, length)]);
  }
  if (isVector(field.type)) return new PagedColumn(field, codec, encodeVectors);
  return isDoubleList(field.type) ? new PagedColumn(field, codec, encodeDoubleLists) : new ValueColumn(field, codec);
}

function isDoubleList(type: DataType): boolean {
  return typeof type === 'object' && type.type === 'array' && type.elementType === 'double';
}

type EncodePages = (column: ColumnData, length: number) => readonly PageBody[];

/** For columns that can be encoded as they come, a page for each of their leaves. */
class PagedColumn implements GroupColumn {
  readonly #leaves: readonly Leaf[];
  readonly #chunks: readonly ChunkPages[];
  readonly #encode: EncodePages;

  constructor(field: Field, codec: PageCodec, encode: EncodePages) {
    this.#leaves = leavesOf(parquetSchema(structType([field])));
    this.#chunks = this.#leaves.map(() => new ChunkPages(codec));
    this.#encode = encode;
  }

  get fill(): number {
    return this.#chunks.reduce((sum, { size }) => sum + size, 0) / GROUP_BYTES;
  }

  add(column: ColumnData, length: number): void {
    this.#encode(column, length).forEach((body, k) => {
      this.#chunks[k]?.add(body);
    });
  }

  encode(offset: number) {
    let at = offset;
    const described = this.#leaves.map((leaf, k) => {
      const chunk = this.#chunks[k] as ChunkPages;
      const meta_data = { ...leaf, ...chunk.describe(at) };
      at += chunk.size;
      return { file_offset: BigInt(meta_data.data_page_offset), meta_data };
    });
    return { described, bytes: this.#chunks.flatMap(({ pages }) => pages) };
  }
}

interface Leaf {
  readonly type: NonNullable<SchemaElement['type']>;
  readonly path_in_schema: string[];
}

/** The leaves of a schema whose elements stand depth first, root first. */
function leavesOf(elements: readonly SchemaElement[]): readonly Leaf[] {
  const leaves: Leaf[] = [];
  let next = 1;
  const visit = (path: readonly string[]): void => {
    const { name, type, num_children } = elements[next++] as SchemaElement;
    const own = [...path, name];
    if (type !== undefined) leaves.push({ type, path_in_schema: own });
    for (let k = 0; k < (num_children ?? 0); k++) visit(own);
  };
  while (next < elements.length) visit([]);
  return leaves;
}

/** For all other types: other lists, structs, decimals, bytes. */
class ValueColumn implements GroupColumn {
  readonly #field: Field;
  readonly #codec: PageCodec;
  readonly #values: Value[] = [];
  #bytes = 0;

  constructor(field: Field, codec: PageCodec) {
    this.#field = field;
    this.#codec = codec;
  }

  get fill(): number {
    return this.#bytes / GROUP_VALUE_BYTES;
  }

  add({ valueAt }: ColumnData, length: number): void {
    for (let i = 0; i < length; i++) {
      const value = valueAt(i);
      this.#values.push(value);
      this.#bytes += sizeOf(value);
    }
  }

  encode(offset: number) {
    const { name, type } = this.#field;
    const writer = new ByteWriter();
    const schema = parquetSchema(structType([this.#field]));
    const parquet = new ParquetWriter({ writer, schema, ...writerCodec(this.#codec), statistics: false });
    const start = writer.offset;
    const data = this.#values.map(physicalValueOf(type));
    parquet.write({ columnData: [{ name, data, encoding: 'PLAIN' }], rowGroupSize: data.length });
    const described = (parquet.row_groups[0]?.columns ?? []).map((chunk) => moved(chunk, BigInt(offset - start)));
    return { described, bytes: [writer.getBytes().slice(start)] };
  }
}

function moved({ file_offset, meta_data, ...chunk }: ColumnChunk, by: bigint): ColumnChunk {
  if (meta_data === undefined) return { ...chunk, file_offset };
  const data_page_offset = meta_data.data_page_offset + by;
  return { file_offset: file_offset + by, meta_data: { ...meta_data, data_page_offset } };
}
