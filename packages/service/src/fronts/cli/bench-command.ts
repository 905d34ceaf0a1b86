import type { Command } from 'commander';
import type { Operations } from '../../app/operations.ts';
import { addBenchBatchCommand } from './bench-batch-command.ts';
import { addBenchRowCommand } from './bench-row-command.ts';
import type { Terminal } from './terminal.ts';

const EXAMPLES = `
Examples:
  tinderbox bench row model --input rows.jsonl
  tinderbox bench batch model --input rows.parquet`;

/** `setStatus` is called with 1 where the answers differ. */
export function addBenchCommand(
  program: Command,
  operations: Operations,
  around: { terminal: Terminal; setStatus: (status: number) => void },
): void {
  const bench = program
    .command('bench')
    .summary('measure how long scoring takes')
    .description('Measure how long scoring takes on this machine.')
    .addHelpText('after', EXAMPLES);
  addBenchRowCommand(bench, operations, around);
  addBenchBatchCommand(bench, operations, around);
}
