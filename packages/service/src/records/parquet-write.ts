/** Writes Parquet files that Spark reads back with its own types, vectors included. */
import { formatSchemaJson, type Row, type StructType } from '@tinderbox/scoring';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Output } from './output-file.ts';
import { pageCodecOf, writerCodec } from './parquet-codec.ts';
import { ColumnGroups } from './parquet-column-groups.ts';
import { parquetSchema, physicalValueOf } from './parquet-schema.ts';
import type { Compression, RecordWriter } from './records.ts';
import { RowGroups } from './row-groups.ts';

/** From 3.0 on Spark takes dates and times of a file as they stand, without moving them between calendars. */
const SPARK_VERSION = '3.5.0';

/** One row group for 65536 rows or about 4 MiB of memory. */
export async function createParquetWriter(
  output: Output,
  schema: StructType,
  compression: Compression,
): Promise<RecordWriter> {
  const codec = pageCodecOf(compression);
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: parquetSchema(schema),
    ...writerCodec(codec),
    // They would be kept in memory for every group and leaf until the end.
    statistics: false,
    kvMetadata: [
      { key: 'org.apache.spark.version', value: SPARK_VERSION },
      { key: 'org.apache.spark.sql.parquet.row.metadata', value: formatSchemaJson(schema) },
    ],
    createdBy: 'tinderbox',
  });
  const columns = schema.fields.map(({ name, type }) => ({ name, type, convert: physicalValueOf(type) }));
  const flushBytes = async (): Promise<void> => {
    await output.write(bytes.getBytes().slice());
    bytes.index = 0;
  };
  const groups = new RowGroups(async (rows: readonly Row[]) => {
    const columnData = columns.map(({ name, type, convert }, k) => ({
      name,
      data: rows.map((row) => convert(row[k])),
      // Dictionaries would merge 0.0 and -0.0, and older Sparks do not read run lengths of booleans.
      ...(type === 'string' ? {} : { encoding: 'PLAIN' as const }),
    }));
    await parquet.write({ columnData, rowGroupSize: rows.length });
    await flushBytes();
  });
  let inColumns: ColumnGroups | undefined;
  return {
    write: (rows) => groups.add(rows),
    async writeColumns(batch) {
      if (inColumns === undefined) await flushBytes();
      inColumns ??= new ColumnGroups(output, { schema, codec }, parquet);
      await inColumns.write(batch);
    },
    async finish() {
      await groups.flush();
      await inColumns?.flush();
      await parquet.finish();
      await flushBytes();
      await output.finish();
    },
    abort: () => output.abort(),
  };
}
