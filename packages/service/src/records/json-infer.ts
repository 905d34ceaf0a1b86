/** Types of columns that no schema names, found in sample rows as Spark's JSON source finds them. */
import {
  arrayType,
  createField,
  type DataType,
  type Field,
  isObject,
  isVector,
  JsonNumber,
  ScoringError,
  type StructType,
  structType,
  VECTOR,
} from '@tinderbox/scoring';

/** Deeper values are kept as JSON text. */
const MAX_DEPTH = 50;
/** Some formats take kilobytes for each column; objects with more keys are rather maps, which a schema must say. */
const MAX_FIELDS = 20_000;

/**
 * One field for each key of the rows, in order of first appearance (Spark sorts by name; files keep their order here).
 * A column of only nulls is a string. Objects of the shape of Spark's vectors are vectors. Throws INPUT_LIMIT for more
 * than 20000 keys.
 */
export function inferSchema(rows: Iterable<unknown>): StructType {
  const types = new Map<string, DataType>();
  for (const row of rows) {
    if (!isObject(row)) continue;
    for (const [name, value] of Object.entries(row)) widenIn(types, name, typeOf(value, 1));
  }
  checkCount(types.size);
  return structType(toFields(types));
}

function checkCount(fields: number): void {
  if (fields <= MAX_FIELDS) return;
  throw new ScoringError(
    'INPUT_LIMIT',
    `expected a schema for objects of more than ${MAX_FIELDS} keys, got ${fields} keys and no schema`,
  );
}

/** void stands for a type not known yet. */
function typeOf(value: unknown, depth: number): DataType {
  if (value === null || value === undefined) return 'void';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? 'long' : 'double';
  if (value instanceof JsonNumber) return 'double';
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'long' : 'double';
  if (depth > MAX_DEPTH) return 'string';
  if (Array.isArray(value)) {
    return arrayType(value.reduce<DataType>((type, element) => widen(type, typeOf(element, depth + 1)), 'void'));
  }
  return isVectorShape(value) ? VECTOR : structOf(value as Record<string, unknown>, depth);
}

function structOf(value: Record<string, unknown>, depth: number): StructType {
  const entries = Object.entries(value);
  checkCount(entries.length);
  const fields = entries.map(([name, item]) => createField(name, typeOf(item, depth + 1)));
  return structType(fields);
}

function isVectorShape(value: unknown): boolean {
  if (!isObject(value) || !Array.isArray(value.values)) return false;
  if (value.type === 1) return true;
  return value.type === 0 && Array.isArray(value.indices) && typeof value.size === 'number';
}

function widenIn(types: Map<string, DataType>, name: string, type: DataType): void {
  const known = types.get(name);
  types.set(name, known === undefined ? type : widen(known, type));
}

/** The narrowest type for values of both: string, holding JSON text, where there is no other. */
function widen(left: DataType, right: DataType): DataType {
  if (left === 'void' || left === right) return right;
  if (right === 'void') return left;
  if (typeof left === 'string' || typeof right === 'string') {
    const numbers = [left, right].every((type) => type === 'long' || type === 'double');
    return numbers ? 'double' : 'string';
  }
  if (left.type === 'array' && right.type === 'array') return arrayType(widen(left.elementType, right.elementType));
  if (left.type === 'struct' && right.type === 'struct') return widenStructs(left, right);
  return isVector(left) && isVector(right) ? left : 'string';
}

function widenStructs(left: StructType, right: StructType): StructType {
  const types = new Map(left.fields.map((field) => [field.name, field.type]));
  for (const field of right.fields) widenIn(types, field.name, field.type);
  return { type: 'struct', fields: [...types].map(([name, type]) => createField(name, type)) };
}

function toFields(types: ReadonlyMap<string, DataType>): Field[] {
  return [...types].map(([name, type]) => createField(name, settle(type)));
}

/** The type with string in place of what stayed unknown. */
function settle(type: DataType): DataType {
  if (type === 'void') return 'string';
  if (typeof type !== 'object' || type.type === 'udt') return type;
  if (type.type === 'array') return arrayType(settle(type.elementType));
  if (type.type === 'struct') return structType(toFields(new Map(type.fields.map((f) => [f.name, f.type]))));
  return type;
}
