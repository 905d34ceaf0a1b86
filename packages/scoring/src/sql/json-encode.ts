/** Values to JSON. Mirrors `JacksonGenerator`. */
import { javaDouble, javaFloat } from '../core/java-text.ts';
import { type DataType, decimalOf } from '../core/types.ts';
import type { Value } from '../core/values.ts';
import { type Variant, variantToJson } from '../core/variant.ts';
import { findZone, type Zone } from '../core/zones.ts';
import { toBase64 } from './bytes-text.ts';
import { textOf } from './cast-text.ts';
import { formatPatternOf } from './date-pattern.ts';
import type { Dialect } from './dialect.ts';
import type { JsonFormats } from './json-decode.ts';
import { quoteJson } from './json-text.ts';
import { decimalText } from './literal-text.ts';
import { formatDateText } from './time-text.ts';

export interface JsonEncoding extends JsonFormats {
  readonly keepsNulls: boolean;
  /** Members stand in the order of their names. */
  readonly sortsKeys: boolean;
  readonly dialect: Dialect;
}

type Encode = (value: never) => string;

/** The JSON of values of a type; null fields of structs go unless they are kept. */
export function jsonEncoder(type: DataType, encoding: JsonEncoding): (value: Value) => string {
  const encode = presentEncoder(type, encoding) as (value: Value) => string;
  return (value) => (value === null || value === undefined ? 'null' : encode(value));
}

const number = (text: string) => (/^-?[\d.]/.test(text) && text !== '-Infinity' ? text : `"${text}"`);

function presentEncoder(type: DataType, encoding: JsonEncoding): Encode {
  if (typeof type === 'object') return complexEncoder(type, encoding);
  if (decimalOf(type) !== undefined) return decimalText;
  const { timeZone, dateFormat, timestampFormat, localFormat, dialect } = encoding;
  switch (type) {
    case 'string':
      return quoteJson;
    case 'double':
      return (x: number) => number(javaDouble(x));
    case 'float':
      return (x: number) => number(javaFloat(x));
    case 'binary':
      return (x: Uint8Array) => quoteJson(toBase64(x));
    case 'date': {
      if (dateFormat === undefined) return (x: number) => quoteJson(formatDateText(x));
      const format = formatPatternOf(dateFormat, findZone('UTC') as Zone, 'UTC');
      return (x: number) => quoteJson(format(BigInt(x) * 86_400_000_000n));
    }
    case 'timestamp': {
      const format = formatPatternOf(
        timestampFormat ?? "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
        findZone(timeZone) as Zone,
        timeZone,
      );
      return (x: bigint) => quoteJson(format(x));
    }
    case 'timestamp_ntz': {
      const format = formatPatternOf(localFormat ?? "yyyy-MM-dd'T'HH:mm:ss.SSS", findZone('UTC') as Zone, 'UTC');
      return (x: bigint) => quoteJson(format(x));
    }
    case 'variant': {
      const zone = findZone(timeZone) as Zone;
      return (x: Variant) => variantToJson(x, zone);
    }
    default:
      return type.startsWith('interval') ? (x: Value) => quoteJson(textOf(type, dialect)(x)) : String;
  }
}

function complexEncoder(type: Exclude<DataType, string>, encoding: JsonEncoding): Encode {
  if (type.type === 'array') {
    const element = jsonEncoder(type.elementType, encoding);
    return (items: readonly Value[]) => `[${items.map(element).join(',')}]`;
  }
  if (type.type === 'map') {
    const [key, value] = [keyText(type.keyType, encoding.dialect), jsonEncoder(type.valueType, encoding)];
    return (map: ReadonlyMap<Value, Value>) => {
      const members = [...map].map(([k, v]) => ({ name: key(k), json: value(v) }));
      if (encoding.sortsKeys) members.sort(byName);
      return `{${members.map(({ name, json }) => `${quoteJson(name)}:${json}`).join(',')}}`;
    };
  }
  if (type.type === 'udt') return jsonEncoder(type.sqlType, encoding);
  const fields = type.fields.map((field) => ({ name: field.name, encode: jsonEncoder(field.type, encoding) }));
  if (encoding.sortsKeys) fields.sort(byName);
  return (struct: Record<string, Value>) => {
    const shown = fields.filter(({ name }) => encoding.keepsNulls || (struct[name] ?? null) !== null);
    return `{${shown.map(({ name, encode }) => `${quoteJson(name)}:${encode(struct[name])}`).join(',')}}`;
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** Keys of maps are written as they stand in Spark's memory: dates as days, structs and arrays in brackets. */
function keyText(type: DataType, dialect: Dialect): (value: Value) => string {
  if (typeof type === 'string') return /^(date|timestamp|interval .*)/.test(type) ? String : textOf(type, dialect);
  const orNull = (text: (value: Value) => string) => (value: Value) => (value === null ? 'null' : text(value));
  if (type.type === 'array') {
    const item = orNull(keyText(type.elementType, dialect));
    return (items) => `[${(items as readonly Value[]).map(item).join(',')}]`;
  }
  if (type.type !== 'struct') return textOf(type, dialect);
  const fields = type.fields.map((field) => ({ name: field.name, text: orNull(keyText(field.type, dialect)) }));
  return (struct) =>
    `[${fields.map(({ name, text }) => text((struct as Record<string, Value>)[name] ?? null)).join(',')}]`;
}
