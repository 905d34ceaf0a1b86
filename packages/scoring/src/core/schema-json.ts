/** Schemas in Spark's JSON (`df.schema.json()`); mirrors Spark's DataType.scala. */

import { listNames, ScoringError } from './errors.ts';
import { checkSchemaLength, createStruct, decimalType, joinPlace, MAX_SCHEMA_DEPTH } from './schema-checks.ts';
import { createField, type DataType, type Field, type Metadata, type PrimitiveType, type StructType } from './types.ts';

/** The metadata of wide one-hot columns takes megabytes. */
const MAX_LENGTH = 64 * 2 ** 20;

const NAMED: Readonly<Record<string, PrimitiveType>> = {
  string: 'string',
  boolean: 'boolean',
  byte: 'byte',
  short: 'short',
  integer: 'integer',
  long: 'long',
  float: 'float',
  double: 'double',
  binary: 'binary',
  date: 'date',
  timestamp: 'timestamp',
  timestamp_ltz: 'timestamp',
  timestamp_ntz: 'timestamp_ntz',
  void: 'void',
  null: 'void',
  variant: 'variant',
  decimal: 'decimal(10,0)',
};

/** Where a type stands: its column (`a.b`, with `element`, `key`, `value`) and how deep. */
interface Place {
  readonly column: string;
  readonly depth: number;
}

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The schema that Spark wrote. char(n) and varchar(n) become string; a UDT known to Python alone has its pyClass as
 * class. Throws INPUT_SCHEMA for bad JSON, types that cannot be scored (interval, ...), and duplicate names.
 */
export function parseSchemaJson(text: string): StructType {
  checkSchemaLength(text, MAX_LENGTH);
  const schema = readType(parseJson(text), { column: '', depth: 0 });
  if (typeof schema === 'object' && schema.type === 'struct') return schema;
  throw new ScoringError('INPUT_SCHEMA', 'expected the JSON of a struct type, got another type');
}

/** The JSON that Spark's `StructType.json` gives, keys in its order. */
export function formatSchemaJson(schema: StructType): string {
  return JSON.stringify(toJson(schema));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScoringError(
      'INPUT_SCHEMA',
      'expected the JSON of a schema, got text that is not JSON',
      {},
      { cause: error },
    );
  }
}

function readType(json: unknown, place: Place): DataType {
  if (place.depth > MAX_SCHEMA_DEPTH) throw refuse(place, `at most ${MAX_SCHEMA_DEPTH} types within types`, 'more');
  if (typeof json === 'string') return readNamedType(json, place);
  if (!isObject(json)) throw refuse(place, 'a type', describeJson(json));
  switch (json.type) {
    case 'struct':
      return readStruct(json, place);
    case 'array': {
      const elementType = readType(json.elementType, inside(place, 'element'));
      return { type: 'array', elementType, containsNull: readFlag(json, 'containsNull', place) };
    }
    case 'map': {
      const keyType = readType(json.keyType, inside(place, 'key'));
      const valueType = readType(json.valueType, inside(place, 'value'));
      return { type: 'map', keyType, valueType, valueContainsNull: readFlag(json, 'valueContainsNull', place) };
    }
    case 'udt':
      return readUserDefined(json, place);
  }
  throw refuse(place, 'a type "struct", "array", "map" or "udt"', describeJson(json.type));
}

function readNamedType(name: string, place: Place): PrimitiveType {
  const known = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (known !== undefined) return known;
  if (/^(var)?char\(\s*\d+\s*\)$/.test(name)) return 'string';
  const [, precision, scale] = /^decimal\(\s*(\d+)\s*,\s*(-?\d+)\s*\)$/.exec(name) ?? [];
  const decimal = precision === undefined ? undefined : decimalType(Number(precision), Number(scale));
  if (decimal !== undefined) return decimal;
  throw refuse(place, 'a type that can be scored', `"${name}"; have: ${listNames(Object.keys(NAMED), 20)}`);
}

function readStruct(json: JsonObject, place: Place): StructType {
  if (!Array.isArray(json.fields)) throw refuse(place, 'the fields of a struct', describeJson(json.fields));
  const fields = json.fields.map((field, i) => readField(field, i, place));
  return createStruct(fields, place.column);
}

function readField(json: unknown, index: number, place: Place): Field {
  if (!isObject(json)) throw refuse(place, `a field at index ${index}`, describeJson(json));
  if (typeof json.name !== 'string') {
    throw refuse(place, `a name of the field at index ${index}`, describeJson(json.name));
  }
  const here = inside(place, json.name);
  const metadata = json.metadata ?? {};
  if (!isObject(metadata)) throw refuse(here, 'metadata', describeJson(metadata));
  checkDepth(metadata, here);
  return createField(json.name, readType(json.type, here), readFlag(json, 'nullable', here), metadata as Metadata);
}

/** Deep metadata would overflow the stack of whoever walks it. */
function checkDepth(json: unknown, place: Place): void {
  if (typeof json !== 'object' || json === null) return;
  if (place.depth > MAX_SCHEMA_DEPTH) throw refuse(place, `metadata at most ${MAX_SCHEMA_DEPTH} deep`, 'deeper');
  const inner = { column: place.column, depth: place.depth + 1 };
  for (const value of Object.values(json)) checkDepth(value, inner);
}

function readUserDefined(json: JsonObject, place: Place): DataType {
  const { class: scalaClass, pyClass } = json;
  const name = scalaClass ?? pyClass;
  if (typeof name !== 'string') throw refuse(place, 'the class of a user-defined type', describeJson(name));
  const python = typeof pyClass === 'string' ? { pyClass } : {};
  return { type: 'udt', class: name, ...python, sqlType: readType(json.sqlType, { ...place, depth: place.depth + 1 }) };
}

/** As in Spark for Python, a flag that is not there is true. */
function readFlag(json: JsonObject, key: string, place: Place): boolean {
  const flag = json[key] ?? true;
  if (typeof flag !== 'boolean') throw refuse(place, `${key} to be true or false`, describeJson(flag));
  return flag;
}

function toJson(type: DataType): unknown {
  if (typeof type === 'string') return type;
  switch (type.type) {
    case 'struct':
      return { type: 'struct', fields: type.fields.map(fieldToJson) };
    case 'array':
      return { type: 'array', elementType: toJson(type.elementType), containsNull: type.containsNull };
    case 'map': {
      const { valueContainsNull } = type;
      return { type: 'map', keyType: toJson(type.keyType), valueType: toJson(type.valueType), valueContainsNull };
    }
    case 'udt': {
      const scala = type.class === type.pyClass ? {} : { class: type.class };
      const python = type.pyClass === undefined ? {} : { pyClass: type.pyClass };
      return { type: 'udt', ...scala, ...python, sqlType: toJson(type.sqlType) };
    }
  }
}

function fieldToJson({ name, type, nullable, metadata }: Field): unknown {
  return { name, type: toJson(type), nullable, metadata };
}

function inside(place: Place, name: string): Place {
  return { column: joinPlace(place.column, name), depth: place.depth + 1 };
}

function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function describeJson(json: unknown): string {
  if (json === undefined) return 'nothing';
  if (typeof json === 'string') return `"${json}"`;
  return Array.isArray(json) ? 'an array' : json === null ? 'null' : `a JSON ${typeof json}`;
}

function refuse(place: Place, expected: string, got: string): ScoringError {
  const where = place.column === '' ? {} : { column: place.column };
  return new ScoringError('INPUT_SCHEMA', `expected ${expected}, got ${got}`, where);
}
