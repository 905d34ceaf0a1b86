import type { SumsProfile } from '@tinderbox/scoring';
import type { Command } from 'commander';
import type { Operations } from '../../app/operations.ts';
import { encodeInspection, encodeValue, formatInspection, formatValues } from './encode.ts';
import { modelArgument, option, semanticsOption, stageOption, sumsOption, timeZoneOption } from './options.ts';
import type { Terminal } from './terminal.ts';

interface InspectFlags {
  readonly semantics?: string;
  readonly sums?: SumsProfile;
  readonly timeZone?: string;
  readonly json?: boolean;
  readonly stage?: string;
  readonly value?: string;
  readonly values?: boolean;
}

const EXAMPLES = `
Examples:
  tinderbox inspect examples/churn/model
  tinderbox inspect model.zip --json
  tinderbox inspect examples/churn/model --values
  tinderbox inspect examples/churn/model --value featureImportances
  tinderbox inspect examples/churn/model --stage -2 --value toDebugString`;

export function addInspectCommand(program: Command, operations: Operations, terminal: Terminal): void {
  program
    .command('inspect')
    .summary('show what a saved pipeline holds')
    .description('Show the stages of a saved pipeline, the columns it needs and adds, and what cannot run natively.')
    .addArgument(modelArgument())
    .addOption(semanticsOption())
    .addOption(sumsOption())
    .addOption(timeZoneOption())
    .addOption(option('--json', 'print JSON instead of a table'))
    .addOption(option('--values', 'name the values that each stage tells, and what it can be asked'))
    .addOption(option('--value <name>', "print one value, by its name in Spark's Python API: JSON, or text as it is"))
    .addOption(stageOption('value'))
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, { json, values, value, stage, ...options }: InspectFlags) => {
      if (value !== undefined) {
        const found = await operations.value({ model, value, stage, ...options });
        terminal.stdout.write(`${json || typeof found !== 'string' ? encodeValue(found) : found.trimEnd()}\n`);
        return;
      }
      const inspection = await operations.inspect({ model, ...options });
      if (json) terminal.stdout.write(`${JSON.stringify(encodeInspection(inspection), null, 2)}\n`);
      else terminal.stdout.write(`${formatInspection(inspection)}${values ? `\n\n${formatValues(inspection)}` : ''}\n`);
    });
}
