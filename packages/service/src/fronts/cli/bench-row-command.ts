import type { SumsProfile } from '@tinderbox/scoring';
import { type Command, InvalidArgumentError } from 'commander';
import type { BenchRowResult, Operations } from '../../app/operations.ts';
import { describeCheck, formatLines, reportCheck, round } from './bench-report.ts';
import { DIFFERENCES_EXIT_CODE } from './errors.ts';
import { commaList, modelArgument, option, semanticsOption, sumsOption, timeZoneOption } from './options.ts';
import { ProgressLine } from './progress.ts';
import { expectedOption, fileOf, readInput, readSchemaText, schemaOption } from './row-flags.ts';
import type { Terminal } from './terminal.ts';

interface BenchRowFlags {
  readonly input: string;
  readonly expected?: string;
  readonly schema?: string;
  readonly columns?: readonly string[];
  readonly semantics?: string;
  readonly sums?: SumsProfile;
  readonly timeZone?: string;
  /** False for `--no-codegen`. */
  readonly codegen: boolean;
  readonly seconds: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Exit status: 0 done, 1 answers differ from the expected ones by more than the stages declare; with --sums fast
differences are printed and no failure.

Examples:
  tinderbox bench row bench/models/gbt100/model --input bench/models/gbt100/input.jsonl
  tinderbox bench row model --input rows.jsonl --expected scored.jsonl --columns prediction --sums fast --json`;

/** `setStatus` is called with 1 where the answers differ. */
export function addBenchRowCommand(
  bench: Command,
  operations: Operations,
  { terminal, setStatus }: { terminal: Terminal; setStatus: (status: number) => void },
): void {
  bench
    .command('row')
    .summary('time one call a row')
    .description('Time one call a row: objects in memory, one at a time, once warm. Answers are compared first.')
    .addArgument(modelArgument())
    .addOption(option('-i, --input <file>', 'rows as JSON lines: a file, a folder of parts, or -').default('-'))
    .addOption(expectedOption())
    .addOption(schemaOption())
    .addOption(
      option(
        '-c, --columns <names>',
        'outputs to compute, commas between (default: those of --expected, else all that the pipeline adds)',
      ).argParser(commaList),
    )
    .addOption(semanticsOption())
    .addOption(sumsOption())
    .addOption(timeZoneOption())
    .addOption(option('--no-codegen', 'generate no code, as where a policy forbids it'))
    .addOption(option('--seconds <n>', 'how long each of two passes measures').default(2).argParser(positiveNumber))
    .addOption(option('--json', 'print one line of JSON instead of a table'))
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, { expected, json, ...flags }: BenchRowFlags) => {
      const { source: input } = await readInput({ ...flags, header: true, inputFormat: 'json' }, terminal);
      const answers = expected === undefined ? undefined : fileOf(expected, undefined);
      const schema = flags.schema === undefined ? undefined : readSchemaText(flags.schema);
      const progress = new ProgressLine(terminal);
      const request = { ...flags, model, input, expected: answers, schema, signal: terminal.signal };
      const result = await operations
        .benchRow({ ...request, onProgress: progress.update })
        .finally(() => progress.end());
      terminal.stdout.write(`${json ? JSON.stringify(toReport(model, result)) : formatResult(model, result)}\n`);
      if (result.check.different > 0 && flags.sums !== 'fast') setStatus(DIFFERENCES_EXIT_CODE);
    });
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 3600) return value;
  throw new InvalidArgumentError('expected a number of seconds');
}

/** Times in nanoseconds. */
function toReport(model: string, { engine, times, check, ...about }: BenchRowResult) {
  return {
    engine,
    model,
    ns_per_row_median: round(times.median, 1),
    min: round(times.min, 1),
    p99: round(times.p99, 1),
    p999: round(times.p999, 1),
    max: round(times.max, 1),
    single_calls: times.singles,
    load_ms: round(about.loadMilliseconds, 2),
    first_call_ms: round(about.firstCallMilliseconds, 3),
    rss_mb: round(about.residentMegabytes, 1),
    ...reportCheck(check),
  };
}

function formatResult(model: string, { engine, columns, times, check, ...about }: BenchRowResult): string {
  const lines = [
    ['model', model],
    ['engine', engine],
    ['outputs', columns.join(', ')],
    ['one row, median', `${round(times.median / 1000, 3)} µs`],
    ['least', `${round(times.min / 1000, 3)} µs`],
    ['p99, p99.9', `${round(times.p99 / 1000, 3)} µs, ${round(times.p999 / 1000, 3)} µs`],
    ['load, first call', `${round(about.loadMilliseconds, 1)} ms, ${round(about.firstCallMilliseconds, 2)} ms`],
    ['memory', `${Math.round(about.residentMegabytes)} MB`],
    ['answers', describeCheck(check)],
  ] as const;
  return formatLines(lines);
}
