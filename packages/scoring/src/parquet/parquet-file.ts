import { assemble } from './assembly.ts';
import type { ByteSource } from './byte-source.ts';
import type { Column, NamedColumn, StructColumn } from './columns.ts';
import { type ColumnChunk, chunkOf, type Footer, type RowGroup, readFooter, readRange } from './footer.ts';
import { decodeLeaf, type LeafEntries } from './leaf-decoder.ts';
import { LeafPages } from './leaf-pages.ts';
import { type ParquetOptions, Reading } from './reading.ts';
import { type LeafNode, leavesOf, type ParquetNode, type StructNode } from './schema.ts';
import { sliceColumn } from './slice-column.ts';

/** Names from the root down. It may end at a struct, list or map, which is then read whole. */
export type ColumnPath = readonly string[];

/** An open Parquet file: its footer is in memory, its columns are read when asked for. */
export interface ParquetFile {
  readonly name: string;
  readonly schema: StructNode;
  /** The JSON of the schema as Spark put it into the footer; undefined in files of other writers. */
  readonly sparkSchema: string | undefined;
  readonly rowCount: number;
  readonly rowGroups: readonly { readonly rowCount: number }[];
  /**
   * The columns of one row group in schema order: all, or those at `paths`, which lead through structs.
   * A path that is not in the schema is left out.
   */
  readColumns(rowGroup: number, paths?: readonly ColumnPath[]): Promise<StructColumn>;
  /**
   * Rows [start, end) of one row group, at most `most` at a time, in order. Of columns that are neither lists nor structs a page
   * is in memory, the others are read whole.
   */
  readRows(range: RowRange, most?: number): AsyncGenerator<StructColumn, void, void>;
}

/** Rows [start, end) of a row group, which begin at 0. */
export interface RowRange {
  readonly rowGroup: number;
  readonly start: number;
  readonly end: number;
}

/** Rows that are given at once at most: those of a page as Spark writes it. */
const MOST_ROWS = 20_000;

const SPARK_SCHEMA_KEY = 'org.apache.spark.sql.parquet.row.metadata';

/** Reads the footer of a Parquet file. Rejects with the code of `options.damaged`, or PARQUET_UNSUPPORTED. */
export async function openParquet(source: ByteSource, options: ParquetOptions = {}): Promise<ParquetFile> {
  const reading = new Reading(options, { file: source.name });
  const footer = await readFooter(source, reading);
  return new OpenFile(source, options, footer);
}

class OpenFile implements ParquetFile {
  readonly name: string;
  readonly schema: StructNode;
  readonly sparkSchema: string | undefined;
  readonly rowCount: number;
  readonly rowGroups: readonly RowGroup[];
  readonly #source: ByteSource;
  readonly #options: ParquetOptions;

  constructor(source: ByteSource, options: ParquetOptions, footer: Footer) {
    this.name = source.name;
    this.schema = footer.schema;
    this.sparkSchema = footer.keyValues.get(SPARK_SCHEMA_KEY);
    this.rowGroups = footer.rowGroups;
    this.rowCount = footer.rowGroups.reduce((sum, group) => sum + group.rowCount, 0);
    this.#source = source;
    this.#options = options;
  }

  async readColumns(rowGroup: number, paths?: readonly ColumnPath[]): Promise<StructColumn> {
    const reading = new Reading(this.#options, { file: this.name });
    const group = this.#groupAt(rowGroup, reading);
    const nodes = paths === undefined ? this.schema.fields : selectFields(this.schema, paths);
    const fields: NamedColumn[] = [];
    for (const node of nodes) {
      const column = await this.#readColumn(node, group, reading.inColumn(node.name));
      fields.push({ name: node.name, column });
    }
    return { kind: 'struct', length: group.rowCount, validity: undefined, fields };
  }

  async *readRows({ rowGroup, start, end }: RowRange, most = MOST_ROWS): AsyncGenerator<StructColumn, void, void> {
    const reading = new Reading(this.#options, { file: this.name });
    const group = this.#groupAt(rowGroup, reading);
    const columns = await Promise.all(
      this.schema.fields.map((node) => this.#openColumn(node, group, reading.inColumn(node.name))),
    );
    for (const { pages } of columns) await pages?.skip(start);
    for (let row = start; row < end; ) {
      let length = Math.min(end - row, most);
      for (const { pages } of columns) if (pages !== undefined) length = Math.min(length, await pages.ahead());
      if (length === 0) throw reading.damaged(`expected ${group.rowCount} rows, got ${row}`);
      const fields = columns.map(({ name, pages, whole }) => ({
        name,
        column: pages?.take(length) ?? sliceColumn(whole as Column, row, row + length),
      }));
      yield { kind: 'struct', length, validity: undefined, fields };
      row += length;
    }
  }

  #groupAt(rowGroup: number, reading: Reading): RowGroup {
    const group = this.rowGroups[rowGroup];
    if (group !== undefined) return group;
    throw reading.damaged(`expected one of ${this.rowGroups.length} row groups, got ${rowGroup}`);
  }

  async #openColumn(node: ParquetNode, group: RowGroup, reading: Reading): Promise<OpenColumn> {
    const { name } = node;
    if (node.kind !== 'leaf' || node.levels.slotRepetition > 0) {
      return { name, whole: await this.#readColumn(node, group, reading) };
    }
    const chunk = this.#chunkOf(node, group, reading);
    const where = { file: this.name, column: name };
    return { name, pages: new LeafPages(this.#source, node, chunk, () => new Reading(this.#options, where)) };
  }

  async #readColumn(node: ParquetNode, group: RowGroup, reading: Reading): Promise<Column> {
    const entries = new Map<number, LeafEntries>();
    for (const leaf of leavesOf(node))
      entries.set(leaf.index, await this.#readLeaf(leaf, group, reading.inColumn(leaf.path)));
    const column = assemble(node, entries, reading);
    if (column.length === group.rowCount) return column;
    throw reading.damaged(`expected ${group.rowCount} rows, got ${column.length}`);
  }

  async #readLeaf(leaf: LeafNode, group: RowGroup, reading: Reading): Promise<LeafEntries> {
    const chunk = this.#chunkOf(leaf, group, reading);
    const bytes = await readRange(this.#source, chunk, reading);
    return decodeLeaf({ leaf, codec: chunk.codec, valueCount: chunk.valueCount, bytes }, reading);
  }

  #chunkOf(leaf: LeafNode, group: RowGroup, reading: Reading): ColumnChunk {
    const chunk = chunkOf(group.chunks[leaf.index], this.#source.size, reading);
    if (leaf.levels.slotRepetition > 0 || chunk.valueCount === group.rowCount) return chunk;
    throw reading.damaged(`expected ${group.rowCount} values, got ${chunk.valueCount}`);
  }
}

/** A column being read: page by page, or whole. */
interface OpenColumn {
  readonly name: string;
  readonly pages?: LeafPages;
  readonly whole?: Column;
}

/** The fields of a struct that paths lead to; a struct that is reached in part keeps only those parts. */
function selectFields(struct: StructNode, paths: readonly ColumnPath[]): readonly ParquetNode[] {
  return struct.fields.flatMap((field) => {
    const tails = paths.filter((path) => path[0] === field.name).map((path) => path.slice(1));
    if (tails.length === 0) return [];
    if (field.kind !== 'struct' || tails.some((tail) => tail.length === 0)) return [field];
    const fields = selectFields(field, tails);
    return fields.length === 0 ? [] : [{ ...field, fields }];
  });
}
