/** JSON lines: one object a line, in the form of Spark's `toJSON`. */
import {
  type ColumnBatch,
  createField,
  createRowDecoder,
  DECIMAL_DIGITS,
  locate,
  parseJson,
  parseJsonExact,
  parseJsonFast,
  type Row,
  ScoringError,
  type StructType,
  structType,
  type Zone,
} from '@tinderbox/scoring';
import { readJsonColumns } from './json-columns.ts';
import { neededDigits } from './json-digits.ts';
import { inferSchema } from './json-infer.ts';
import { createRowEncoder } from './json-text.ts';
import { readLines } from './lines.ts';
import type { Output } from './output-file.ts';
import type { ReaderOptions, RecordReader, RecordWriter } from './records.ts';
import { numberedInFile, rowsBeforeRange } from './rows-before.ts';
import { canReadAgain, type OpenSource, type SourcePart } from './source.ts';

const SAMPLE_ROWS = 1000;

/** A line of a file; rows are counted from 1 over all parts or in the range read, blank lines left out. */
interface Line {
  readonly text: string;
  readonly row: number;
}

/**
 * Columns are those of `schema`; without it those of the first 1000 rows, typed from `expected` where that names them,
 * else inferred. A key that the schema lacks is ignored, a missing key is null. A value in a string column that is no
 * string becomes its JSON text, as in Spark.
 */
export async function openJsonLines(source: OpenSource, types: ReaderOptions): Promise<RecordReader> {
  const rowsBefore = rowsBeforeRange(types, countRows);
  const lines = numberedLines(source);
  const sample = types.schema === undefined ? await takeSample(lines, SAMPLE_ROWS) : [];
  const schema = types.schema ?? sampleSchema(sample, source.name, types.expected);
  const read = located(createLineReader(schema, types.zone));
  async function* columns(most?: number): AsyncGenerator<ColumnBatch, void, void> {
    await lines.return();
    source.count(-source.progress().bytes);
    const [part] = source.parts as [SourcePart];
    try {
      yield* readJsonColumns(part, { schema, zone: types.zone, parseLine: read, most });
    } catch (error) {
      throw locate(await numberedInFile(error, rowsBefore), { file: source.name });
    }
  }
  return {
    schema,
    progress: source.progress,
    async *batches() {
      try {
        if (sample.length > 0) yield sample.splice(0).flatMap((batch) => batch.map(read));
        for await (const batch of lines) yield batch.map(read);
      } catch (error) {
        throw locate(await numberedInFile(error, rowsBefore), { file: source.name });
      }
    },
    ...(rowsBefore === undefined ? {} : { rowsBefore }),
    ...(canReadAgain(source) ? { columns } : {}),
    close: async () => {
      await lines.return();
    },
  };
}

/** One line a row, each ended by a line feed. */
export function createJsonLinesWriter(output: Output, schema: StructType, zone?: Zone): RecordWriter {
  const encode = createRowEncoder(schema, zone);
  return {
    write: (rows) => (rows.length === 0 ? Promise.resolve() : output.write(`${rows.map(encode).join('\n')}\n`)),
    finish: () => output.finish(),
    abort: () => output.abort(),
  };
}

async function* numberedLines(source: OpenSource): AsyncGenerator<Line[], void, void> {
  let row = 0;
  for (const part of source.parts) {
    for await (const lines of readLines(part)) {
      const batch: Line[] = [];
      for (const text of lines) if (!isBlank(text)) batch.push({ text, row: ++row });
      if (batch.length > 0) yield batch;
    }
  }
}

async function countRows(source: OpenSource): Promise<number> {
  let rows = 0;
  for await (const batch of numberedLines(source)) rows += batch.length;
  return rows;
}

function isBlank(line: string): boolean {
  return line === '' || line.trim() === '';
}

/** At least so many rows, or all there are. */
async function takeSample(lines: AsyncIterator<Line[], void>, rows: number): Promise<Line[][]> {
  const sample: Line[][] = [];
  for (let count = 0; count < rows; ) {
    const next = await lines.next();
    if (next.done) break;
    sample.push(next.value);
    count += next.value.length;
  }
  return sample;
}

function sampleSchema(sample: readonly Line[][], file: string, expected: StructType | undefined): StructType {
  const rows = sample.flat().slice(0, SAMPLE_ROWS);
  const inferred = inferSchema(rows.map((line) => parseLine(line, file, DECIMAL_DIGITS)));
  const known = new Map(expected?.fields.map((field) => [field.name, field.type]));
  return structType(inferred.fields.map(({ name, type }) => createField(name, known.get(name) ?? type)));
}

function parseLine(line: Line, file: string, digits: RegExp): unknown {
  try {
    return parseJson(line.text, digits);
  } catch (error) {
    throw locate(error, { file, row: line.row });
  }
}

function createLineReader(schema: StructType, zone: Zone | undefined): (line: Line) => Row {
  const decode = createRowDecoder(schema, zone);
  const digits = neededDigits(schema.fields.map((field) => field.type));
  const strings = new Set(schema.fields.filter((field) => field.type === 'string').map((field) => field.name));
  return ({ text, row }) => {
    const value = digits === undefined ? parseJsonFast(text) : parseJson(text, digits);
    try {
      return decode(value, row);
    } catch (error) {
      // Rare, so tried last: another value in a string column stands there as its JSON text.
      if (Array.isArray(value) || strings.size === 0) throw error;
      return decode(parseJsonExact(text, strings), row);
    }
  };
}

/** The reader's failures with row and, for an array where an object should be, a word on the form. */
function located(read: (line: Line) => Row): (line: Line) => Row {
  return (line) => {
    try {
      return read(line);
    } catch (error) {
      throw line.text.startsWith('[') ? notLines(line.row) : locate(error, { row: line.row });
    }
  };
}

function notLines(row: number): ScoringError {
  return new ScoringError('INPUT_FORMAT', 'expected JSON lines (one object a line), got a JSON array', { row });
}
