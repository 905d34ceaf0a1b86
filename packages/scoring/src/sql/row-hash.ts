/** `hash` and `xxhash64` over values of any type. Mirrors `HashExpression`. */
import { type DataType, decimalOf } from '../core/types.ts';
import type { Decimal, Value } from '../core/values.ts';
import { hashBytes, hashInt, hashLong } from '../kernels/murmur3.ts';
import { xxHashBytes, xxHashInt, xxHashLong } from '../kernels/xxhash64.ts';
import { encodeText } from './cast-text.ts';
import { badTypes } from './dialect.ts';
import type { CalendarInterval } from './intervals.ts';

/** The primitives of one hash, `S` being its state. */
interface Hasher<S> {
  int(value: number, seed: S): S;
  long(value: bigint, seed: S): S;
  bytes(value: Uint8Array, seed: S): S;
  /** -0.0 has a hash of its own, as before Spark 3.2; else it is as 0.0. */
  readonly signedZero?: boolean;
}

export const MURMUR3: Hasher<number> = { int: hashInt, long: hashLong, bytes: hashBytes };
export const XXHASH64: Hasher<bigint> = { int: xxHashInt, long: xxHashLong, bytes: xxHashBytes };

const bits = new DataView(new ArrayBuffer(8));

/** A function that mixes a value of the type into a hash; null leaves it. */
export function hasherOf<S>(type: DataType, hasher: Hasher<S>): (value: Value, seed: S) => S {
  const hash = hashPresent(type, hasher);
  return (value, seed) => (value === null || value === undefined ? seed : hash(value as never, seed));
}

function hashPresent<S>(type: DataType, hasher: Hasher<S>): (value: never, seed: S) => S {
  if (typeof type === 'object') return hashComplex(type, hasher);
  const size = decimalOf(type);
  if (size !== undefined) {
    if (size.precision <= 18) return (x: Decimal, seed) => hasher.long(x.unscaled, seed);
    return (x: Decimal, seed) => hasher.bytes(twosComplement(x.unscaled), seed);
  }
  switch (type) {
    case 'boolean':
      return (x: boolean, seed) => hasher.int(x ? 1 : 0, seed);
    case 'byte':
    case 'short':
    case 'integer':
    case 'date':
      return (x: number, seed) => hasher.int(x, seed);
    case 'float':
      return (x: number, seed) => hasher.int(floatBits(hasher.signedZero ? x : x + 0), seed);
    case 'double':
      return (x: number, seed) => hasher.long(doubleBits(hasher.signedZero ? x : x + 0), seed);
    case 'string':
      return (x: string, seed) => hasher.bytes(encodeText(x), seed);
    case 'binary':
      return (x: Uint8Array, seed) => hasher.bytes(x, seed);
    case 'variant':
      throw badTypes('values that have a hash', 'VARIANT');
    case 'interval':
      return ({ months, days, microseconds }: CalendarInterval, seed) =>
        hasher.int(months, hasher.int(days, hasher.long(microseconds, seed)));
    default:
      return (x: number | bigint, seed) =>
        typeof x === 'number' && type !== 'long' ? hasher.int(x, seed) : hasher.long(BigInt(x), seed);
  }
}

function hashComplex<S>(type: Exclude<DataType, string>, hasher: Hasher<S>): (value: never, seed: S) => S {
  if (type.type === 'udt') return hashPresent(type.sqlType, hasher);
  if (type.type === 'array') {
    const element = hasherOf(type.elementType, hasher);
    return (items: readonly Value[], seed) => items.reduce<S>((state, item) => element(item, state), seed);
  }
  if (type.type === 'map') {
    const [key, value] = [hasherOf(type.keyType, hasher), hasherOf(type.valueType, hasher)];
    return (map: ReadonlyMap<Value, Value>, seed) =>
      [...map].reduce<S>((state, [k, v]) => value(v, key(k, state)), seed);
  }
  const fields = type.fields.map((field) => ({ name: field.name, hash: hasherOf(field.type, hasher) }));
  return (struct: Record<string, Value>, seed) =>
    fields.reduce<S>((state, { name, hash }) => hash(struct[name], state), seed);
}

function floatBits(x: number): number {
  if (Number.isNaN(x)) return 0x7fc00000;
  bits.setFloat32(0, x);
  return bits.getInt32(0);
}

function doubleBits(x: number): bigint {
  if (Number.isNaN(x)) return 0x7ff8000000000000n;
  bits.setFloat64(0, x);
  return bits.getBigInt64(0);
}

/** `BigInteger.toByteArray`. */
function twosComplement(value: bigint): Uint8Array {
  let length = 1;
  while (BigInt.asIntN(8 * length, value) !== value) length++;
  return Uint8Array.from({ length }, (_, i) => Number(BigInt.asUintN(8, value >> BigInt(8 * (length - 1 - i)))));
}
