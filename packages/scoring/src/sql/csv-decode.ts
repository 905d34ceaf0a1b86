/** Texts of CSV to values of types, and back. Mirrors `UnivocityParser` and `UnivocityGenerator`. */
import { splitDay } from '../core/calendar.ts';
import { javaDouble, javaFloat } from '../core/java-text.ts';
import { isAtLeast } from '../core/spark-version.ts';
import { type DataType, decimalOf } from '../core/types.ts';
import { canonicalLong, type Decimal, type Value } from '../core/values.ts';
import { findZone, type Zone } from '../core/zones.ts';
import { converter } from './cast.ts';
import { fitDecimal, fits, giveNull, limitOf, parseDecimalText, parseDouble } from './cast-number.ts';
import { encodeText, textOf } from './cast-text.ts';
import { formatPatternOf, parsePatternOf } from './date-pattern.ts';
import { type Dialect, refuse } from './dialect.ts';
import { isInterval } from './intervals.ts';
import { decimalText, hex } from './literal-text.ts';
import type { Options } from './option-map.ts';
import { formatDateText, parseDateText, parseTimestampText } from './time-text.ts';
import { typeName } from './type-name.ts';

/** The value of a text; undefined where it is none of the type. */
export type DecodeText = (text: string) => Value | undefined;

export interface CsvRules {
  readonly options: Options;
  readonly dialect: Dialect;
}

/** Undefined for types that CSV does not have. */
export function csvDecoder(type: DataType, rules: CsvRules): DecodeText | undefined {
  const size = decimalOf(type);
  if (size !== undefined) {
    return (text) => {
      const decimal = /\s/.test(text) ? undefined : parseDecimalText(text.replaceAll(',', ''));
      return decimal && fitDecimal(decimal, size);
    };
  }
  switch (type) {
    case 'string':
      return (text) => text;
    case 'boolean':
      return (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined);
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
      return (text) => parseJavaWhole(text, type);
    case 'float':
    case 'double':
      return realDecoder(type, rules.options);
    case 'date':
    case 'timestamp':
    case 'timestamp_ntz':
      return timeDecoder(type, rules);
    default:
      return otherDecoder(type, rules);
  }
}

/** `Long.parseLong` and its narrower kin: no blanks. */
export function parseJavaWhole(text: string, type: DataType): number | bigint | undefined {
  if (!/^[+-]?\d{1,40}$/.test(text)) return undefined;
  const whole = BigInt(text.replace('+', ''));
  return whole >= -limitOf(type) && fits(whole, type) ? canonicalLong(whole) : undefined;
}

/** `Double.parseDouble`: the words for infinity and NaN in their own spelling only. */
export function parseJavaDouble(text: string): number | undefined {
  const isWord = /^\s*[+-]?[a-z]/i.test(text);
  return !isWord || /^\s*[+-]?(Infinity|NaN)\s*$/.test(text) ? parseDouble(text) : undefined;
}

/** The texts of NaN and the infinities. */
export function namedNumbers(options: Options): ReadonlyMap<string, number> {
  return new Map([
    [options.get('positiveinf') ?? 'Inf', Infinity],
    [options.get('negativeinf') ?? '-Inf', -Infinity],
    [options.get('nanvalue') ?? 'NaN', Number.NaN],
  ]);
}

function realDecoder(type: DataType, options: Options): DecodeText {
  const named = namedNumbers(options);
  const round = type === 'float' ? Math.fround : (x: number) => x;
  return (text) => {
    const value = named.get(text) ?? parseJavaDouble(text);
    return value === undefined ? undefined : round(value);
  };
}

const FORMATS = { date: 'dateformat', timestamp: 'timestampformat', timestamp_ntz: 'timestampntzformat' } as const;
type TimeType = keyof typeof FORMATS;

/** Without a pattern of their own dates and timestamps are read as casts read them. */
export function timeDecoder(type: TimeType, { options, dialect }: CsvRules): DecodeText {
  const pattern = options.get(FORMATS[type]);
  const timeZone = options.get('timezone') ?? dialect.timeZone;
  if (pattern !== undefined) {
    const parse = parsePatternOf(pattern, type === 'timestamp' ? timeZone : 'UTC');
    return (text) => {
      const found = parse(text);
      return (
        found && (type === 'date' ? splitDay(found.local).days : type === 'timestamp' ? found.instant : found.local)
      );
    };
  }
  if (type === 'date') return parseDateText;
  return (text) => {
    const found = parseTimestampText(text, timeZone);
    return type === 'timestamp' ? found?.instant : found?.hasZone ? undefined : found?.local;
  };
}

function otherDecoder(type: DataType, { dialect }: CsvRules): DecodeText | undefined {
  if (type === 'binary' && isAtLeast(dialect.version, 4, 0)) return encodeText;
  if (isInterval(type)) {
    const convert = converter('string', type, { ...dialect, ansi: false, fail: giveNull });
    return (text) => convert(text) ?? undefined;
  }
  return undefined;
}

/** The text of a value that is not null. */
export function csvEncoder(type: DataType, rules: CsvRules): (value: Value) => string {
  return encoderOf(type, rules) as (value: Value) => string;
}

function encoderOf(type: DataType, rules: CsvRules): (value: never) => string {
  const { dialect } = rules;
  if (decimalOf(type) !== undefined) return (value: Decimal) => decimalText(value);
  if (typeof type === 'object' || type === 'binary') {
    if (!isAtLeast(dialect.version, 4, 0)) throw refuse(`to_csv of the type ${typeName(type)} before Spark 4`);
    return complexText(type, rules);
  }
  switch (type) {
    case 'double':
      return javaDouble;
    case 'float':
      return javaFloat;
    case 'date':
    case 'timestamp':
    case 'timestamp_ntz':
      return timeEncoder(type, rules);
    default:
      return textOf(type, dialect);
  }
}

const WRITTEN: Readonly<Record<TimeType, string>> = {
  date: 'yyyy-MM-dd',
  timestamp: "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]",
  timestamp_ntz: "yyyy-MM-dd'T'HH:mm:ss[.SSS]",
};

function timeEncoder(type: TimeType, { options, dialect }: CsvRules): (value: never) => string {
  const pattern = options.get(FORMATS[type]);
  if (type === 'date' && pattern === undefined) return formatDateText;
  const zoneName = type === 'timestamp' ? (options.get('timezone') ?? dialect.timeZone) : 'UTC';
  const format = formatPatternOf(pattern ?? WRITTEN[type], findZone(zoneName) as Zone, zoneName);
  return type === 'date'
    ? (days: number) => format(BigInt(days) * 86_400_000_000n)
    : (micros: bigint) => format(micros);
}

/** Nulls inside of arrays, maps and structs leave nothing but the comma. */
function complexText(type: DataType, { dialect }: CsvRules): (value: never) => string {
  if (type === 'binary') return (bytes: Uint8Array) => `[${(hex(bytes).match(/../g) ?? []).join(' ')}]`;
  if (typeof type === 'string') return textOf(type, dialect);
  const inner = (of: DataType) => complexText(of, { options: new Map(), dialect }) as (value: Value) => string;
  const list = (texts: readonly (string | null)[]) =>
    texts.map((text, i) => `${i === 0 ? '' : ','}${text === null ? '' : i === 0 ? text : ` ${text}`}`).join('');
  const shown = (value: Value, text: (value: Value) => string) =>
    value === null || value === undefined ? null : text(value);
  if (type.type === 'array') {
    const element = inner(type.elementType);
    return (values: readonly Value[]) => `[${list(values.map((value) => shown(value, element)))}]`;
  }
  if (type.type === 'map') {
    const [key, item] = [inner(type.keyType), inner(type.valueType)];
    const entry = ([k, v]: [Value, Value]) => `${key(k)} ->${v === null ? '' : ` ${item(v)}`}`;
    return (map: ReadonlyMap<Value, Value>) => `{${list([...map].map(entry))}}`;
  }
  if (type.type === 'udt') return inner(type.sqlType);
  const fields = type.fields.map((field) => ({ name: field.name, text: inner(field.type) }));
  return (struct: Record<string, Value>) => `{${list(fields.map(({ name, text }) => shown(struct[name], text)))}}`;
}
