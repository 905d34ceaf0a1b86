import { SUMS_PROFILES } from '@tinderbox/scoring';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';

const PREFIX = 'TINDERBOX_';

/** An option that an environment variable of its name can give too: `--input-format` is TINDERBOX_INPUT_FORMAT. */
export function option(flags: string, description: string): Option {
  const created = new Option(flags, description);
  return created.env(variableOf(created));
}

export function modelArgument(): Argument {
  return new Argument('<model>', 'saved directory, or a zip, tar or tar.gz archive of it');
}

export function semanticsOption(): Option {
  return option('--semantics <X.Y>', 'answer as this Spark version (default: the one that saved the model)');
}

export function sumsOption(): Option {
  const description =
    'order of dense sums, which decides last bits (default: that of the version, from 4.0 on lanes8, a CPU with' +
    ' AVX-512; lanes4 is AVX2, lanes2 SSE or NEON). fast trades last bits for speed';
  return option('--sums <profile>', description).choices(SUMS_PROFILES);
}

export function stageOption(what: string): Option {
  const description = `a uid, a class or a place in the pipeline, -1 the last (default: the only one with that ${what})`;
  return option('--stage <stage>', description);
}

export function timeZoneOption(): Option {
  const description = 'session time zone of SQL and of timestamps without one (default: UTC), such as Europe/Berlin';
  return option('--time-zone <name>', description);
}

function variableOf(created: Option): string {
  const name = (created.long ?? '').replace(/^--(no-)?/, '');
  return PREFIX + name.toUpperCase().replaceAll('-', '_');
}

export function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Bytes of a size such as 512MB or 2g; NaN for anything else. */
export function byteSize(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,15})\s*([kmgt]?)i?b?$/i.exec(text) ?? [];
  return Number(digits) * (UNITS[unit.toLowerCase()] as number);
}

export function commaList(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new InvalidArgumentError('expected names with commas between them');
}

export function singleCharacter(text: string): string {
  const plain = text === '\\t' ? '\t' : text;
  if ([...plain].length === 1) return plain;
  throw new InvalidArgumentError('expected one character (\\t for a tab)');
}

/**
 * commander takes any value of a variable for a switch that is on. Here `0`, `false`, `no` and the empty text leave
 * it as it is; for a `--no-x` switch they turn x off.
 */
export function readSwitches(command: Command, env: Record<string, string | undefined>): void {
  for (const { envVar, required, optional, negate } of command.options) {
    if (envVar === undefined || required || optional) continue;
    const value = env[envVar]?.toLowerCase();
    const off = value !== undefined && ['', '0', 'false', 'no', 'off'].includes(value);
    if (off !== negate) delete env[envVar];
  }
}
