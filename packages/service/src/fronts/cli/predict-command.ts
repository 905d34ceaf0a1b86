import { existsSync, readFileSync, statSync } from 'node:fs';
import { ScoringError } from '@tinderbox/scoring';
import { Argument, type Command } from 'commander';
import type { Operations, PredictRequest, RowIssue } from '../../app/operations.ts';
import { detectFormat } from '../../records/format.ts';
import type { CsvOptions, RecordFormat, Source, Target } from '../../records/records.ts';
import { commaList, option, singleCharacter, wholeNumber } from './options.ts';
import { ProgressLine } from './progress.ts';
import { sniffFormat } from './sniff.ts';
import type { Terminal } from './terminal.ts';

const FORMATS = ['csv', 'json', 'parquet', 'arrow'] as const;

interface PredictFlags extends Required<Pick<CsvOptions, 'header'>> {
  readonly input: string;
  readonly output: string;
  readonly schema?: string;
  readonly columns?: readonly string[];
  readonly semantics?: string;
  readonly onError: 'fail' | 'report';
  readonly limit?: number;
  readonly inputFormat?: RecordFormat;
  readonly outputFormat?: RecordFormat;
  readonly sep?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly nullValue?: string;
}

const EXAMPLES = `
Examples:
  tinderbox predict examples/churn/model --input examples/churn/customers.csv
  tinderbox predict model.zip --input rows.parquet --output scored.parquet --columns id,prediction
  cat rows.jsonl | tinderbox predict model --schema 'age INT, city STRING' > scored.jsonl`;

export function addPredictCommand(program: Command, operations: Operations, terminal: Terminal): void {
  program
    .command('predict')
    .summary('score rows with a saved pipeline')
    .description('Score rows with a pipeline saved by Spark ML. Output: the input columns and those the pipeline adds.')
    .addArgument(new Argument('<model>', 'saved directory, or a zip, tar or tar.gz archive of it'))
    .addOption(
      option('-i, --input <file>', 'rows to score: a file, a folder of part files, or - for stdin').default('-'),
    )
    .addOption(option('-o, --output <file>', 'where the scored rows go, or - for stdout').default('-'))
    .addOption(
      option('--schema <file|ddl>', "column types: Spark's schema JSON, or DDL such as 'age INT, city STRING'"),
    )
    .addOption(option('-c, --columns <names>', 'columns to write, in this order, commas between').argParser(commaList))
    .addOption(option('--semantics <X.Y>', 'answer as this Spark version (default: the one that saved the model)'))
    .addOption(
      option('--on-error <mode>', 'at a row that cannot be scored').choices(['fail', 'report']).default('fail'),
    )
    .addOption(option('-n, --limit <rows>', 'score at most so many rows').argParser(wholeNumber))
    .addOption(option('--input-format <format>', 'instead of what the extension says').choices(FORMATS))
    .addOption(option('--output-format <format>', 'instead of what the extension says').choices(FORMATS))
    .addOption(option('--no-header', 'CSV has no line of column names'))
    .addOption(option('--sep <char>', 'CSV separator (default: ",")').argParser(singleCharacter))
    .addOption(option('--quote <char>', "CSV quote (default: '\"')").argParser(singleCharacter))
    .addOption(option('--escape <char>', 'CSV escape inside quotes (default: "\\")').argParser(singleCharacter))
    .addOption(option('--null-value <text>', 'CSV text that stands for null (default: empty)'))
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, flags: PredictFlags) => {
      await runPredict(operations, terminal, await readRequest(model, flags, terminal));
    });
}

async function runPredict(operations: Operations, terminal: Terminal, request: PredictRequest): Promise<void> {
  const progress = new ProgressLine(terminal);
  const onIssue = (issue: RowIssue) => {
    progress.end();
    terminal.stderr.write(`${JSON.stringify(issue)}\n`);
  };
  try {
    const result = await operations.predict({ ...request, onIssue, onProgress: progress.update });
    if (result.issues === 0) return;
    progress.end();
    terminal.stderr.write(
      `tinderbox: ${result.issues} of ${result.rowsRead} rows could not be scored and were left out\n`,
    );
  } finally {
    progress.end();
  }
}

async function readRequest(model: string, flags: PredictFlags, terminal: Terminal): Promise<PredictRequest> {
  const input = await readInput(flags, terminal);
  const output = readOutput(flags, input.format, terminal);
  const schema = flags.schema === undefined ? undefined : readSchemaText(flags.schema);
  const { columns, semantics, onError, limit } = flags;
  const csv = { ...input.csv, ...output.csv, ...csvFlags(flags) };
  return { model, input, output, schema, columns, semantics, onError, limit, csv, signal: terminal.signal };
}

interface End<T> {
  readonly format: RecordFormat;
  readonly csv: CsvOptions;
  readonly place: T;
}

async function readInput({ input, inputFormat }: PredictFlags, terminal: Terminal) {
  const end = await inputEnd(input, inputFormat, terminal);
  return { source: end.place, format: end.format, csv: end.csv };
}

async function inputEnd(input: string, format: RecordFormat | undefined, terminal: Terminal): Promise<End<Source>> {
  if (input !== '-') return { place: input, csv: {}, ...(format === undefined ? detectFormat(input) : { format }) };
  if (terminal.stdin.isTTY === true) {
    throw new ScoringError('INPUT_FORMAT', 'expected rows from --input FILE or a pipe, got a terminal');
  }
  return { place: terminal.stdin, csv: {}, format: format ?? (await sniffFormat(terminal.stdin)) };
}

/** Rows on stdout have the form of the input where that is text, else JSON lines. */
function readOutput({ output, outputFormat }: PredictFlags, inputFormat: RecordFormat, terminal: Terminal) {
  const given = outputFormat === undefined ? undefined : { format: outputFormat, csv: {} };
  if (output !== '-') return { target: output as Target, ...(given ?? detectFormat(output)) };
  const text = inputFormat === 'csv' ? 'csv' : 'json';
  return { target: terminal.stdout as Target, ...(given ?? { format: text, csv: {} }) };
}

function csvFlags({ header, sep, quote, escape: escaped, nullValue }: PredictFlags): CsvOptions {
  return {
    header,
    ...(sep === undefined ? {} : { sep }),
    ...(quote === undefined ? {} : { quote }),
    ...(escaped === undefined ? {} : { escape: escaped }),
    ...(nullValue === undefined ? {} : { nullValue }),
  };
}

/** A path of an existing file, else the schema itself. */
function readSchemaText(given: string): string {
  const isFile = given.length < 4096 && existsSync(given) && statSync(given).isFile();
  if (isFile) return readFileSync(given, 'utf8');
  if (!/\.(json|ddl|txt|sql)$/i.test(given)) return given;
  throw new ScoringError('FILE_NOT_FOUND', 'expected a schema file, got no such file', { file: given });
}
