import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { BenchBatchResult, Operations } from '../../app/operations.ts';
import type { RecordFormat } from '../../records/records.ts';
import { type BatchFlags, batchInputOption, batchOptions, readBatchRequest } from './batch-command.ts';
import { count, describeCheck, formatLines, reportCheck, round } from './bench-report.ts';
import { DIFFERENCES_EXIT_CODE } from './errors.ts';
import { modelArgument, option } from './options.ts';
import { ProgressLine } from './progress.ts';
import { expectedOption, FORMATS } from './row-flags.ts';
import type { Terminal } from './terminal.ts';

interface BenchBatchFlags extends Omit<BatchFlags, 'output'> {
  readonly output?: string;
  readonly expected?: string;
  readonly expectedFormat?: RecordFormat;
  readonly mode: 'error' | 'overwrite';
  readonly json?: boolean;
}

const EXAMPLES = `
Exit status: 0 done, 1 the output differs from the expected one by more than the stages declare; with --sums fast
differences are printed and no failure.

Examples:
  tinderbox bench batch model --input rows.parquet --columns id,prediction --workers 2
  tinderbox bench batch model --input rows/ --output scored.parquet --expected spark-output --json`;

/** `setStatus` is called with 1 where the answers differ. */
export function addBenchBatchCommand(
  bench: Command,
  operations: Operations,
  { terminal, setStatus }: { terminal: Terminal; setStatus: (status: number) => void },
): void {
  const command = bench
    .command('batch')
    .summary('time files into files')
    .description('Time a batch, once, from files to files. The output is compared afterwards.')
    .addArgument(modelArgument())
    .addOption(batchInputOption())
    .addOption(
      option('-o, --output <path>', 'the file or folder to write (default: a temporary folder, removed at the end)'),
    )
    .addOption(option('--mode <mode>', 'where the output is there').choices(['error', 'overwrite']).default('error'))
    .addOption(expectedOption())
    .addOption(option('--expected-format <format>', 'instead of what the extension says').choices(FORMATS))
    .addOption(option('--json', 'print one line of JSON instead of a table'))
    .addHelpText('after', EXAMPLES);
  for (const batchOption of batchOptions()) command.addOption(batchOption);
  command.action(async (model: string, { json, output, ...flags }: BenchBatchFlags) => {
    const result = await withOutput(output, (path) => run(operations, terminal, { ...flags, model, output: path }));
    terminal.stdout.write(`${json ? JSON.stringify(toReport(model, result)) : formatResult(model, result)}\n`);
    if (result.check.different > 0 && flags.sums !== 'fast') setStatus(DIFFERENCES_EXIT_CODE);
  });
}

/** Lends the wanted output, or one that is gone afterwards. */
async function withOutput<T>(output: string | undefined, use: (path: string) => Promise<T>): Promise<T> {
  if (output !== undefined) return use(output);
  const folder = await mkdtemp(join(tmpdir(), 'tinderbox-'));
  try {
    return await use(join(folder, 'output'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(
  operations: Operations,
  terminal: Terminal,
  { model, mode, expected, expectedFormat, ...flags }: BenchBatchFlags & { model: string; output: string },
): Promise<BenchBatchResult> {
  const answers = expected === undefined ? undefined : { source: expected, format: expectedFormat };
  const request = { ...readBatchRequest(model, flags), mode, expected: answers, signal: terminal.signal };
  const progress = new ProgressLine(terminal);
  return operations.benchBatch({ ...request, onProgress: progress.update }).finally(() => progress.end());
}

/** The rate is that of rows read. */
function toReport(model: string, { engine, batch, workers, check, ...about }: BenchBatchResult) {
  return {
    engine,
    model,
    rows: batch.rowsRead,
    rows_written: batch.rowsWritten,
    workers,
    seconds: round(batch.seconds, 3),
    rows_per_second: Math.round(rateOf(batch)),
    load_ms: round(about.loadMilliseconds, 2),
    peak_mb: round(batch.peakBytes / 2 ** 20, 1),
    input_bytes: about.inputBytes,
    output_bytes: about.outputBytes,
    ...reportCheck(check),
  };
}

function formatResult(model: string, { engine, batch, workers, check, ...about }: BenchBatchResult): string {
  return formatLines([
    ['model', model],
    ['engine', engine],
    ['rows', `${count(batch.rowsRead)} read, ${count(batch.rowsWritten)} written`],
    ['workers', `${workers}`],
    ['time', `${round(batch.seconds, 3)} s, ${count(Math.round(rateOf(batch)))} rows/s`],
    ['load', `${round(about.loadMilliseconds, 1)} ms`],
    ['memory, at most', `${Math.round(batch.peakBytes / 2 ** 20)} MB`],
    ['input, output', `${megabytes(about.inputBytes)} MB, ${megabytes(about.outputBytes)} MB`],
    ['answers', describeCheck(check)],
  ]);
}

function rateOf({ rowsRead, seconds }: BenchBatchResult['batch']): number {
  return rowsRead / seconds;
}

function megabytes(bytes: number): number {
  return round(bytes / 2 ** 20, 1);
}
