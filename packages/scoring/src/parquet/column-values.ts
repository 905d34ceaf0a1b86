import { ScoringError } from '../core/errors.ts';
import { type DataType, isVector } from '../core/types.ts';
import { canonicalLong, Decimal, type Value } from '../core/values.ts';
import { vectorAt } from './column-vectors.ts';
import type { Column, LeafColumn, StructColumn } from './columns.ts';
import type { Logical } from './schema.ts';

/**
 * The value in slot `index`, in the representations of core/values.ts. A struct becomes a vector where `type`, the
 * Spark type of the column, says so; throws INPUT_VALUE where it is no sound one.
 */
export function valueAt(column: Column, index: number, type?: DataType): Value {
  if (column.validity !== undefined && column.validity[index] === 0) return null;
  const inner = typeof type === 'object' ? type : undefined;
  switch (column.kind) {
    case 'leaf':
      return leafValueAt(column, index);
    case 'struct':
      return structAt(column, index, inner);
    case 'list': {
      const elementType = inner?.type === 'array' ? inner.elementType : undefined;
      return sliceOf(column.offsets, index, (i) => valueAt(column.element, i, elementType));
    }
    case 'map': {
      const { key, value } = column;
      const [keyType, valueType] = inner?.type === 'map' ? [inner.keyType, inner.valueType] : [];
      return new Map(
        sliceOf(column.offsets, index, (i) => [valueAt(key, i, keyType), valueAt(value, i, valueType)] as const),
      );
    }
  }
}

/** The values of all slots. */
export function toRows(column: Column, type?: DataType): Value[] {
  return Array.from({ length: column.length }, (_, i) => valueAt(column, i, type));
}

function sliceOf<T>(offsets: Int32Array, index: number, read: (i: number) => T): T[] {
  const values: T[] = [];
  const end = offsets[index + 1] as number;
  for (let i = offsets[index] as number; i < end; i++) values.push(read(i));
  return values;
}

function structAt(struct: StructColumn, index: number, type: Exclude<DataType, string> | undefined): Value {
  if (type?.type === 'udt') return isVector(type) ? soundVectorAt(struct, index) : valueAt(struct, index, type.sqlType);
  const types = type?.type === 'struct' ? type.fields : [];
  // Not by assignment: a field may be called `__proto__`.
  return Object.fromEntries(
    struct.fields.map(({ name, column }, i) => [name, valueAt(column, index, types[i]?.type)] as const),
  );
}

function soundVectorAt(struct: StructColumn, index: number): Value {
  const vector = vectorAt(struct, index);
  if (vector !== undefined) return vector;
  throw new ScoringError('INPUT_VALUE', 'expected a vector, got a struct whose size, indices and values do not fit');
}

function leafValueAt({ node, values }: LeafColumn, index: number): Value {
  const value = values[index];
  if (typeof value === 'number') return numberOf(value, node.physical === 'BOOLEAN', node.logical);
  if (typeof value === 'bigint') return node.physical === 'INT96' ? value : longOf(value, node.logical);
  if (value instanceof Uint8Array && node.logical?.kind === 'decimal') {
    return new Decimal(signedBigEndian(value), node.logical.scale);
  }
  return value;
}

function numberOf(value: number, isBoolean: boolean, logical: Logical | undefined): Value {
  if (isBoolean) return value === 1;
  if (logical?.kind === 'decimal') return new Decimal(BigInt(value), logical.scale);
  if (logical?.kind === 'integer' && !logical.signed && logical.bits === 32) return value >>> 0;
  return value;
}

function longOf(value: bigint, logical: Logical | undefined): Value {
  if (logical?.kind === 'decimal') return new Decimal(value, logical.scale);
  if (logical?.kind === 'timestamp') return microsOf(value, logical.unit);
  if (logical?.kind === 'integer' && !logical.signed) return new Decimal(BigInt.asUintN(64, value), 0);
  return canonicalLong(value);
}

/** Nanoseconds round down, as Spark's DateTimeUtils.nanosToMicros. */
function microsOf(value: bigint, unit: 'millis' | 'micros' | 'nanos'): bigint {
  if (unit === 'micros') return value;
  if (unit === 'millis') return value * 1000n;
  return value / 1000n - (value % 1000n < 0n ? 1n : 0n);
}

function signedBigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}
