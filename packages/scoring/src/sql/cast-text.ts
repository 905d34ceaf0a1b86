import { javaDouble, javaFloat } from '../core/java-text.ts';
import { isAtLeast } from '../core/spark-version.ts';
import { type DataType, decimalOf, isVector } from '../core/types.ts';
import type { Decimal, Value } from '../core/values.ts';
import { type Variant, variantToJson } from '../core/variant.ts';
import { findZone, type Zone } from '../core/zones.ts';
import type { Dialect } from './dialect.ts';
import { badTypes } from './dialect.ts';
import { formatInterval, formatOldInterval, isInterval } from './intervals.ts';
import { decimalText } from './literal-text.ts';
import { formatDateText, formatLocalText, formatTimestampText } from './time-text.ts';
import { typeName } from './type-name.ts';

type ToText = (value: never) => string;

/** `cast(x as string)` of values that are not null. */
export function textOf(type: DataType, dialect: Dialect): (value: Value) => string {
  return toText(type, dialect) as (value: Value) => string;
}

function toText(type: DataType, dialect: Dialect): ToText {
  if (typeof type === 'object') return complexText(type, dialect);
  if (decimalOf(type) !== undefined) return dialect.ansi ? (x: Decimal) => String(x) : decimalText;
  if (isInterval(type))
    return isAtLeast(dialect.version, 3, 0) ? (x: bigint) => formatInterval(x, type) : formatOldInterval;
  switch (type) {
    case 'double':
      return javaDouble;
    case 'float':
      return javaFloat;
    case 'date':
      return isAtLeast(dialect.version, 3, 0) ? formatDateText : (x: number) => formatDateText(x).replace('+', '');
    case 'timestamp': {
      const zone = findZone(dialect.timeZone) as Zone;
      return (x: bigint) => formatTimestampText(x, zone);
    }
    case 'timestamp_ntz':
      return formatLocalText;
    case 'variant': {
      const zone = findZone(dialect.timeZone) as Zone;
      return (x: Variant) => variantToJson(x, zone);
    }
    case 'binary':
      return decodeText;
    default:
      return String;
  }
}

/** UTF-8, with U+FFFD for bytes that are none. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function complexText(type: Exclude<DataType, string>, dialect: Dialect): ToText {
  if (!isAtLeast(dialect.version, 3, 1)) return oldComplexText(type, dialect);
  if (type.type === 'array') {
    const element = orNull(textOf(type.elementType, dialect));
    return (values: readonly Value[]) => `[${values.map(element).join(', ')}]`;
  }
  if (type.type === 'map') {
    const key = textOf(type.keyType, dialect);
    const value = orNull(textOf(type.valueType, dialect));
    return (map: ReadonlyMap<Value, Value>) => `{${[...map].map(([k, v]) => `${key(k)} -> ${value(v)}`).join(', ')}}`;
  }
  if (type.type === 'udt' || isVector(type)) throw badTypes('a type that has a text', typeName(type));
  const fields = type.fields.map((field) => ({ name: field.name, text: orNull(textOf(field.type, dialect)) }));
  return (struct: Record<string, Value>) => `{${fields.map(({ name, text }) => text(struct[name])).join(', ')}}`;
}

/** Before Spark 3.1 everything stands in square brackets, and nulls are empty: `[1,, a ->]`. */
function oldComplexText(type: Exclude<DataType, string>, dialect: Dialect): ToText {
  const text = (inner: DataType) => orNothing(textOf(inner, dialect));
  const list = (items: readonly (string | undefined)[]) =>
    `[${items.map((item, i) => (i === 0 ? (item ?? '') : item === undefined ? ',' : `, ${item}`)).join('')}]`;
  if (type.type === 'array') {
    const element = text(type.elementType);
    return (values: readonly Value[]) => list(values.map(element));
  }
  if (type.type === 'map') {
    const [key, value] = [text(type.keyType), text(type.valueType)];
    return (map: ReadonlyMap<Value, Value>) =>
      list([...map].map(([k, v]) => `${key(k)} ->${v === null ? '' : ` ${value(v) as string}`}`));
  }
  if (type.type === 'udt' || isVector(type)) throw badTypes('a type that has a text', typeName(type));
  const fields = type.fields.map((field) => ({ name: field.name, text: text(field.type) }));
  return (struct: Record<string, Value>) => list(fields.map(({ name, text }) => text(struct[name])));
}

function orNothing(text: (value: Value) => string): (value: Value) => string | undefined {
  return (value) => (value === null || value === undefined ? undefined : text(value));
}

function orNull(text: (value: Value) => string): (value: Value) => string {
  return (value) => (value === null || value === undefined ? 'null' : text(value));
}
