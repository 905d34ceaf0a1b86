/** Opens row files of every format. Parquet and Arrow code loads only when used. */
import { chooseCompression } from './compression.ts';
import { openCsv } from './csv-read.ts';
import { createCsvWriter } from './csv-write.ts';
import { createJsonLinesWriter, openJsonLines } from './json-lines.ts';
import { openOutput } from './output-file.ts';
import type { ReaderOptions, RecordReader, RecordWriter, Target, WriterOptions } from './records.ts';
import { openSource } from './source.ts';
import { openListWriter } from './vector-lists.ts';

/**
 * A reader of the rows of `source`. Throws FILE_NOT_FOUND, FILE_DENIED, INPUT_FORMAT for what is not of the format,
 * INPUT_COLUMN_MISSING for a column of the schema that a CSV file lacks.
 */
export async function openReader(options: ReaderOptions): Promise<RecordReader> {
  const { range } = options;
  const source = await openSource(options.source, range !== undefined && 'startByte' in range ? range : undefined);
  switch (options.format) {
    case 'csv':
      return openCsv(source, options);
    case 'json':
      return openJsonLines(source, options);
    case 'parquet':
      return (await import('./parquet-read.ts')).openParquetRecords(source, {
        ...(options.schema === undefined ? {} : { schema: options.schema }),
        range: range !== undefined && 'rowGroup' in range ? range : undefined,
      });
    case 'arrow':
      return (await import('./arrow-read.ts')).openArrow(source, options);
  }
}

/**
 * A writer of rows of `schema` to `target`: nothing shows under a target's name before finish(). Throws as
 * chooseCompression does.
 */
export async function openWriter(options: WriterOptions): Promise<RecordWriter> {
  if (options.vectors === 'array') return openListWriter(options, openWriter);
  const { format, target } = options;
  const name = typeof target === 'string' ? target : 'stdout';
  const compression = chooseCompression(format, options.compression, name);
  const output = await openOutput(target);
  try {
    switch (format) {
      case 'csv':
        return createCsvWriter(output, options, options.csv ?? {});
      case 'json':
        return createJsonLinesWriter(output, options.schema, options.zone);
      case 'parquet':
        return await (await import('./parquet-write.ts')).createParquetWriter(output, options.schema, compression);
      case 'arrow':
        return await (await import('./arrow-write.ts')).createArrowWriter(output, options.schema, arrowForm(target));
    }
  } catch (error) {
    await output.abort();
    throw error;
  }
}

function arrowForm(target: Target): 'file' | 'stream' {
  return typeof target === 'string' ? 'file' : 'stream';
}
