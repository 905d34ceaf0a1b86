/** Values to XML. Mirrors `StaxXmlGenerator`. */
import { javaDouble, javaFloat } from '../../core/java-text.ts';
import { type DataType, decimalOf, type StructType } from '../../core/types.ts';
import type { Decimal, Value } from '../../core/values.ts';
import { findZone, type Zone } from '../../core/zones.ts';
import { textOf } from '../cast-text.ts';
import { formatPatternOf } from '../date-pattern.ts';
import { type Dialect, failRow, refuse } from '../dialect.ts';
import { decimalText, hex } from '../literal-text.ts';
import { formatDateText } from '../time-text.ts';
import { typeName } from '../type-name.ts';
import type { XmlWriter } from './writer.ts';

export interface XmlEncoding {
  readonly attributePrefix: string;
  readonly valueTag: string;
  /** What stands for null; without it elements that are null are left out. */
  readonly nullValue?: string;
  readonly arrayElementName: string;
  readonly timeZone: string;
  readonly dateFormat?: string;
  readonly timestampFormat: string;
  readonly timestampNTZFormat: string;
  readonly dialect: Dialect;
}

type Write<T = Value> = (writer: XmlWriter, value: T) => void;
type Name = { readonly name: string; readonly type: DataType };

/** Writes a struct as an element. */
export function rowEncoder(name: string, type: DataType, encoding: XmlEncoding): Write {
  return elementEncoder({ name, type }, encoding);
}

function isAttribute(name: string, { attributePrefix, valueTag }: XmlEncoding): boolean {
  return name.startsWith(attributePrefix) && name !== valueTag;
}

/** A field of a struct: an attribute, or an element for each item of an array. */
function childEncoder({ name, type }: Name, encoding: XmlEncoding): Write {
  if (isAttribute(name, encoding)) return attributeEncoder({ name, type }, encoding);
  if (typeof type !== 'object' || type.type !== 'array') return elementEncoder({ name, type }, encoding);
  const write = elementEncoder({ name, type: type.elementType }, encoding);
  const absent = elementEncoder({ name, type: 'void' }, encoding);
  return (writer, value) => {
    if (value === null) absent(writer, null);
    else for (const item of value as readonly Value[]) write(writer, item);
  };
}

const INNER = /^(void|date|timestamp.*|interval .*)$/;

/** Attributes hold the inner form of values: days, months and microseconds. */
function attributeEncoder({ name, type }: Name, encoding: XmlEncoding): Write {
  const plain = INNER.test(String(type)) ? String : textOfAtom(type, encoding);
  if (plain === undefined || type === 'binary') throw refuse(`XML attributes of the type ${typeName(type)}`);
  const shown = name.slice(encoding.attributePrefix.length);
  return (writer, value) => {
    const text = value === null ? encoding.nullValue : plain(value);
    if (text !== undefined) writer.attribute(shown, text);
  };
}

function elementEncoder({ name, type }: Name, encoding: XmlEncoding): Write {
  const { nullValue, valueTag } = encoding;
  const content = contentEncoder(type, encoding);
  const write: Write = (writer, value) => {
    if (value === null) writer.text(nullValue as string);
    else content(writer, value);
  };
  return (writer, value) => {
    if (value === null && nullValue === undefined) return;
    if (name === valueTag) write(writer, value);
    else writer.element(name, () => write(writer, value));
  };
}

function contentEncoder(type: DataType, encoding: XmlEncoding): Write {
  const text = textOfAtom(type, encoding);
  if (text !== undefined) return (writer, value) => writer.text(text(value));
  if (typeof type !== 'object' || type.type === 'udt') return () => failType(type);
  if (type.type === 'struct') return structEncoder(type, encoding);
  if (type.type === 'array') {
    const write = childEncoder({ name: encoding.arrayElementName, type: type.elementType }, encoding);
    return (writer, value) => {
      for (const item of value as readonly Value[]) write(writer, item);
    };
  }
  return mapEncoder(type, encoding);
}

function failType(type: DataType): never {
  throw failRow(
    'org.apache.spark.SparkIllegalArgumentException',
    `expected a type that XML has, got ${typeName(type)}`,
  );
}

/** Attributes come first, wherever they stand. */
function structEncoder({ fields }: StructType, encoding: XmlEncoding): Write {
  const attributes = fields.filter(({ name }) => isAttribute(name, encoding));
  const elements = fields.filter(({ name }) => !isAttribute(name, encoding));
  const children = [...attributes, ...elements].map((field) => ({ ...field, write: childEncoder(field, encoding) }));
  return (writer, value) => {
    for (const { name, write } of children) write(writer, (value as Record<string, Value>)[name] ?? null);
  };
}

function mapEncoder({ keyType, valueType }: { keyType: DataType; valueType: DataType }, encoding: XmlEncoding): Write {
  const keyOf = textOf(keyType, encoding.dialect);
  return (writer, map) => {
    const entries = [...(map as ReadonlyMap<Value, Value>)].map(([key, value]) => ({ name: keyOf(key), value }));
    for (const attributes of [true, false]) {
      for (const { name, value } of entries)
        if (isAttribute(name, encoding) === attributes)
          childEncoder({ name, type: valueType }, encoding)(writer, value);
    }
  };
}

/** The text of a value that is one; undefined for arrays, maps, structs and types that XML does not take. */
function textOfAtom(type: DataType, encoding: XmlEncoding): ((value: Value) => string) | undefined {
  const { timeZone, dateFormat, timestampFormat, timestampNTZFormat } = encoding;
  if (decimalOf(type) !== undefined) return (value) => decimalText(value as Decimal);
  const format = (pattern: string, zone: string) => formatPatternOf(pattern, findZone(zone) as Zone, zone);
  switch (type) {
    case 'double':
      return (value) => javaDouble(value as number);
    case 'float':
      return (value) => javaFloat(value as number);
    case 'date': {
      const byPattern = dateFormat === undefined ? undefined : format(dateFormat, 'UTC');
      return (days) => byPattern?.(BigInt(days as number) * 86_400_000_000n) ?? formatDateText(days as number);
    }
    case 'timestamp':
      return format(timestampFormat, timeZone) as (value: Value) => string;
    case 'timestamp_ntz':
      return format(timestampNTZFormat, 'UTC') as (value: Value) => string;
    case 'binary':
      return (bytes) => `[${(hex(bytes as Uint8Array).match(/../g) ?? []).join(' ')}]`;
    case 'void':
      return () => '';
    default:
      return typeof type === 'string' && !type.startsWith('interval') ? String : undefined;
  }
}
