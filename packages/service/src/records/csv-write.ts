/** Writes CSV files in the dialect of Spark's CSV sink. */
import type { DataType, Value, Zone } from '@tinderbox/scoring';
import { type Dialect, toDialect } from './csv-dialect.ts';
import { createJsonEncoder, textOf } from './json-text.ts';
import type { Output } from './output-file.ts';
import type { CsvOptions, RecordWriter, WriterOptions } from './records.ts';

/**
 * A header line, then a line a row; quotes only where needed, null as nullValue, an empty string as `""`. Vectors and
 * other nested values, which Spark refuses, are JSON text. White space at the ends stays, which Spark cuts by default.
 */
export function createCsvWriter(
  output: Output,
  { schema, zone }: Pick<WriterOptions, 'schema' | 'zone'>,
  options: CsvOptions,
): RecordWriter {
  const dialect = toDialect(options);
  const quoted = createQuoter(dialect);
  const emptyCell = options.emptyValue ?? '""';
  const cells = schema.fields.map((field) =>
    cellWriter(field.type, { nullValue: dialect.nullValue, emptyCell, quoted, zone }),
  );
  const toLine = (texts: readonly string[]): string => {
    const line = texts.join(dialect.sep);
    // A line of white space would be no record: Spark loses such rows.
    return texts.length === 1 && line.trim() === '' ? `${dialect.quote}${line}${dialect.quote}\n` : `${line}\n`;
  };
  let header = dialect.header ? toLine(schema.fields.map((field) => quoted(field.name))) : '';
  const flushHeader = async (): Promise<void> => {
    if (header !== '') await output.write(header);
    header = '';
  };
  return {
    async write(rows) {
      await flushHeader();
      if (rows.length === 0) return;
      await output.write(rows.map((row) => toLine(cells.map((cell, k) => cell(row[k])))).join(''));
    },
    async finish() {
      await flushHeader();
      await output.finish();
    },
    abort: () => output.abort(),
  };
}

interface CellStyle {
  readonly nullValue: string;
  readonly emptyCell: string;
  readonly quoted: (text: string) => string;
  readonly zone: Zone | undefined;
}

function cellWriter(type: DataType, { nullValue, emptyCell, quoted, zone }: CellStyle): (value: Value) => string {
  const format = typeof type === 'object' ? createJsonEncoder(type, zone) : textOf(type, zone);
  return (value) => {
    if (value === null || value === undefined) return nullValue;
    const text = format(value);
    return text === '' ? emptyCell : quoted(text);
  };
}

/** The text in quotes if it holds the separator, a quote or a line end. */
function createQuoter({ sep, quote, escape: escapeMark }: Dialect): (text: string) => string {
  const marks = new RegExp(
    `[${[sep, quote].map((mark) => `\\u{${mark.charCodeAt(0).toString(16)}}`).join('')}\\n\\r]`,
    'u',
  );
  const toEscape = new Set([quote, escapeMark]);
  return (text) => {
    if (!marks.test(text)) return text;
    let escaped = '';
    for (const character of text) escaped += toEscape.has(character) ? escapeMark + character : character;
    return quote + escaped + quote;
  };
}
