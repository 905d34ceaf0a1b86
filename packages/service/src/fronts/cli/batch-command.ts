import { extname } from 'node:path';
import type { SumsProfile } from '@tinderbox/scoring';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import type { BatchRequest, BatchResult, Operations, RowFailure } from '../../app/operations.ts';
import { detectFormat } from '../../records/format.ts';
import type { RecordFormat, SaveMode } from '../../records/records.ts';
import {
  byteSize,
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
  type OutputFlags,
  outputForm,
  outputOptions,
  readSchemaText,
  schemaOption,
} from './row-flags.ts';
import type { Terminal } from './terminal.ts';

/** What `batch` and `bench batch` are given alike. */
export interface BatchFlags extends InputFlags, OutputFlags {
  readonly output: string;
  readonly columns?: readonly string[];
  readonly semantics?: string;
  readonly sums?: SumsProfile;
  readonly timeZone?: string;
  readonly onError: RowFailure;
  readonly workers?: number;
  readonly memory?: number;
}

const EXAMPLES = `
Examples:
  tinderbox batch model --input rows.parquet --output scored.parquet
  tinderbox batch model --input /data/day=*/ --output /data/scored/ --columns id,prediction --mode overwrite
  tinderbox batch model --input rows/ --output scored/ --on-error side-file --resume`;

export function addBatchCommand(program: Command, operations: Operations, terminal: Terminal): void {
  const command = program
    .command('batch')
    .summary('score files of any size, over several cores')
    .description(
      'Score the files of a table into another. The output appears whole or not at all: a file where its name has an' +
        ' extension, else a folder of part files as Spark writes it.',
    )
    .addArgument(modelArgument())
    .addOption(batchInputOption())
    .addOption(option('-o, --output <path>', 'the file or folder to write').makeOptionMandatory())
    .addOption(option('--mode <mode>', 'where the output is there').choices(MODES).default('error'))
    .addOption(option('--resume', 'go on with the finished parts of a run that was interrupted'))
    .addHelpText('after', EXAMPLES);
  for (const batchOption of batchOptions()) command.addOption(batchOption);
  command.action((model: string, { mode, resume = false, ...flags }: BatchFlags & SaveFlags) =>
    runBatch(operations, terminal, { ...readBatchRequest(model, flags), mode, resume }),
  );
}

interface SaveFlags {
  readonly mode: SaveMode;
  readonly resume?: boolean;
}

const MODES = ['error', 'overwrite', 'append', 'ignore'] as const satisfies readonly SaveMode[];

export function batchInputOption(): Option {
  return option(
    '-i, --input <path>',
    'a file, a folder of parts (k=v folders are columns), or a pattern such as "d/*.csv"',
  ).makeOptionMandatory();
}

/** How to score, whatever becomes of the output. */
export function batchOptions(): readonly Option[] {
  return [
    schemaOption(),
    option('-c, --columns <names>', 'columns to write, in this order, commas between').argParser(commaList),
    option('--on-error <mode>', 'at a row that cannot be scored').choices(FAILURES).default('fail'),
    option('--workers <count>', 'threads (default: one for each core)').argParser(positiveNumber),
    option('--memory <size>', 'start no more threads than fit into it, such as 512MB or 2GB').argParser(memorySize),
    semanticsOption(),
    sumsOption(),
    timeZoneOption(),
    option('--input-format <format>', 'instead of what the extension says').choices(FORMATS),
    option('--output-format <format>', 'instead of what the extension or the input says').choices(FORMATS),
    ...outputOptions(),
    ...csvOptions(),
  ];
}

const FAILURES = ['fail', 'skip', 'side-file'] as const satisfies readonly RowFailure[];

const MIN_MEMORY = 2 ** 26;

function memorySize(text: string): number {
  const bytes = byteSize(text);
  if (bytes >= MIN_MEMORY) return bytes;
  throw new InvalidArgumentError('expected a size of at least 64MB');
}

function positiveNumber(text: string): number {
  const count = wholeNumber(text);
  if (count >= 1 && count <= 1024) return count;
  throw new InvalidArgumentError('expected a number from 1 to 1024');
}

async function runBatch(operations: Operations, terminal: Terminal, request: BatchRequest): Promise<void> {
  const progress = new ProgressLine(terminal);
  try {
    const result = await operations.batch({ ...request, onProgress: progress.update, signal: terminal.signal });
    progress.end();
    terminal.stderr.write(describeResult(result, request));
  } finally {
    progress.end();
  }
}

/** One line: what was read and written, and what was left out. */
function describeResult(result: BatchResult, { output }: BatchRequest): string {
  if (result.ignored) return `tinderbox: ${output.target} is there already and was left as it is\n`;
  const { rowsRead, rowsWritten, issues, parts, resumed, seconds } = result;
  const count = (value: number) => value.toLocaleString('en-US');
  const notes = [
    `${count(rowsRead)} rows read, ${count(rowsWritten)} written in ${seconds.toFixed(1)} s`,
    ...(resumed === 0 ? [] : [`${count(resumed)} of ${count(parts)} parts were finished before`]),
    ...(issues === 0 ? [] : [`${count(issues)} rows could not be scored and were left out`]),
  ];
  return `tinderbox: ${notes.join('; ')}\n`;
}

export function readBatchRequest(model: string, flags: BatchFlags): Omit<BatchRequest, 'mode' | 'resume'> {
  const { input, inputFormat, output, outputFormat, schema, ...rest } = flags;
  const { columns, onError, workers, memory, semantics, sums, timeZone } = rest;
  return {
    model,
    input: { source: input, format: inputFormat },
    output: { ...readOutput(output, outputFormat), ...outputForm(flags) },
    csv: csvFlags(flags),
    schema: schema === undefined ? undefined : readSchemaText(schema),
    ...{ columns, onError, workers, memory, semantics, sums, timeZone },
  };
}

/** A name with an extension is that of a file; Spark's folders have none, or end in a slash. */
function readOutput(target: string, format: RecordFormat | undefined): BatchRequest['output'] {
  if (target.endsWith('/') || extname(target) === '') return { target, kind: 'folder', format };
  return { target, kind: 'file', ...(format === undefined ? detectFormat(target) : { format }) };
}
