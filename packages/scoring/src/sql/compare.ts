/** Order and equality of values as Spark's SQL has them: NaN equals NaN and is the greatest, -0.0 equals 0.0. */
import type { DataType, StructType } from '../core/types.ts';
import { decimalOf } from '../core/types.ts';
import { type Decimal, rescale, type Value } from '../core/values.ts';
import { badTypes } from './dialect.ts';
import { typeName } from './type-name.ts';

export type Compare = (a: Value, b: Value) => number;

/** The order of two values of a type, neither of them null. Fails for types without one. */
export function compareOf(type: DataType): Compare {
  if (typeof type === 'object') {
    if (type.type === 'array') return compareArrays(nullsFirst(compareOf(type.elementType)));
    if (type.type === 'struct') return compareStructs(type);
    throw badTypes('values that have an order', typeName(type));
  }
  if (decimalOf(type) !== undefined) return compareDecimals;
  if (type === 'string') return compareTexts;
  if (type === 'binary') return compareBytes;
  if (type === 'double' || type === 'float') return compareDoubles;
  if (type === 'void') return () => 0;
  if (type === 'interval' || type === 'variant') throw badTypes('values that have an order', typeName(type));
  return comparePlain;
}

/** As compareOf for values that may be null: null comes first and equals null. */
export function nullsFirst(compare: Compare): Compare {
  return (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
    return compare(a, b);
  };
}

/** True where both are null, or equal. */
export function sameOf(type: DataType): (a: Value, b: Value) => boolean {
  if (typeof type === 'object' && type.type === 'map') throw badTypes('values that can be compared', typeName(type));
  const compare = nullsFirst(compareOf(type));
  return (a, b) => compare(a, b) === 0;
}

function comparePlain(a: Value, b: Value): number {
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

function compareDoubles(x: Value, y: Value): number {
  const [a, b] = [x as number, y as number];
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

function compareDecimals(x: Value, y: Value): number {
  const [a, b] = [x as Decimal, y as Decimal];
  const scale = Math.max(a.scale, b.scale);
  return comparePlain(rescale(a, scale).unscaled, rescale(b, scale).unscaled);
}

/** The order of the UTF-8 bytes, which is that of the code points. */
function compareTexts(x: Value, y: Value): number {
  const [a, b] = [x as string, y as string];
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [p, q] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (p !== q) return rank(p) - rank(q);
  }
  return a.length - b.length;
}

/** Surrogates stand for points beyond all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function compareBytes(x: Value, y: Value): number {
  const [a, b] = [x as Uint8Array, y as Uint8Array];
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}

function compareArrays(compare: Compare): Compare {
  return (x, y) => {
    const [a, b] = [x as readonly Value[], y as readonly Value[]];
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
      const order = compare(a[i], b[i]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  };
}

function compareStructs(type: StructType): Compare {
  const fields = type.fields.map(({ name, type: inner }) => ({ name, compare: nullsFirst(compareOf(inner)) }));
  return (a, b) => {
    for (const { name, compare } of fields) {
      const order = compare((a as Record<string, Value>)[name], (b as Record<string, Value>)[name]);
      if (order !== 0) return order;
    }
    return 0;
  };
}
