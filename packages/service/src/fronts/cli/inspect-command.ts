import { Argument, type Command } from 'commander';
import type { Operations } from '../../app/operations.ts';
import { encodeInspection, formatInspection } from './encode.ts';
import { option } from './options.ts';
import type { Terminal } from './terminal.ts';

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
    .addOption(option('--semantics <X.Y>', 'as this Spark version (default: the one that saved the model)'))
    .addOption(option('--json', 'print JSON instead of a table'))
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, flags: { readonly semantics?: string; readonly json?: boolean }) => {
      const inspection = await operations.inspect({ model, semantics: flags.semantics });
      const text = flags.json ? JSON.stringify(encodeInspection(inspection), null, 2) : formatInspection(inspection);
      terminal.stdout.write(`${text}\n`);
    });
}
