/**
 * From parsed JSON to the values of a row, checked against a Spark type. Two things stand for a double's missing
 * literals: the strings "NaN", "Infinity" and their kin. A numeric string is no number. null is null for every type.
 * What JavaScript has beyond JSON fits too: typed arrays, Map, Date, bigint, Decimal, the vectors themselves.
 */
import { locate, ScoringError, type Where } from './errors.ts';
import { isObject, JsonNumber, setOwn } from './json-parse.ts';
import { parseDate, parseTimestamp, parseTimestampNtz } from './time.ts';
import {
  type ArrayType,
  type DataType,
  decimalOf,
  describeType,
  isVector,
  type MapType,
  type StructType,
} from './types.ts';
import { canonicalLong, Decimal, parseDecimal, type Row, rescale, type Value } from './values.ts';
import { DenseVector, isVectorValue, SparseVector, type Vector } from './vector.ts';
import { UTC, type Zone } from './zones.ts';

/** Throws INPUT_VALUE, without a place, for what does not fit the type. */
export type JsonDecoder = (value: unknown) => Value;

const SPECIAL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ...['Infinity', '+Infinity', 'INF', '+INF', 'Inf', '+Inf'].map((text) => [text, Infinity] as const),
  ...['-Infinity', '-INF', '-Inf'].map((text) => [text, -Infinity] as const),
]);

const INTEGER_LIMITS: ReadonlyMap<DataType, bigint> = new Map([
  ['byte', 2n ** 7n],
  ['short', 2n ** 15n],
  ['integer', 2n ** 31n],
  ['long', 2n ** 63n],
]);

/** One value of the given type. Throws INPUT_VALUE at `where`. */
export function decodeJson(value: unknown, type: DataType, where: Where): Value {
  try {
    return createJsonDecoder(type)(value);
  } catch (error) {
    throw locate(error, where);
  }
}

/**
 * A row from a JSON object: keys in any order, a missing key is null, an unknown one ignored. The row number is for
 * messages and counts from 1; without it they name none. Timestamps without a zone are of the one given.
 */
export function createRowDecoder(schema: StructType, zone: Zone = UTC): (value: unknown, row?: number) => Row {
  const names = schema.fields.map((field) => field.name);
  const decoders = schema.fields.map((field) => createJsonDecoder(field.type, zone));
  return (value, row) => {
    const where = row === undefined ? {} : { row };
    if (!isObject(value)) {
      throw new ScoringError('INPUT_FORMAT', `expected a JSON object, got ${describeJson(value)}`, where);
    }
    const result: Row = new Array(names.length);
    for (let k = 0; k < names.length; k++) {
      const name = names[k] as string;
      try {
        result[k] = Object.hasOwn(value, name) ? (decoders[k] as JsonDecoder)(value[name]) : null;
      } catch (error) {
        throw locate(error, { column: name, ...where });
      }
    }
    return result;
  };
}

/** The decoder of a type, made once and used for many values. */
export function createJsonDecoder(type: DataType, zone: Zone = UTC): JsonDecoder {
  const decode = decoderOf(type, zone);
  return (value) => (value === null || value === undefined ? null : decode(value));
}

/** What a JSON value is, for messages; never its content. */
export function describeJson(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'bigint' || value instanceof JsonNumber) return 'a number';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function decoderOf(type: DataType, zone: Zone): JsonDecoder {
  if (typeof type === 'object') {
    if (isVector(type)) return decodeVector;
    if (type.type === 'udt') return decoderOf(type.sqlType, zone);
    if (type.type === 'array') return arrayDecoder(type, zone);
    return type.type === 'map' ? mapDecoder(type, zone) : structDecoder(type, zone);
  }
  const limit = INTEGER_LIMITS.get(type);
  if (limit !== undefined) return integerDecoder(limit, type);
  const decimal = decimalOf(type);
  if (decimal !== undefined) return decimalDecoder(decimal.precision, decimal.scale);
  switch (type) {
    case 'double':
      return decodeDouble;
    case 'float':
      return (value) => Math.fround(numberOf(value, 'FLOAT'));
    case 'string':
      return decodeString;
    case 'boolean':
      return decodeBoolean;
    case 'binary':
      return decodeBinary;
    case 'date':
      return momentDecoder(parseDate, daysOfDate, 'a DATE as yyyy-MM-dd');
    case 'timestamp':
      return momentDecoder((text) => parseTimestamp(text, zone), microsOfDate, 'a TIMESTAMP as ISO-8601 text');
    case 'timestamp_ntz':
      return momentDecoder(parseTimestampNtz, microsOfDate, 'a TIMESTAMP_NTZ as ISO-8601 text without zone');
    case 'variant':
      // The text of a number, which is part of the value, is lost by now.
      throw new ScoringError('FORMAT_UNSUPPORTED', 'expected a type that JSON rows can hold, got VARIANT');
    default:
      return (value) => fail(describeType(type), describeJson(value));
  }
}

function fail(expected: string, got: string): never {
  throw new ScoringError('INPUT_VALUE', `expected ${expected}, got ${got}`);
}

function decodeDouble(value: unknown): number {
  return typeof value === 'number' ? value : numberOf(value, 'DOUBLE');
}

function numberOf(value: unknown, expected: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof JsonNumber) return Number(value.text);
  const special = typeof value === 'string' ? SPECIAL_NUMBERS.get(value) : undefined;
  return special ?? fail(expected, describeJson(value));
}

function decodeString(value: unknown): string {
  return typeof value === 'string' ? value : fail('STRING', describeJson(value));
}

function decodeBoolean(value: unknown): boolean {
  return typeof value === 'boolean' ? value : fail('BOOLEAN', describeJson(value));
}

function decodeBinary(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string') fail('BINARY as base64 text', describeJson(value));
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) fail('BINARY as base64 text', 'other text');
  return Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
}

/** A date or timestamp: text, or a Date, which is taken in UTC. */
function momentDecoder(
  parse: (text: string) => Value | undefined,
  ofDate: (date: Date) => Value,
  expected: string,
): JsonDecoder {
  return (value) => {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? fail(expected, 'an invalid Date') : ofDate(value);
    if (typeof value !== 'string') fail(expected, describeJson(value));
    return parse(value) ?? fail(expected, 'other text');
  };
}

function daysOfDate(date: Date): number {
  return Math.floor(date.getTime() / 86_400_000);
}

function microsOfDate(date: Date): bigint {
  return BigInt(date.getTime()) * 1000n;
}

function integerDecoder(limit: bigint, type: DataType): JsonDecoder {
  const bound = Number(limit);
  const name = describeType(type);
  return (value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= -bound && value < bound) return value + 0;
    const exact = integerOf(value) ?? fail(name, describeNumber(value));
    return exact >= -limit && exact < limit ? canonicalLong(exact) : fail(name, 'a number out of its range');
  };
}

function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  const decimal = value instanceof JsonNumber ? decimalOfText(value.text) : undefined;
  if (decimal === undefined) return undefined;
  const whole = rescale(decimal, 0);
  return whole.unscaled * 10n ** BigInt(Math.max(0, decimal.scale)) ===
    rescale(decimal, Math.max(0, decimal.scale)).unscaled
    ? whole.unscaled
    : undefined;
}

function describeNumber(value: unknown): string {
  return typeof value === 'number' || value instanceof JsonNumber ? 'a number with a fraction' : describeJson(value);
}

function decimalDecoder(precision: number, scale: number): JsonDecoder {
  const name = `DECIMAL(${precision},${scale})`;
  const limit = 10n ** BigInt(precision);
  return (value) => {
    const decimal = value instanceof Decimal ? value : decimalOfJson(value, name);
    const result = rescale(decimal, scale);
    return result.unscaled > -limit && result.unscaled < limit ? result : fail(name, 'a number out of its range');
  };
}

function decimalOfJson(value: unknown, name: string): Decimal {
  const text = decimalText(value) ?? fail(name, describeJson(value));
  return decimalOfText(text) ?? fail(name, 'other text');
}

function decimalText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** As parseDecimal; undefined too where the exponent would need more digits than any Spark number has. */
export function decimalOfText(text: string): Decimal | undefined {
  if (text.length > 1000) return undefined;
  const decimal = parseDecimal(text);
  if (decimal === undefined || decimal.unscaled === 0n) return decimal && new Decimal(0n, 0);
  return Math.abs(decimal.scale) > 1000 ? undefined : decimal;
}

function arrayDecoder(type: ArrayType, zone: Zone): JsonDecoder {
  const decode = createJsonDecoder(type.elementType, zone);
  const name = describeType(type);
  return (value) => {
    const elements = elementsOf(value) ?? fail(name, describeJson(value));
    return elements.map((element, k) => inside(() => decode(element), `element ${k}`));
  };
}

function mapDecoder(type: MapType, zone: Zone): JsonDecoder {
  const decode = createJsonDecoder(type.valueType, zone);
  const decodeKey = keyDecoder(type.keyType, zone);
  const decodeNativeKey = createJsonDecoder(type.keyType, zone);
  const name = describeType(type);
  return (value) => {
    if (!isObject(value)) fail(name, describeJson(value));
    const result = new Map<Value, Value>();
    const native = value instanceof Map;
    for (const [key, item] of native ? value : Object.entries(value)) {
      result.set(
        inside(() => (native ? decodeNativeKey(key) : decodeKey(key)), 'key'),
        inside(() => decode(item), 'map value'),
      );
    }
    return result;
  };
}

/** JSON keys are text: those of numbers and booleans hold the JSON of the key. */
function keyDecoder(type: DataType, zone: Zone): (key: string) => Value {
  const decode = createJsonDecoder(type, zone);
  const textual = typeof type === 'string' && /^(string|binary|date|timestamp|timestamp_ntz|decimal.*)$/.test(type);
  if (textual) return decode;
  return (key) => {
    if (type === 'boolean') return decode(key === 'true' ? true : key === 'false' ? false : key);
    return decode(/^-?\d[\d.]*([eE][+-]?\d+)?$/.test(key) ? new JsonNumber(key) : key);
  };
}

function structDecoder(type: StructType, zone: Zone): JsonDecoder {
  const fields = type.fields.map(({ name, type: fieldType }) => ({ name, decode: createJsonDecoder(fieldType, zone) }));
  return (value) => {
    if (!isObject(value)) fail(describeType(type), describeJson(value));
    const result: Record<string, Value> = {};
    for (const { name, decode } of fields) {
      const item = Object.hasOwn(value, name) ? value[name] : null;
      setOwn(
        result,
        name,
        inside(() => decode(item), `field ${name}`),
      );
    }
    return result;
  };
}

function inside<T>(decode: () => T, place: string): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    throw new ScoringError(error.code, `${place}: ${error.detail}`);
  }
}

/** An array, or a typed array of numbers, as an array. */
function elementsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Float64Array) : undefined;
}

function decodeVector(value: unknown): Vector {
  if (isVectorValue(value)) return value;
  const dense = elementsOf(value);
  if (dense !== undefined) return new DenseVector(numbersOf(dense));
  if (!isObject(value)) fail('VECTOR', describeJson(value));
  const { type, size, indices, values } = value;
  if (!Array.isArray(values)) fail('VECTOR with an array "values"', describeJson(values ?? null));
  if (type === 1) return new DenseVector(numbersOf(values));
  if (type !== 0) fail('VECTOR with "type" 0 (sparse) or 1 (dense)', 'another');
  if (!isIndex(size, 2 ** 31)) fail('VECTOR with a whole "size"', describeJson(size ?? null));
  if (!Array.isArray(indices)) fail('VECTOR with an array "indices"', describeJson(indices ?? null));
  return sparseVector(size, indices, numbersOf(values));
}

function sparseVector(size: number, indices: readonly unknown[], values: Float64Array): SparseVector {
  if (indices.length !== values.length) {
    fail('VECTOR with as many indices as values', `${indices.length} indices and ${values.length} values`);
  }
  const result = new Int32Array(indices.length);
  let previous = -1;
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k];
    if (!isIndex(index, size) || index <= previous) fail(`VECTOR with increasing indices below ${size}`, 'others');
    result[k] = previous = index;
  }
  return new SparseVector(size, result, values);
}

function isIndex(value: unknown, limit: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < limit;
}

function numbersOf(values: readonly unknown[]): Float64Array {
  const result = new Float64Array(values.length);
  for (let k = 0; k < result.length; k++) result[k] = numberOf(values[k], 'VECTOR of numbers');
  return result;
}
