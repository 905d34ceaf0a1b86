import type { Logical, TimeUnit } from './schema.ts';
import { booleanIn, numberIn, structIn, type ThriftStruct } from './thrift.ts';

/** SchemaElement's fields. */
const CONVERTED_TYPE = 6;
const SCALE = 7;
const PRECISION = 8;
const LOGICAL_TYPE = 10;

/** The LogicalType of a SchemaElement or, where it has none, what its ConvertedType stands for. */
export function logicalOf(element: ThriftStruct): Logical | undefined {
  const union = structIn(element, LOGICAL_TYPE);
  return (union === undefined ? undefined : fromLogicalType(union)) ?? fromConvertedType(element);
}

/** True for groups that are annotated as lists. */
export function isList(element: ThriftStruct): boolean {
  return has(element, 3) || numberIn(element, CONVERTED_TYPE) === 3;
}

/** True for groups that are annotated as maps; writers of old put MAP_KEY_VALUE on the outer group. */
export function isMap(element: ThriftStruct): boolean {
  const converted = numberIn(element, CONVERTED_TYPE);
  return has(element, 2) || converted === 1 || converted === 2;
}

function has(element: ThriftStruct, alternative: number): boolean {
  const union = structIn(element, LOGICAL_TYPE);
  return union !== undefined && structIn(union, alternative) !== undefined;
}

const PLAIN_KINDS = {
  1: 'string',
  4: 'enum',
  6: 'date',
  11: 'unknown',
  12: 'json',
  13: 'bson',
  14: 'uuid',
  15: 'float16',
} as const;

const UNITS: readonly (TimeUnit | undefined)[] = [undefined, 'millis', 'micros', 'nanos'];

function fromLogicalType(union: ThriftStruct): Logical | undefined {
  const id = union.findIndex((field) => field !== undefined);
  const type = structIn(union, id);
  if (type === undefined) return undefined;
  if (id === 5) return { kind: 'decimal', scale: numberIn(type, 1) ?? 0, precision: numberIn(type, 2) ?? 0 };
  if (id === 7 || id === 8) {
    const unit = UNITS[(structIn(type, 2) ?? []).findIndex((field) => field !== undefined)];
    return unit && { kind: id === 7 ? 'time' : 'timestamp', unit, utc: booleanIn(type, 1) ?? true };
  }
  if (id === 10) return { kind: 'integer', bits: numberIn(type, 1) ?? 0, signed: booleanIn(type, 2) ?? true };
  const kind = PLAIN_KINDS[id as keyof typeof PLAIN_KINDS];
  return kind && { kind };
}

/** By ConvertedType's number; lists, maps and groups do not annotate values. */
const CONVERTED: readonly (Logical | 'decimal' | undefined)[] = [
  { kind: 'string' },
  undefined,
  undefined,
  undefined,
  { kind: 'enum' },
  'decimal',
  { kind: 'date' },
  { kind: 'time', unit: 'millis', utc: true },
  { kind: 'time', unit: 'micros', utc: true },
  { kind: 'timestamp', unit: 'millis', utc: true },
  { kind: 'timestamp', unit: 'micros', utc: true },
  { kind: 'integer', bits: 8, signed: false },
  { kind: 'integer', bits: 16, signed: false },
  { kind: 'integer', bits: 32, signed: false },
  { kind: 'integer', bits: 64, signed: false },
  { kind: 'integer', bits: 8, signed: true },
  { kind: 'integer', bits: 16, signed: true },
  { kind: 'integer', bits: 32, signed: true },
  { kind: 'integer', bits: 64, signed: true },
  { kind: 'json' },
  { kind: 'bson' },
  { kind: 'interval' },
];

function fromConvertedType(element: ThriftStruct): Logical | undefined {
  const converted = CONVERTED[numberIn(element, CONVERTED_TYPE) ?? -1];
  if (converted !== 'decimal') return converted;
  return { kind: 'decimal', scale: numberIn(element, SCALE) ?? 0, precision: numberIn(element, PRECISION) ?? 0 };
}
