import { Command, CommanderError } from 'commander';
import type { Operations } from '../../app/operations.ts';
import type { Serve } from '../../app/serve.ts';
import { addBatchCommand } from './batch-command.ts';
import { addBenchCommand } from './bench-command.ts';
import { addCompletionCommand, leavesOf } from './completion.ts';
import { describeFailure, isClosedPipe, USAGE_EXIT_CODE } from './errors.ts';
import { addInspectCommand } from './inspect-command.ts';
import { readSwitches } from './options.ts';
import { addPredictCommand } from './predict-command.ts';
import { addQueryCommand } from './query-command.ts';
import { addServeCommand } from './serve-command.ts';
import type { Terminal } from './terminal.ts';
import { addVerifyCommand } from './verify-command.ts';

export interface CommandLine {
  readonly operations: Operations;
  readonly serve: Serve;
  readonly terminal: Terminal;
  readonly version: string;
}

/** Runs one command line (without the program's name) and answers its exit status; prints every failure itself. */
export async function runCommandLine(
  args: readonly string[],
  { operations, serve, terminal, version }: CommandLine,
): Promise<number> {
  const program = createProgram(terminal, version);
  addPredictCommand(program, operations, terminal);
  addBatchCommand(program, operations, terminal);
  addServeCommand(program, serve, { terminal, version });
  addInspectCommand(program, operations, terminal);
  addQueryCommand(program, operations, terminal);
  let status = 0;
  const setStatus = (found: number) => {
    status = found;
  };
  addVerifyCommand(program, operations, { terminal, setStatus });
  addBenchCommand(program, operations, { terminal, setStatus });
  addCompletionCommand(program, terminal);
  for (const command of program.commands.flatMap(leavesOf))
    readSwitches(command, terminal.env as Record<string, string | undefined>);
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
    if (isClosedPipe(error)) return 0;
    const failure = describeFailure(error, terminal.env.TINDERBOX_STACK === '1');
    terminal.stderr.write(`${failure.line}\n`);
    return failure.status;
  }
}

function createProgram(terminal: Terminal, version: string): Command {
  const program = new Command('tinderbox')
    .description('Score pipelines saved by Apache Spark ML: no Spark, no JVM, predictions equal to Spark’s.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => write(`tinderbox: ${text.replace(/^error: /, '').replace(/\n(?=.)/g, ' ')}`),
    })
    .addHelpText(
      'after',
      `
Example:
  tinderbox predict examples/churn/model --input examples/churn/customers.csv

Every flag can be given as an environment variable too: --input-format is TINDERBOX_INPUT_FORMAT.
TINDERBOX_STACK=1 adds the stack to an error. Exit status: 0 done, 1 answers differ from Spark's, 2 usage,
3 input, 4 model, 5 unsupported, 6 file or rights, 7 canceled or not available, 70 a bug of ours.`,
    );
  return program;
}
