/** Cells of CSV files as values of Spark's types, with the casts of Spark's CSV source (UnivocityParser). */
import {
  canonicalLong,
  createJsonDecoder,
  type DataType,
  decimalOf,
  decimalOfText,
  describeType,
  parseDate,
  parseJson,
  parseTimestamp,
  parseTimestampNtz,
  rescale,
  ScoringError,
  UTC,
  type Value,
  type Zone,
} from '@tinderbox/scoring';

/** The value of `text` from `start` to `end`. Throws INPUT_VALUE, without a place, for what does not fit the type. */
export type CellParser = (text: string, start: number, end: number) => Value;

/** Vectors, arrays, maps and structs stand in a cell as JSON text. */
export function createCellParser(type: DataType, zone: Zone = UTC): CellParser {
  if (typeof type === 'object') return jsonParser(type, zone);
  const decimal = decimalOf(type);
  if (decimal !== undefined) return decimalParser(decimal.precision, decimal.scale);
  switch (type) {
    case 'string':
      return (text, start, end) => text.slice(start, end);
    case 'double':
      return parseDouble;
    case 'float':
      return (text, start, end) => Math.fround(parseDouble(text, start, end));
    case 'byte':
      return integerParser(7, type);
    case 'short':
      return integerParser(15, type);
    case 'integer':
      return integerParser(31, type);
    case 'long':
      return integerParser(63, type);
    case 'boolean':
      return wholeParser(parseBoolean, 'true or false');
    case 'date':
      return wholeParser(parseDate, 'a DATE as yyyy-MM-dd');
    case 'timestamp':
      return wholeParser((text) => parseTimestamp(text, zone), 'a TIMESTAMP as ISO-8601 text');
    case 'timestamp_ntz':
      return wholeParser(parseTimestampNtz, 'a TIMESTAMP_NTZ as ISO-8601 text without zone');
    case 'binary':
      return jsonTextParser(type);
    default:
      throw new ScoringError('FORMAT_UNSUPPORTED', `expected a type that CSV can hold, got ${describeType(type)}`);
  }
}

function fail(expected: string): never {
  throw new ScoringError('INPUT_VALUE', `expected ${expected}, got other text`);
}

function wholeParser(parse: (text: string) => Value | undefined, expected: string): CellParser {
  return (text, start, end) => parse(text.slice(start, end)) ?? fail(expected);
}

function jsonParser(type: DataType, zone: Zone): CellParser {
  const decode = createJsonDecoder(type, zone);
  return (text, start, end) => decode(parseJson(text.slice(start, end)));
}

function jsonTextParser(type: DataType): CellParser {
  const decode = createJsonDecoder(type);
  return (text, start, end) => decode(text.slice(start, end));
}

function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

function decimalParser(precision: number, scale: number): CellParser {
  const name = `DECIMAL(${precision},${scale})`;
  const limit = 10n ** BigInt(precision);
  return (text, start, end) => {
    const cell = text.slice(start, end);
    const decimal = cell.trim() === cell ? decimalOfText(cell) : undefined;
    const result = rescale(decimal ?? fail(name), scale);
    return result.unscaled > -limit && result.unscaled < limit ? result : fail(`${name} within its range`);
  };
}

const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const SAFE_DIGITS = 15;
/** Powers of ten that doubles hold exactly. */
const POWERS = Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/** Java's parseInt and its kin: a sign and digits, no white space. */
function integerParser(bits: number, type: DataType): CellParser {
  const name = describeType(type);
  const limit = 2n ** BigInt(bits);
  const safe = Math.min(2 ** bits, 10 ** SAFE_DIGITS);
  return (text, start, end) => {
    const first = text.charCodeAt(start);
    const from = first === MINUS || first === PLUS ? start + 1 : start;
    let size = 0;
    for (let at = from; at < end; at++) {
      const digit = text.charCodeAt(at) - ZERO;
      if (digit < 0 || digit > 9) fail(name);
      size = size * 10 + digit;
    }
    if (from === end) fail(name);
    if (size < safe) return first === MINUS ? 0 - size : size;
    const exact = BigInt(text.slice(from, end).slice(0, 1000)) * (first === MINUS ? -1n : 1n);
    return exact >= -limit && exact < limit ? canonicalLong(exact) : fail(`${name} within its range`);
  };
}

/** Digits and a point of at most 15 digits are exact in two doubles, whose quotient rounds once, as it must. */
function parseDouble(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start);
  const from = first === MINUS || first === PLUS ? start + 1 : start;
  let digits = 0;
  let fraction = -1;
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === POINT && fraction < 0) fraction = end - at - 1;
    else if (code >= ZERO && code <= ZERO + 9) digits = digits * 10 + (code - ZERO);
    else return parseDoubleText(text.slice(start, end));
  }
  const length = end - from - (fraction < 0 ? 0 : 1);
  if (length === 0 || length > SAFE_DIGITS) return parseDoubleText(text.slice(start, end));
  const size = fraction > 0 ? digits / (POWERS[fraction] as number) : digits;
  return first === MINUS ? -size : size;
}

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['+NaN', Number.NaN],
  ['-NaN', Number.NaN],
  ['Inf', Infinity],
  ['-Inf', -Infinity],
  ['Infinity', Infinity],
  ['+Infinity', Infinity],
  ['-Infinity', -Infinity],
]);
const DECIMAL_LITERAL = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[dDfF]?$/;

/** As `Double.parseDouble`, except for its hexadecimal form. */
function parseDoubleText(cell: string): number {
  // Number() reads the same decimals, and besides them only words and prefixes such as 0x that this excludes.
  if (/^[+-]?[.\d][.\deE]/.test(cell)) {
    const x = Number(cell);
    if (!Number.isNaN(x)) return x;
  }
  const text = cell.trim();
  const special = SPECIAL.get(text);
  if (special !== undefined) return special;
  const literal = DECIMAL_LITERAL.exec(text)?.[1];
  return literal === undefined ? fail('DOUBLE') : Number(literal);
}
