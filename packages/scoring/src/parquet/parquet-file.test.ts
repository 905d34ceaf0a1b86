import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeType } from '../core/types.ts';
import { DenseVector, SparseVector } from '../core/vector.ts';
import { bytesSource } from './byte-source.ts';
import { toRows, valueAt } from './column-values.ts';
import { vectorAt } from './column-vectors.ts';
import { fieldOf, type LeafColumn, type StructColumn } from './columns.ts';
import { chunkOf } from './footer.ts';
import { openParquet, type ParquetFile } from './parquet-file.ts';
import { type ParquetOptions, Reading } from './reading.ts';
import { sparkSchemaOf } from './spark-schema.ts';
import { ThriftReader } from './thrift.ts';

function bytesOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`./testdata/${name}`, import.meta.url)));
}

function open(name: string, options?: ParquetOptions): Promise<ParquetFile> {
  return openParquet(bytesSource(name, bytesOf(name)), options);
}

/** The schema Spark 3.5 writes beside a column of vectors. */
const VECTOR_SCHEMA = JSON.stringify({
  type: 'struct',
  fields: [
    {
      name: 'vector',
      type: {
        type: 'udt',
        class: 'org.apache.spark.ml.linalg.VectorUDT',
        pyClass: 'pyspark.ml.linalg.VectorUDT',
        sqlType: {
          type: 'struct',
          fields: [
            { name: 'type', type: 'byte', nullable: false, metadata: {} },
            { name: 'size', type: 'integer', nullable: true, metadata: {} },
            { name: 'indices', type: { type: 'array', elementType: 'integer', containsNull: false }, nullable: true },
            { name: 'values', type: { type: 'array', elementType: 'double', containsNull: false }, nullable: true },
          ],
        },
      },
      nullable: false,
      metadata: { ml_attr: { num_attrs: 9 } },
    },
    { name: 'list', type: 'string', nullable: true, metadata: {} },
  ],
});

describe('readColumns', () => {
  it('takes paths through structs, in schema order, and leaves out what is not there', async () => {
    const file = await open('nested.snappy-v1.parquet');
    const paths = [['vector', 'type'], ['struct', 'x'], ['struct', 'nothing'], ['none', 'x'], ['list']];
    const columns = await file.readColumns(0, paths);
    expect(columns.fields.map((field) => field.name)).toEqual(['list', 'struct', 'vector']);
    const struct = fieldOf(columns, 'struct') as StructColumn;
    expect(struct.fields.map((field) => field.name)).toEqual(['x']);
    const all = await file.readColumns(0);
    expect(toRows(fieldOf(struct, 'x') as LeafColumn)).toEqual(
      toRows(fieldOf(fieldOf(all, 'struct') as StructColumn, 'x') as LeafColumn),
    );
  });

  it('gives typed arrays, with validity only where something is null', async () => {
    const columns = await (await open('flat.snappy-v1.parquet')).readColumns(0);
    const full = fieldOf(columns, 'full') as LeafColumn;
    expect([full.values instanceof Float64Array, full.length, full.validity]).toEqual([true, 15, undefined]);
    expect(fieldOf(columns, 'none')?.validity).toEqual(new Uint8Array(15));
    expect((fieldOf(columns, 'i64') as LeafColumn).values).toBeInstanceOf(BigInt64Array);
  });

  it('refuses a row group that does not exist', async () => {
    await expect((await open('flat.none-v1.parquet')).readColumns(2)).rejects.toMatchObject({ code: 'MODEL_PARQUET' });
  });

  it('stops at the limit of decoded bytes', async () => {
    const file = await open('flat.none-v1.parquet', { maxDecodedBytes: 1000, tooLarge: 'INPUT_LIMIT' });
    await expect(file.readColumns(0)).rejects.toMatchObject({ code: 'INPUT_LIMIT' });
  });
});

describe('sparkSchemaOf', () => {
  it('maps the types of Parquet as Spark does, all nullable', async () => {
    const schema = sparkSchemaOf(await open('flat.none-v1.parquet'));
    expect(schema.fields.every((field) => field.nullable)).toBe(true);
    expect(schema.fields.map((field) => `${field.name} ${describeType(field.type)}`)).toEqual([
      'b BOOLEAN',
      'i8 TINYINT',
      'u32 BIGINT',
      'u64 DECIMAL(20,0)',
      'i32 INT',
      'i64 BIGINT',
      'f32 FLOAT',
      'f64 DOUBLE',
      'full DOUBLE',
      'none INT',
      'text STRING',
      'word STRING',
      'bytes BINARY',
      'fixed BINARY',
      'dec9 DECIMAL(9,2)',
      'dec38 DECIMAL(38,10)',
      'date DATE',
      'ms TIMESTAMP',
      'us TIMESTAMP_NTZ',
      'ns TIMESTAMP_NTZ',
    ]);
  });

  it('maps lists, maps and structs, whoever named their groups', async () => {
    const types = sparkSchemaOf(await open('nested.none-v1.parquet')).fields.map((field) => describeType(field.type));
    expect(types.slice(0, 5)).toEqual([
      'ARRAY<INT>',
      'STRUCT<x: INT, tags: ARRAY<STRING>>',
      'ARRAY<STRUCT<x: INT, tags: ARRAY<STRING>>>',
      'ARRAY<ARRAY<ARRAY<BIGINT>>>',
      'MAP<STRING, DOUBLE>',
    ]);
    const legacy = async (name: string) => describeType(sparkSchemaOf(await open(name)));
    expect(await legacy('optional.bag.parquet')).toBe('STRUCT<f: ARRAY<INT>>');
    expect(await legacy('singles.tuple.parquet')).toBe('STRUCT<f: ARRAY<STRUCT<a: INT>>>');
    expect(await legacy('entries.map.parquet')).toBe('STRUCT<f: MAP<STRING, INT>>');
    expect(await legacy('repeated.field.parquet')).toBe('STRUCT<f: ARRAY<INT>>');
  });

  it('takes types and metadata from the schema of Spark where it fits the columns', async () => {
    const { name, schema } = await open('nested.none-v1.parquet');
    const fields = sparkSchemaOf({ name, schema, sparkSchema: VECTOR_SCHEMA }).fields;
    const vector = fields.find((field) => field.name === 'vector');
    expect(vector).toMatchObject({ nullable: true, type: { type: 'udt' }, metadata: { ml_attr: { num_attrs: 9 } } });
    expect(describeType(fields[0]?.type ?? 'void')).toBe('ARRAY<INT>');
  });

  it('goes on without a schema of Spark that is damaged', async () => {
    const { name, schema } = await open('steps.delta.parquet');
    expect(describeType(sparkSchemaOf({ name, schema, sparkSchema: '{"type"' }))).toBe(
      'STRUCT<step: BIGINT, back: INT>',
    );
  });
});

describe('vectors', () => {
  it('come from columns of VectorUDT structs', async () => {
    const file = await open('nested.none-v1.parquet');
    const column = fieldOf(await file.readColumns(0), 'vector') as StructColumn;
    const { sqlType: _, ...type } = { ...VECTOR_TYPE };
    let [dense, sparse, nulls] = [0, 0, 0];
    for (let i = 0; i < column.length; i++) {
      const struct = valueAt(column, i) as { size: number; indices: number[]; values: number[] } | null;
      const vector = valueAt(column, i, { ...type, sqlType: 'void' });
      if (vector instanceof DenseVector) {
        dense++;
        expect(Array.from(vector.values)).toEqual(struct?.values);
      } else if (vector instanceof SparseVector) {
        sparse++;
        expect([vector.size, Array.from(vector.indices), Array.from(vector.values)]).toEqual([
          struct?.size,
          struct?.indices,
          struct?.values,
        ]);
      } else {
        nulls++;
        expect([vector, struct]).toEqual([null, null]);
      }
    }
    expect([dense > 0, sparse > 0, nulls > 0]).toEqual([true, true, true]);
  });

  it.each([
    ['indices that repeat', [0, 0], 9],
    ['indices out of order', [3, 1], 9],
    ['a negative index', [-1, 1], 9],
    ['an index beyond the size', [1, 9], 9],
    ['a negative size', [0, 1], -1],
    ['fewer indices than values', [1], 9],
  ])('refuse %s', async (_, indices, size) => {
    const file = await open('nested.none-v1.parquet');
    const column = fieldOf(await file.readColumns(0), 'vector') as StructColumn;
    const sound = firstSparse(column);
    const list = fieldOf(column, 'indices') as { offsets: Int32Array; element: { values: Int32Array } } & StructColumn;
    const start = list.offsets[sound] as number;
    if (indices.length === 1) list.offsets[sound + 1] = start + 1;
    list.element.values.set(indices, start);
    ((fieldOf(column, 'size') as LeafColumn).values as Int32Array)[sound] = size;
    expect(vectorAt(column, sound)).toBeUndefined();
  });
});

const VECTOR_TYPE = { type: 'udt', class: 'org.apache.spark.ml.linalg.VectorUDT', sqlType: 'void' } as const;

function firstSparse(column: StructColumn): number {
  for (let i = 0; i < column.length; i++) if (vectorAt(column, i) instanceof SparseVector) return i;
  return -1;
}

describe('what the reader refuses', () => {
  const reading = new Reading({}, { file: 'x' });

  it('encrypted footers', async () => {
    const bytes = bytesOf('steps.delta.parquet');
    bytes.set([0x50, 0x41, 0x52, 0x45], bytes.length - 4);
    await expect(openParquet(bytesSource('x', bytes))).rejects.toMatchObject({
      code: 'PARQUET_UNSUPPORTED',
      message: expect.stringContaining('encrypt'),
    });
  });

  it('encrypted columns', () => {
    const column = new ThriftReader(Uint8Array.of(0x8c, 0, 0), 0, reading).readStruct();
    expect(() => chunkOf(column, 100, reading)).toThrow(/without encryption/);
  });

  it('pages that differ from their checksum', async () => {
    const original = bytesOf('steps.checksums.parquet');
    // The body of the first page: its header is shorter than 40 bytes, its column chunk longer than 400.
    for (let at = 44; at < 400; at += 7) {
      const bytes = original.slice();
      bytes[at] = (bytes[at] as number) ^ 1;
      const file = await openParquet(bytesSource('x', bytes));
      await expect(file.readColumns(0)).rejects.toMatchObject({ code: 'MODEL_PARQUET' });
    }
  });

  it.each(['', 'PAR1', 'not a Parquet file at all'])('other bytes: "%s"', async (text) => {
    const source = bytesSource('x', new TextEncoder().encode(text));
    await expect(openParquet(source, { damaged: 'INPUT_FORMAT' })).rejects.toMatchObject({ code: 'INPUT_FORMAT' });
  });
});
