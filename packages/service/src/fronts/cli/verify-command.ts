import type { SumsProfile } from '@tinderbox/scoring';
import type { Command } from 'commander';
import type { Operations, VerifyRequest } from '../../app/operations.ts';
import type { RecordFormat } from '../../records/records.ts';
import { DIFFERENCES_EXIT_CODE, USAGE_EXIT_CODE } from './errors.ts';
import { commaList, modelArgument, option, semanticsOption, sumsOption, timeZoneOption } from './options.ts';
import { ProgressLine } from './progress.ts';
import {
  csvFlags,
  csvOptions,
  expectedOption,
  FORMATS,
  fileOf,
  type InputFlags,
  inputOption,
  readInput,
  readSchemaText,
  schemaOption,
} from './row-flags.ts';
import type { Terminal } from './terminal.ts';
import { formatVerification } from './verification.ts';

interface VerifyFlags extends InputFlags {
  readonly expected?: string;
  readonly expectedFormat?: RecordFormat;
  /** True where the flag has no value. */
  readonly spark?: string | true;
  readonly columns?: readonly string[];
  readonly key?: readonly string[];
  readonly semantics?: string;
  readonly sums?: SumsProfile;
  readonly timeZone?: string;
  readonly tolerance: 'declared' | 'exact';
  readonly json?: boolean;
}

const EXAMPLES = `
Exit status: 0 equal within what is allowed, 1 different.

Examples:
  tinderbox verify examples/churn/model --input examples/churn/customers.csv --expected examples/churn/expected.jsonl
  tinderbox verify model.zip --input rows.parquet --expected spark-output --key id --columns prediction
  tinderbox verify model --input rows.parquet --spark /opt/spark --semantics 3.5`;

/** `setStatus` is called with 1 where the answers differ. */
export function addVerifyCommand(
  program: Command,
  operations: Operations,
  { terminal, setStatus }: { terminal: Terminal; setStatus: (status: number) => void },
): void {
  const command = program
    .command('verify')
    .summary('compare the answers with what Spark wrote')
    .description('Score rows and compare with what Spark wrote: row count, types, nulls, then bits. Prints values.')
    .addArgument(modelArgument())
    .addOption(inputOption())
    .addOption(expectedOption())
    .addOption(
      option(
        '--spark [where]',
        'let a local Spark answer now: a Python with pyspark (default: python3), or SPARK_HOME',
      ),
    )
    .addOption(
      option('-c, --columns <names>', 'columns to compare, commas between (default: all of both)').argParser(commaList),
    )
    .addOption(
      option('-k, --key <names>', 'columns that tell which rows belong together (default: their order)').argParser(
        commaList,
      ),
    )
    .addOption(
      option('--tolerance <mode>', 'allow what the stages declare, or nothing')
        .choices(['declared', 'exact'])
        .default('declared'),
    )
    .addOption(semanticsOption())
    .addOption(sumsOption())
    .addOption(timeZoneOption())
    .addOption(schemaOption())
    .addOption(option('--json', 'print JSON instead of a table'))
    .addOption(option('--input-format <format>', 'instead of what the extension says').choices(FORMATS))
    .addOption(option('--expected-format <format>', 'instead of what the extension says').choices(FORMATS))
    .addHelpText('after', EXAMPLES);
  for (const csvOption of csvOptions()) command.addOption(csvOption);
  command.action(async (model: string, flags: VerifyFlags) => {
    if ((flags.expected === undefined) === (flags.spark === undefined)) {
      command.error('expected either --expected or --spark', { exitCode: USAGE_EXIT_CODE });
    }
    const request = await readRequest(model, flags, terminal);
    const progress = new ProgressLine(terminal);
    const verification = await operations
      .verify({ ...request, onProgress: progress.update })
      .finally(() => progress.end());
    const text = flags.json ? JSON.stringify(verification, null, 2) : formatVerification(verification);
    terminal.stdout.write(`${text}\n`);
    if (!verification.equal) setStatus(DIFFERENCES_EXIT_CODE);
  });
}

async function readRequest(model: string, flags: VerifyFlags, terminal: Terminal): Promise<VerifyRequest> {
  const { columns, key, semantics, sums, timeZone, tolerance, spark } = flags;
  const { expected: path, expectedFormat } = flags;
  const expected =
    path === undefined ? { spark: typeof spark === 'string' ? spark : '' } : fileOf(path, expectedFormat);
  const input = await readInput(flags, terminal);
  const schema = flags.schema === undefined ? undefined : readSchemaText(flags.schema);
  const options = { semantics, sums, timeZone, schema, columns, key, tolerance, csv: csvFlags(flags) };
  return { model, input, expected, ...options, signal: terminal.signal };
}
