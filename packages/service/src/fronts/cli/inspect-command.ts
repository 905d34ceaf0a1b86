import type { SumsProfile } from '@tinderbox/scoring';
import { Argument, type Command } from 'commander';
import type { Operations } from '../../app/operations.ts';
import { encodeInspection, formatInspection } from './encode.ts';
import { option, semanticsOption, sumsOption, timeZoneOption } from './options.ts';
import type { Terminal } from './terminal.ts';

interface InspectFlags {
  readonly semantics?: string;
  readonly sums?: SumsProfile;
  readonly timeZone?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  tinderbox inspect examples/churn/model
  tinderbox inspect model.zip --json`;

export function addInspectCommand(program: Command, operations: Operations, terminal: Terminal): void {
  program
    .command('inspect')
    .summary('show what a saved pipeline holds')
    .description('Show the stages of a saved pipeline, the columns it needs and adds, and what cannot run natively.')
    .addArgument(new Argument('<model>', 'saved directory, or a zip, tar or tar.gz archive of it'))
    .addOption(semanticsOption())
    .addOption(sumsOption())
    .addOption(timeZoneOption())
    .addOption(option('--json', 'print JSON instead of a table'))
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, { json, ...options }: InspectFlags) => {
      const inspection = await operations.inspect({ model, ...options });
      const text = json ? JSON.stringify(encodeInspection(inspection), null, 2) : formatInspection(inspection);
      terminal.stdout.write(`${text}\n`);
    });
}
