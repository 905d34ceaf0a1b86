/**
 * Values as JSON, in the text of Spark's `Dataset.toJSON` with nulls kept (ignoreNullFields=false). One shortening: a
 * dense vector has no "size" and "indices", which there are always null.
 */
import {
  type DataType,
  Decimal,
  decimalOf,
  formatDate,
  formatTimestamp,
  formatTimestampNtz,
  isVector,
  javaDouble,
  javaFloat,
  type MapType,
  type Row,
  ScoringError,
  type StructType,
  UTC,
  type Value,
  type Vector,
  type Zone,
} from '@tinderbox/scoring';

export type JsonEncoder = (value: Value) => string;

/** The texts of doubles and floats, which JSON gets as they are, or quoted where they are none of its numbers. */
export interface NumberTexts {
  readonly double: (x: number) => string;
  readonly float: (x: number) => string;
  /** Of many doubles, between brackets. */
  readonly doubles: (numbers: Float64Array) => string;
}

const JAVA_NUMBERS: NumberTexts = {
  double: javaDouble,
  float: javaFloat,
  doubles: (numbers) => listNumbers(numbers, javaDouble),
};

/** As short as reads back the same, for answers that must be fast: 1 for 1.0, 1e+21 for 1.0E21. */
export const SHORT_NUMBERS: NumberTexts = { double: shortText, float: shortText, doubles: shortTexts };

function shortText(x: number): string {
  return x !== 0 || 1 / x > 0 ? `${x}` : '-0.0';
}

/** JSON.stringify makes no string of each number, but has another idea of those that JSON lacks, and of -0. */
function shortTexts(numbers: Float64Array): string {
  const plain: number[] = [];
  for (let k = 0; k < numbers.length; k++) {
    const x = numbers[k] as number;
    if (!Number.isFinite(x) || Object.is(x, -0)) return listNumbers(numbers, shortText);
    plain.push(x);
  }
  return JSON.stringify(plain);
}

function listNumbers(numbers: Float64Array, textOfNumber: (x: number) => string): string {
  let list = '';
  for (let k = 0; k < numbers.length; k++) {
    if (k > 0) list += ',';
    const x = numbers[k] as number;
    list += Number.isFinite(x) ? textOfNumber(x) : `"${x}"`;
  }
  return `[${list}]`;
}

/** A row as one JSON object, keys in the order of the schema, without line feed. */
export function createRowEncoder(schema: StructType, zone: Zone = UTC, numbers = JAVA_NUMBERS): (row: Row) => string {
  const fields = schema.fields.map(({ name, type }) => ({
    key: quoteJson(name),
    encode: createJsonEncoder(type, zone, numbers),
  }));
  const starts = fields.map(({ key }, k) => `${k === 0 ? '{' : ','}${key}:`);
  if (fields.length === 0) return () => '{}';
  return (row) => {
    let text = '';
    for (let k = 0; k < fields.length; k++) text += starts[k] + (fields[k] as { encode: JsonEncoder }).encode(row[k]);
    return `${text}}`;
  };
}

/** As createRowEncoder, of a plain object that has all columns. */
export function createRecordEncoder(
  schema: StructType,
  zone: Zone = UTC,
  numbers = JAVA_NUMBERS,
): (record: { readonly [column: string]: unknown }) => string {
  const fields = schema.fields.map(({ name, type }, k) => ({
    name,
    start: `${k === 0 ? '{' : ','}${quoteJson(name)}:`,
    encode: createJsonEncoder(type, zone, numbers),
  }));
  if (fields.length === 0) return () => '{}';
  return (record) => {
    let text = '';
    for (const { name, start, encode } of fields) text += start + encode(record[name] as Value);
    return `${text}}`;
  };
}

/** The encoder of a type, made once and used for many values. null and undefined become `null`. */
export function createJsonEncoder(type: DataType, zone: Zone = UTC, numbers = JAVA_NUMBERS): JsonEncoder {
  const encode = encoderOf(type, zone, numbers);
  return (value) => (value === null || value === undefined ? 'null' : encode(value));
}

/** A JSON string as Jackson writes it: control characters with upper-case digits, all else raw. */
export function quoteJson(text: string): string {
  const quoted = JSON.stringify(text);
  if (!quoted.includes('\\u')) return quoted;
  return quoted.replace(/\\(?:u([0-9a-f]{4})|.)/g, (match, digits?: string) =>
    digits === undefined ? match : `\\u${digits.toUpperCase()}`,
  );
}

/** A decimal as `BigDecimal.toString`, which takes to exponents below 10^-6. */
export function bigDecimalText(value: Decimal): string {
  const { unscaled, scale } = value;
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  const exponent = digits.length - 1 - scale;
  if (scale >= 0 && exponent >= -6) return value.toString();
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return `${unscaled < 0n ? '-' : ''}${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
}

function encoderOf(type: DataType, zone: Zone, numbers: NumberTexts): JsonEncoder {
  if (typeof type === 'object') {
    if (isVector(type)) return (value) => encodeVector(value as Vector, numbers);
    if (type.type === 'udt') return encoderOf(type.sqlType, zone, numbers);
    if (type.type === 'array') return arrayEncoder(type.elementType, zone, numbers);
    if (type.type === 'map') return mapEncoder(type, zone, numbers);
    const encode = structEncoder(type, zone, numbers);
    return (value) => encode(value as Record<string, Value>);
  }
  if (decimalOf(type) !== undefined) return (value) => bigDecimalText(value as Decimal);
  switch (type) {
    case 'double':
      return (value) => encodeNumber(numbers.double(value as number));
    case 'float':
      return (value) => encodeNumber(numbers.float(value as number));
    case 'string':
      return (value) => quoteJson(value as string);
    case 'binary':
    case 'date':
    case 'timestamp':
    case 'timestamp_ntz': {
      const format = textOf(type, zone);
      return (value) => `"${format(value)}"`;
    }
    case 'void':
      return () => 'null';
    case 'boolean':
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
    case 'variant':
      return String;
    default:
      return (value) => quoteJson(String(value));
  }
}

/** The text of a value of a type that JSON holds as text; shared with map keys and CSV. */
export function textOf(type: DataType, zone: Zone = UTC): (value: Value) => string {
  switch (type) {
    case 'double':
      return (value) => javaDouble(value as number);
    case 'float':
      return (value) => javaFloat(value as number);
    case 'binary':
      return (value) => Buffer.from(value as Uint8Array).toString('base64');
    case 'date':
      return (value) => formatDate(value as number);
    case 'timestamp':
      return (value) => formatTimestamp(value as bigint, zone);
    case 'timestamp_ntz':
      return (value) => formatTimestampNtz(value as bigint);
    default:
      return (value) => (value instanceof Decimal ? bigDecimalText(value) : String(value));
  }
}

const LETTER_N = 'N'.charCodeAt(0);
const LETTER_Y = 'y'.charCodeAt(0);

/** NaN and the infinities are no JSON numbers. */
function encodeNumber(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last === LETTER_N || last === LETTER_Y ? `"${text}"` : text;
}

function encodeVector(vector: Vector, { doubles }: NumberTexts): string {
  const values = doubles(vector.values);
  if (vector.type === 1) return `{"type":1,"values":${values}}`;
  return `{"type":0,"size":${vector.size},"indices":[${vector.indices.join(',')}],"values":${values}}`;
}

function arrayEncoder(elementType: DataType, zone: Zone, numbers: NumberTexts): JsonEncoder {
  const encode = createJsonEncoder(elementType, zone, numbers);
  return (value) => `[${(value as readonly Value[]).map(encode).join(',')}]`;
}

function mapEncoder(type: MapType, zone: Zone, numbers: NumberTexts): JsonEncoder {
  if (typeof type.keyType === 'object') {
    throw new ScoringError(
      'FORMAT_UNSUPPORTED',
      'expected a map with simple keys, got one whose keys JSON cannot hold',
    );
  }
  const key = textOf(type.keyType, zone);
  const encode = createJsonEncoder(type.valueType, zone, numbers);
  return (value) =>
    `{${Array.from(value as Map<Value, Value>, ([k, v]) => `${quoteJson(key(k))}:${encode(v)}`).join(',')}}`;
}

function structEncoder(type: StructType, zone: Zone, numbers: NumberTexts): (value: Record<string, Value>) => string {
  const names = type.fields.map((field) => field.name);
  const encode = createRowEncoder(type, zone, numbers);
  return (value) => encode(names.map((name) => (Object.hasOwn(value, name) ? value[name] : null)));
}
