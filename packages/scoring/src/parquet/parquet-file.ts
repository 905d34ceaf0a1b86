import { assemble } from './assembly.ts';
import type { ByteSource } from './byte-source.ts';
import type { Column, NamedColumn, StructColumn } from './columns.ts';
import { chunkOf, type Footer, type RowGroup, readFooter, readRange } from './footer.ts';
import { decodeLeaf, type LeafEntries } from './leaf-decoder.ts';
import { type ParquetOptions, Reading } from './reading.ts';
import { type LeafNode, leavesOf, type ParquetNode, type StructNode } from './schema.ts';

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
}

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
    const group = this.rowGroups[rowGroup];
    if (group === undefined)
      throw reading.damaged(`expected one of ${this.rowGroups.length} row groups, got ${rowGroup}`);
    const nodes = paths === undefined ? this.schema.fields : selectFields(this.schema, paths);
    const fields: NamedColumn[] = [];
    for (const node of nodes) {
      const column = await this.#readColumn(node, group, reading.inColumn(node.name));
      fields.push({ name: node.name, column });
    }
    return { kind: 'struct', length: group.rowCount, validity: undefined, fields };
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
    const chunk = chunkOf(group.chunks[leaf.index], this.#source.size, reading);
    if (leaf.levels.slotRepetition === 0 && chunk.valueCount !== group.rowCount) {
      throw reading.damaged(`expected ${group.rowCount} values, got ${chunk.valueCount}`);
    }
    const bytes = await readRange(this.#source, chunk, reading);
    return decodeLeaf({ leaf, codec: chunk.codec, valueCount: chunk.valueCount, bytes }, reading);
  }
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
