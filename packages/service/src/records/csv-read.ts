/** Reads CSV files in the dialect of Spark's CSV source. */
import { StringDecoder } from 'node:string_decoder';
import {
  type ColumnBatch,
  createField,
  type DataType,
  type Field,
  listNames,
  locate,
  type Row,
  ScoringError,
  type StructType,
  structType,
  type Value,
  type Zone,
} from '@tinderbox/scoring';
import { hasCsvColumns, readCsvColumns } from './csv-columns.ts';
import { type Dialect, toDialect } from './csv-dialect.ts';
import { CsvSplitter, PLAIN } from './csv-split.ts';
import { type CellParser, createCellParser } from './csv-value.ts';
import type { ReaderOptions, RecordReader } from './records.ts';
import { numberedInFile, rowsBeforeRange } from './rows-before.ts';
import { canReadAgain, type OpenSource, openSource, type SourcePart } from './source.ts';

interface Types {
  readonly schema?: StructType;
  readonly expected?: StructType;
  readonly zone?: Zone | undefined;
}

/**
 * Columns stand in the order of the file. With a header line they are found by name: those of `schema` (all must be
 * there), else those of `expected`, have its type, all others are strings. Without one, `schema` goes by position;
 * lacking that too, columns are `_c0`, `_c1`, ...
 *
 * An empty cell is null, and so is a quoted empty one as long as nullValue is empty, as in Spark. Where Spark by
 * default puts null for a cell that does not parse, or for cells that a row lacks, this reader refuses: INPUT_VALUE
 * with column and row, INPUT_FORMAT with row.
 *
 * A range of bytes from the middle of a file has the columns that the file's first record names.
 */
export async function openCsv(source: OpenSource, options: ReaderOptions): Promise<RecordReader> {
  const dialect = toDialect(options.csv ?? {});
  const rowsBefore = rowsBeforeRange(options, (between) => countRows(between, dialect));
  const isInside = rowsBefore !== undefined;
  const records = readRecords(source, isInside ? { ...dialect, header: false } : dialect);
  const head = isInside ? readRecords(await openSource(options.source), dialect) : records;
  const { first, fields } = await openFirst(head, dialect.header, options).catch((error: unknown) => {
    throw locate(error, { file: source.name });
  });
  if (isInside) await head.return();
  const parseRow = createRowParser(fields, dialect, options.zone);
  const schema = structType(fields);
  async function* columns(most?: number): AsyncGenerator<ColumnBatch, void, void> {
    await records.return();
    source.count(-source.progress().bytes);
    const parsers = fields.map(({ type }) => createCellParser(type, options.zone));
    const hasHeader = dialect.header && !isInside;
    try {
      yield* readCsvColumns(source.parts[0] as SourcePart, { schema, dialect, parsers, parseRow, hasHeader, most });
    } catch (error) {
      throw locate(await numberedInFile(error, rowsBefore), { file: source.name });
    }
  }
  return {
    schema,
    progress: source.progress,
    async *batches() {
      try {
        let row = 0;
        for await (const { splitter, names } of isInside ? records : resume(first, records)) {
          if (!isInside && names !== undefined && names.join('\n') !== first?.names?.join('\n'))
            throw otherHeader(fields, names);
          const batch: Row[] = [];
          while (splitter.next()) batch.push(parseRow(splitter, ++row));
          if (batch.length > 0) yield batch;
        }
      } catch (error) {
        throw locate(await numberedInFile(error, rowsBefore), { file: source.name });
      }
    },
    ...(isInside ? { rowsBefore } : {}),
    ...(canReadAgain(source) && hasCsvColumns(dialect) ? { columns } : {}),
    close: async () => {
      await records.return();
    },
  };
}

interface Records {
  /** Holds text whose records are to be taken before the next step. */
  readonly splitter: CsvSplitter;
  /** With the first text of each part: the column names. */
  readonly names?: readonly string[];
}

async function* readRecords(source: OpenSource, dialect: Dialect): AsyncGenerator<Records, void, void> {
  for (const part of source.parts) {
    const splitter = new CsvSplitter(dialect);
    let started = false;
    for await (const text of readTexts(part)) {
      if (text === undefined) splitter.end();
      else splitter.push(text);
      if (started) yield { splitter };
      else if (splitter.next()) {
        started = true;
        const names = Array.from(
          { length: splitter.count },
          (_, k) => (dialect.header && splitter.cell(k)) || `_c${k}`,
        );
        if (!dialect.header) splitter.rewind();
        yield { splitter, names };
      }
    }
  }
}

/** Of bytes that end with a record; the header, which stands before any row, is none. */
async function countRows(source: OpenSource, dialect: Dialect): Promise<number> {
  const isInside = (source.parts[0]?.start ?? 0) > 0;
  let rows = 0;
  for await (const { splitter } of readRecords(source, isInside ? { ...dialect, header: false } : dialect)) {
    while (splitter.next()) rows++;
  }
  return rows;
}

interface FirstRecords {
  /** Undefined for a source without any record. */
  readonly first: Records | undefined;
  readonly fields: readonly Field[];
}

async function openFirst(records: AsyncIterator<Records, void>, header: boolean, types: Types): Promise<FirstRecords> {
  const next = await records.next();
  const first = next.done ? undefined : next.value;
  return { first, fields: toFields(first?.names, header, types) };
}

async function* resume<T>(first: T | undefined, rest: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  if (first !== undefined) yield first;
  yield* rest;
}

/** Decoded chunks without a byte order mark, then undefined for the end. */
async function* readTexts(part: SourcePart): AsyncGenerator<string | undefined, void, void> {
  const decoder = new StringDecoder('utf8');
  let atStart = part.start === 0;
  for await (const chunk of part.chunks()) {
    const text = decoder.write(chunk);
    if (text === '') continue;
    yield atStart && text.startsWith('\ufeff') ? text.slice(1) : text;
    atStart = false;
  }
  yield decoder.end();
  yield undefined;
}

/** `names` is undefined for a source without any record. */
function toFields(names: readonly string[] | undefined, header: boolean, types: Types): readonly Field[] {
  const { schema } = types;
  if (names === undefined) {
    if (schema !== undefined) return schema.fields;
    throw new ScoringError('INPUT_FORMAT', 'expected a header line, got an empty file');
  }
  if (!header && schema !== undefined) {
    if (schema.fields.length === names.length) return schema.fields;
    throw new ScoringError('INPUT_FORMAT', `expected ${schema.fields.length} columns, got ${names.length}`);
  }
  checkNames(names, schema);
  const known = new Map((schema ?? types.expected)?.fields.map((field) => [field.name, field]));
  return names.map((name) => known.get(name) ?? createField(name, 'string'));
}

function checkNames(names: readonly string[], schema: StructType | undefined): void {
  const found = new Set<string>();
  for (const name of names) {
    if (found.has(name)) {
      throw new ScoringError('INPUT_FORMAT', 'expected distinct column names, got one twice', { column: name });
    }
    found.add(name);
  }
  const missing = schema?.fields.find((field) => !found.has(field.name));
  if (missing !== undefined) {
    throw new ScoringError('INPUT_COLUMN_MISSING', `expected a column of this name, have: ${listNames(names)}`, {
      column: missing.name,
    });
  }
}

function otherHeader(fields: readonly Field[], names: readonly string[]): ScoringError {
  const expected = listNames(fields.map((field) => field.name));
  return new ScoringError(
    'INPUT_FORMAT',
    `expected the same columns in every part (${expected}), got ${listNames(names)}`,
  );
}

function createRowParser(
  fields: readonly Field[],
  dialect: Dialect,
  zone: Zone | undefined,
): (splitter: CsvSplitter, row: number) => Row {
  const parsers = fields.map((field) => cellParser(field.type, dialect, zone));
  return (splitter, row) => {
    if (splitter.count !== parsers.length) {
      throw new ScoringError('INPUT_FORMAT', `expected ${parsers.length} cells, got ${splitter.count}`, { row });
    }
    const result: Row = new Array(parsers.length);
    let k = 0;
    try {
      for (; k < result.length; k++) result[k] = (parsers[k] as SplitCellParser)(splitter, k);
    } catch (error) {
      throw locate(error, { column: (fields[k] as Field).name, row });
    }
    return result;
  };
}

type SplitCellParser = (splitter: CsvSplitter, k: number) => Value;

function cellParser(type: DataType, dialect: Dialect, zone: Zone | undefined): SplitCellParser {
  const parse = createCellParser(type, zone);
  const { nullValue, emptyValue } = dialect;
  if (nullValue !== '' || emptyValue !== '')
    return (splitter, k) => parseMarked(splitter, k, { parse, nullValue, emptyValue });
  return (splitter, k) => {
    const changed = splitter.changed[k];
    if (changed !== undefined) return parse(changed, 0, changed.length);
    const start = splitter.starts[k] as number;
    const end = splitter.ends[k] as number;
    return start === end ? null : parse(splitter.text, start, end);
  };
}

interface Markers {
  readonly parse: CellParser;
  readonly nullValue: string;
  readonly emptyValue: string;
}

function parseMarked(splitter: CsvSplitter, k: number, { parse, nullValue, emptyValue }: Markers): Value {
  const cell = splitter.cell(k);
  if (cell === '' && splitter.kinds[k] === PLAIN) return null;
  const text = cell === '' ? emptyValue : cell;
  return text === nullValue ? null : parse(text, 0, text.length);
}
