/** JSON to values of a schema. Mirrors `JacksonParser` in PERMISSIVE mode. */

import { splitDay } from '../core/calendar.ts';
import { type DataType, decimalOf, type StructType } from '../core/types.ts';
import { canonicalLong, type Value } from '../core/values.ts';
import { fromBase64 } from './bytes-text.ts';
import { fitDecimal, fits, limitOf, parseDecimalText } from './cast-number.ts';
import { parsePatternOf } from './date-pattern.ts';
import { refuse } from './dialect.ts';
import { type Json, JsonMembers, JsonNumberText, writeJson } from './json-text.ts';
import { parseDateText, parseTimestampText } from './time-text.ts';
import { typeName } from './type-name.ts';
import { variantOfJson } from './variant-build.ts';

export interface JsonFormats {
  /** A field that does not fit spoils the whole, as before Spark 3.0. */
  readonly isStrict?: boolean;
  readonly timeZone: string;
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
  readonly localFormat?: string;
  /** Counts the fields that did not fit. */
  readonly misfits?: { count: number };
}

/** Thrown where a value does not fit its type; the field is null then. */
class Misfit extends Error {}

type Decode = (value: Json) => Value;

/** Reads a JSON value; undefined where it does not fit at all. */
export function jsonDecoder(type: DataType, formats: JsonFormats): (value: Json) => Value | undefined {
  const decode = decoderOf(type, formats);
  return (value) => {
    try {
      return decode(value);
    } catch (error) {
      if (error instanceof Misfit) return undefined;
      throw error;
    }
  };
}

function decoderOf(type: DataType, formats: JsonFormats): Decode {
  const decode = presentDecoder(type, formats);
  return (value) => (value === null && type !== 'variant' ? null : decode(value));
}

function misfit(): never {
  throw new Misfit();
}

function presentDecoder(type: DataType, formats: JsonFormats): Decode {
  if (typeof type === 'object') return complexDecoder(type, formats);
  const size = decimalOf(type);
  if (size !== undefined) {
    return (value) => {
      const text = value instanceof JsonNumberText ? value.text : typeof value === 'string' ? value : misfit();
      const decimal = parseDecimalText(text);
      return decimal === undefined ? misfit() : (fitDecimal(decimal, size) ?? null);
    };
  }
  switch (type) {
    case 'string':
      return (value) => (typeof value === 'string' ? value : writeJson(value));
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : misfit());
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
      return wholeDecoder(type);
    case 'float':
      return (value) => Math.fround(realOf(value));
    case 'double':
      return realOf;
    case 'binary':
      return (value) => (typeof value === 'string' ? (fromBase64(value) ?? misfit()) : misfit());
    case 'variant':
      return (value) => variantOfJson(value) ?? misfit();
    case 'void':
      return () => null;
    default:
      return timeDecoder(type, formats);
  }
}

function wholeDecoder(type: DataType): Decode {
  return (value) => {
    if (!(value instanceof JsonNumberText) || !/^-?\d+$/.test(value.text)) return misfit();
    const whole = BigInt(value.text);
    return whole < limitOf(type) && fits(whole, type) ? canonicalLong(whole) : misfit();
  };
}

const NAMED: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ...['Infinity', '+INF', 'INF', '+Infinity'].map((text) => [text, Infinity] as const),
  ...['-Infinity', '-INF'].map((text) => [text, -Infinity] as const),
]);

function realOf(value: Json): number {
  if (value instanceof JsonNumberText) return NAMED.get(value.text) ?? Number(value.text);
  const named = typeof value === 'string' ? NAMED.get(value) : undefined;
  return named ?? misfit();
}

function timeDecoder(type: DataType, { timeZone, ...formats }: JsonFormats): Decode {
  const { dateFormat, timestampFormat, localFormat } = formats;
  const pattern = type === 'date' ? dateFormat : type === 'timestamp' ? timestampFormat : localFormat;
  const parse = pattern === undefined ? undefined : parsePatternOf(pattern, timeZone);
  const byPattern = (text: string) => {
    const found = parse?.(text);
    if (found === undefined) return undefined;
    return type === 'date' ? splitDay(found.local).days : type === 'timestamp' ? found.instant : found.local;
  };
  const byCast = (text: string) => {
    if (type === 'date') return parseDateText(text);
    const found = parseTimestampText(text, timeZone);
    return type === 'timestamp' ? found?.instant : found?.local;
  };
  if (type !== 'date' && type !== 'timestamp' && type !== 'timestamp_ntz')
    throw refuse(`JSON of the type ${typeName(type)}`);
  return (value) => {
    if (type === 'timestamp' && value instanceof JsonNumberText) return secondsOf(value.text);
    return typeof value === 'string'
      ? ((parse === undefined ? byCast(value) : byPattern(value)) ?? misfit())
      : misfit();
  };
}

/** A whole number is seconds; the product wraps. */
function secondsOf(text: string): bigint {
  if (!/^-?\d{1,19}$/.test(text) || !fits(BigInt(text), 'long')) return misfit();
  return BigInt.asIntN(64, BigInt(text) * 1_000_000n);
}

function complexDecoder(type: Exclude<DataType, string>, formats: JsonFormats): Decode {
  if (type.type === 'array') {
    const element = decoderOf(type.elementType, formats);
    return (value) => (Array.isArray(value) ? (value as readonly Json[]).map(element) : misfit());
  }
  if (type.type === 'map') {
    if (type.keyType !== 'string') throw refuse('JSON maps with keys other than STRING');
    const item = decoderOf(type.valueType, formats);
    return (value) =>
      value instanceof JsonMembers ? new Map(value.entries.map(([key, inner]) => [key, item(inner)])) : misfit();
  }
  if (type.type === 'udt') throw refuse(`JSON of the type ${typeName(type)}`);
  return formats.isStrict ? strictDecoder(type, formats) : structDecoder(type, formats);
}

function strictDecoder(type: StructType, formats: JsonFormats): Decode {
  const fields = type.fields.map((field) => ({ name: field.name, decode: decoderOf(field.type, formats) }));
  return (value) => {
    if (!(value instanceof JsonMembers)) return misfit();
    return Object.fromEntries(fields.map(({ name, decode }) => [name, decode(value.last(name) ?? null)]));
  };
}

/** A field that does not fit is null, the others stay; of members of one name the last that fits counts. */
function structDecoder(type: StructType, formats: JsonFormats): Decode {
  const { misfits = { count: 0 } } = formats;
  const decoders = new Map(type.fields.map((field) => [field.name, jsonDecoder(field.type, formats)]));
  return (value) => {
    if (!(value instanceof JsonMembers)) return misfit();
    const struct: Record<string, Value> = Object.fromEntries(type.fields.map(({ name }) => [name, null]));
    for (const [name, item] of value.entries) {
      const decode = decoders.get(name);
      if (decode === undefined) continue;
      const found = decode(item);
      if (found === undefined) misfits.count++;
      else struct[name] = found;
    }
    return struct;
  };
}
