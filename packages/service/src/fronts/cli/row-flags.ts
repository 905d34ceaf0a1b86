/** The flags of commands that read rows. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { ScoringError } from '@tinderbox/scoring';
import type { Option } from 'commander';
import type { RowFile } from '../../app/operations.ts';
import { detectFormat } from '../../records/format.ts';
import type { Compression, CsvOptions, OutputForm, RecordFormat, VectorForm } from '../../records/records.ts';
import { option, singleCharacter } from './options.ts';
import { sniffFormat } from './sniff.ts';
import type { Terminal } from './terminal.ts';

export const FORMATS = ['csv', 'json', 'parquet', 'arrow'] as const;

export interface InputFlags extends Required<Pick<CsvOptions, 'header'>> {
  readonly input: string;
  readonly inputFormat?: RecordFormat;
  readonly schema?: string;
  readonly sep?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly nullValue?: string;
}

export interface OutputFlags {
  readonly outputFormat?: RecordFormat;
  readonly compression?: Compression;
  readonly vectors: VectorForm;
}

const COMPRESSIONS = ['snappy', 'gzip', 'zstd', 'none'] as const satisfies readonly Compression[];
const VECTOR_FORMS = ['struct', 'array'] as const satisfies readonly VectorForm[];

/** How rows are written beyond the format. */
export function outputOptions(): readonly Option[] {
  const codecs =
    'Parquet: snappy (default), gzip, zstd (Node 22.15 or newer) or none; CSV and JSON: none (default) or gzip, a file by its' +
    ' name in .gz';
  const forms = "as Spark's struct, which it reads back as a vector, or as an array of doubles for other readers";
  return [
    option('--compression <codec>', codecs).choices(COMPRESSIONS),
    option('--vectors <form>', forms).choices(VECTOR_FORMS).default('struct'),
  ];
}

export function outputForm({ compression, vectors }: OutputFlags): OutputForm {
  return { compression, vectors };
}

export function inputOption(): Option {
  return option('-i, --input <file>', 'rows to score: a file, a folder of part files, or - for stdin').default('-');
}

export function expectedOption(): Option {
  return option('-e, --expected <file>', 'what Spark wrote for these rows: a file or a folder of part files');
}

export function schemaOption(): Option {
  return option('--schema <file|ddl>', "column types: Spark's schema JSON, or DDL such as 'age INT, city STRING'");
}

export function csvOptions(): readonly Option[] {
  return [
    option('--no-header', 'CSV has no line of column names'),
    option('--sep <char>', 'CSV separator (default: ",")').argParser(singleCharacter),
    option('--quote <char>', "CSV quote (default: '\"')").argParser(singleCharacter),
    option('--escape <char>', 'CSV escape inside quotes (default: "\\")').argParser(singleCharacter),
    option('--null-value <text>', 'CSV text that stands for null (default: empty)'),
  ];
}

/** Rows of a file, of a folder of part files, or of stdin (`-`), whose format their first bytes tell. */
export async function readInput({ input, inputFormat }: InputFlags, terminal: Terminal): Promise<RowFile> {
  if (input !== '-') return fileOf(input, inputFormat);
  if (terminal.stdin.isTTY === true) {
    throw new ScoringError('INPUT_FORMAT', 'expected rows from --input FILE or a pipe, got a terminal');
  }
  return { source: terminal.stdin, format: inputFormat ?? (await sniffFormat(terminal.stdin)) };
}

export function fileOf(path: string, format: RecordFormat | undefined): RowFile {
  return { source: path, ...(format === undefined ? detectFormat(path) : { format }) };
}

/** The dialect that the flags name. */
export function csvFlags({ header, sep, quote, escape: escaped, nullValue }: InputFlags): CsvOptions {
  return {
    header,
    ...(sep === undefined ? {} : { sep }),
    ...(quote === undefined ? {} : { quote }),
    ...(escaped === undefined ? {} : { escape: escaped }),
    ...(nullValue === undefined ? {} : { nullValue }),
  };
}

/** The text of an existing file, else the schema itself. */
export function readSchemaText(given: string): string {
  const isFile = given.length < 4096 && existsSync(given) && statSync(given).isFile();
  if (isFile) return readFileSync(given, 'utf8');
  if (!/\.(json|ddl|txt|sql)$/i.test(given)) return given;
  throw new ScoringError('FILE_NOT_FOUND', 'expected a schema file, got no such file', { file: given });
}
