import type { SumsProfile } from '@tinderbox/scoring';
import type { Command } from 'commander';
import type { Operations, PredictRequest, RowIssue } from '../../app/operations.ts';
import { detectFormat } from '../../records/format.ts';
import type { RecordFormat, Target } from '../../records/records.ts';
import {
  commaList,
  modelArgument,
  option,
  semanticsOption,
  sumsOption,
  timeZoneOption,
  wholeNumber,
} from './options.ts';
import { ProgressLine } from './progress.ts';
import {
  csvFlags,
  csvOptions,
  FORMATS,
  type InputFlags,
  inputOption,
  type OutputFlags,
  outputForm,
  outputOptions,
  readInput,
  readSchemaText,
  schemaOption,
} from './row-flags.ts';
import type { Terminal } from './terminal.ts';

interface PredictFlags extends InputFlags, OutputFlags {
  readonly output: string;
  readonly columns?: readonly string[];
  readonly semantics?: string;
  readonly sums?: SumsProfile;
  readonly timeZone?: string;
  readonly onError: 'fail' | 'report';
  readonly limit?: number;
}

const EXAMPLES = `
Examples:
  tinderbox predict examples/churn/model --input examples/churn/customers.csv
  tinderbox predict model.zip --input rows.parquet --output scored.parquet --columns id,prediction
  cat rows.jsonl | tinderbox predict model --schema 'age INT, city STRING' > scored.jsonl`;

export function addPredictCommand(program: Command, operations: Operations, terminal: Terminal): void {
  const command = program
    .command('predict')
    .summary('score rows with a saved pipeline')
    .description('Score rows with a pipeline saved by Spark ML. Output: the input columns and those the pipeline adds.')
    .addArgument(modelArgument())
    .addOption(inputOption())
    .addOption(option('-o, --output <file>', 'where the scored rows go, or - for stdout').default('-'))
    .addOption(schemaOption())
    .addOption(option('-c, --columns <names>', 'columns to write, in this order, commas between').argParser(commaList))
    .addOption(semanticsOption())
    .addOption(sumsOption())
    .addOption(timeZoneOption())
    .addOption(
      option('--on-error <mode>', 'at a row that cannot be scored').choices(['fail', 'report']).default('fail'),
    )
    .addOption(option('-n, --limit <rows>', 'score at most so many rows').argParser(wholeNumber))
    .addOption(option('--input-format <format>', 'instead of what the extension says').choices(FORMATS))
    .addOption(option('--output-format <format>', 'instead of what the extension says').choices(FORMATS))
    .addHelpText('after', EXAMPLES);
  for (const added of [...outputOptions(), ...csvOptions()]) command.addOption(added);
  command.action(async (model: string, flags: PredictFlags) => {
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
  const { columns, semantics, sums, timeZone, onError, limit } = flags;
  const csv = { ...input.csv, ...output.csv, ...csvFlags(flags) };
  return {
    model,
    input,
    output: { ...output, ...outputForm(flags) },
    schema,
    columns,
    semantics,
    sums,
    timeZone,
    onError,
    limit,
    csv,
    signal: terminal.signal,
  };
}

/** Rows on stdout have the form of the input where that is text, else JSON lines. */
function readOutput({ output, outputFormat }: PredictFlags, inputFormat: RecordFormat, terminal: Terminal) {
  const given = outputFormat === undefined ? undefined : { format: outputFormat, csv: {} };
  if (output !== '-') return { target: output as Target, ...(given ?? detectFormat(output)) };
  const text = inputFormat === 'csv' ? 'csv' : 'json';
  return { target: terminal.stdout as Target, ...(given ?? { format: text, csv: {} }) };
}
