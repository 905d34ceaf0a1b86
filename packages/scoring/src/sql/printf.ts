/** `java.util.Formatter` of Spark's format_string: %s %d %x %o %c %b %f %e %%, with flags, width and precision. */
import { javaDouble, javaFloat } from '../core/java-text.ts';
import { type DataType, decimalOf } from '../core/types.ts';
import { Decimal, parseDecimal, rescale, type Value } from '../core/values.ts';
import { failRow } from './dialect.ts';
import { checkTextLength } from './limits.ts';

const DIRECTIVE = /%(?:(\d+)\$)?([-+ 0,(#]*)(\d{1,6})?(?:\.(\d{1,4}))?([a-zA-Z%])/g;

interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

export function formatText(pattern: string, values: readonly Value[], types: readonly DataType[]): string {
  let next = 0;
  if (pattern.replace(DIRECTIVE, '').includes('%')) throw badFormat('a known directive behind each %');
  return pattern.replace(
    DIRECTIVE,
    (_, index: string | undefined, flags: string, width = '0', precision: string | undefined, letter: string) => {
      const directive = {
        flags,
        width: Number(width),
        precision: precision === undefined ? undefined : Number(precision),
        letter,
      };
      checkTextLength(directive.width);
      if (letter === '%') return padded('%', directive);
      if (letter === 'n') return '\n';
      const at = index === undefined ? next++ : Number(index) - 1;
      if (at >= types.length) throw badFormat('an argument for each directive');
      return padded(formatOne(values[at], types[at] as DataType, directive), directive);
    },
  );
}

function badFormat(expected: string): Error {
  return failRow('java.util.IllegalFormatException', `expected ${expected} of format_string, got none`);
}

function padded(text: string, { flags, width }: Directive): string {
  if (flags.includes('-')) return text.padEnd(width);
  const sign = /^[-+]/.test(text) ? 1 : 0;
  return flags.includes('0')
    ? text.slice(0, sign) + text.slice(sign).padStart(width - sign, '0')
    : text.padStart(width);
}

function formatOne(value: Value, type: DataType, directive: Directive): string {
  const { letter, precision } = directive;
  const upper = letter !== letter.toLowerCase();
  const text =
    value === null ? (letter.toLowerCase() === 'b' ? 'false' : 'null') : formatPresent(value, type, directive);
  const cut = letter.toLowerCase() === 's' && precision !== undefined ? text.slice(0, precision) : text;
  return upper ? cut.toUpperCase() : cut;
}

function formatPresent(value: Value, type: DataType, directive: Directive): string {
  switch (directive.letter.toLowerCase()) {
    case 's':
      return type === 'double'
        ? javaDouble(value as number)
        : type === 'float'
          ? javaFloat(value as number)
          : String(value);
    case 'b':
      return typeof value === 'boolean' ? String(value) : 'true';
    case 'd':
      return signed(wholeOf(value), directive);
    case 'x':
    case 'o':
      return BigInt.asUintN(type === 'long' ? 64 : 32, BigInt(wholeOf(value))).toString(
        directive.letter.toLowerCase() === 'x' ? 16 : 8,
      );
    case 'c':
      return String.fromCodePoint(Number(wholeOf(value)));
    case 'f':
      return fixed(value, directive);
    case 'e':
      return scientific(value, directive);
    default:
      throw badFormat('one of the directives s, d, x, o, c, b, f, e');
  }
}

function wholeOf(value: Value): string {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return String(value);
  throw badFormat('a whole number for %d');
}

function signed(digits: string, { flags }: Directive): string {
  const negative = digits.startsWith('-');
  const [whole = '', fraction] = digits.replace('-', '').split('.');
  const grouped = flags.includes(',') ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

function fixed(value: Value, directive: Directive): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'number' && !(value instanceof Decimal)) throw badFormat('a fractional number for %f');
  const decimal = value instanceof Decimal ? value : (parseDecimal(javaDouble(value)) as Decimal);
  const text = String(rescale(decimal, directive.precision ?? 6));
  return signed(
    Object.is(value, -0) || (decimal.unscaled < 0n && !text.startsWith('-')) ? `-${text}` : text,
    directive,
  );
}

function scientific(value: Value, { precision = 6 }: Directive): string {
  const number = value instanceof Decimal ? value.toNumber() : value;
  if (typeof number !== 'number') throw badFormat('a fractional number for %e');
  return number.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** True for types whose values format_string takes. */
export function isFormattable(type: DataType): boolean {
  return (
    typeof type === 'string' &&
    (decimalOf(type) !== undefined || /^(string|boolean|byte|short|integer|long|float|double|void)$/.test(type))
  );
}
