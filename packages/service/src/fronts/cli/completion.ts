import { Argument, type Command, type Option } from 'commander';
import type { Terminal } from './terminal.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

export function addCompletionCommand(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .summary('print a script that completes commands and flags')
    .description('Print a script for the shell that completes commands, flags and their choices.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', '\nExample:\n  source <(tinderbox completion bash)')
    .action((shell: Shell) => {
      terminal.stdout.write(`${WRITERS[shell](program)}\n`);
    });
}

const WRITERS: Record<Shell, (program: Command) => string> = { bash: writeBash, zsh: writeZsh, fish: writeFish };

function writeBash(program: Command): string {
  const cases = program.commands.map((command) => {
    const options = optionsOf(command);
    const choices = options.flatMap((option) =>
      option.argChoices ? [`        ${flagsOf(option).join('|')}) words="${option.argChoices.join(' ')}" ;;`] : [],
    );
    const words = [...options.flatMap(flagsOf), ...argumentChoices(command)].join(' ');
    return [
      `    ${command.name()})`,
      '      case "$previous" in',
      ...choices,
      `        *) words="${words}" ;;`,
      '      esac ;;',
    ].join('\n');
  });
  return [
    '_tinderbox() {',
    `  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""`,
    `  case "\${COMP_WORDS[1]}" in`,
    ...cases,
    '  esac',
    `  [ "$COMP_CWORD" -eq 1 ] && words="${program.commands.map((command) => command.name()).join(' ')} --help --version"`,
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -o default -F _tinderbox tinderbox',
  ].join('\n');
}

/** zsh runs the bash function through its own bridge. */
function writeZsh(program: Command): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${writeBash(program)}`;
}

function writeFish(program: Command): string {
  const names = program.commands.map((command) => command.name());
  const top = program.commands.map(
    (command) =>
      `complete -c tinderbox -n "not __fish_seen_subcommand_from ${names.join(' ')}" -a ${command.name()} -d ${quote(command.summary())}`,
  );
  const flags = program.commands.flatMap((command) =>
    optionsOf(command).map((option) => {
      const short = option.short ? ` -s ${option.short.slice(1)}` : '';
      const choices = option.argChoices ? ` -x -a ${quote(option.argChoices.join(' '))}` : option.required ? ' -r' : '';
      const long = option.long?.slice(2) ?? '';
      return `complete -c tinderbox -n "__fish_seen_subcommand_from ${command.name()}"${short} -l ${long}${choices} -d ${quote(option.description)}`;
    }),
  );
  const words = program.commands.flatMap((command) =>
    command.commands.map(
      (child) =>
        `complete -c tinderbox -n "__fish_seen_subcommand_from ${command.name()}" -a ${child.name()} -d ${quote(child.summary())}`,
    ),
  );
  return [...top, ...words, ...flags].join('\n');
}

/** The command itself, or the commands below it. */
export function leavesOf(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

/** Each flag once, whatever number of commands have it. */
function optionsOf(command: Command): readonly Option[] {
  const options = leavesOf(command).flatMap((leaf) => leaf.options.filter(({ hidden }) => !hidden));
  return [...new Map(options.map((option) => [option.long, option])).values()];
}

function flagsOf({ short, long }: Option): string[] {
  return [short, long].filter((flag) => flag !== undefined);
}

/** Words that may follow. */
function argumentChoices(command: Command): readonly string[] {
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  return [...command.commands.map((child) => child.name()), ...choices];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
