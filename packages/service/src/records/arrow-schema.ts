/** Spark's types as Arrow's, as pyspark's to_arrow_type has them; a vector is the struct of VectorUDT. */
import {
  type DataType,
  type Decimal,
  decimalOf,
  describeType,
  type Field,
  isVector,
  ScoringError,
  type Value,
  VECTOR,
  type Vector,
} from '@tinderbox/scoring';
import * as flechette from '@uwdata/flechette';
import { vectorStruct } from './vector-shape.ts';

type ArrowType = flechette.DataType;
type ArrowField = flechette.Field;

export function arrowField({ name, type, nullable }: Field): ArrowField {
  return flechette.field(name, arrowTypeOf(type, LEAVES), nullable);
}

/**
 * The type to build a column body with. flechette's builders take dates and times as milliseconds and decimals as
 * numbers, which is not exact; integers and bytes of the same layout are.
 */
export function bodyTypeOf(type: DataType): ArrowType {
  return arrowTypeOf(type, BODY_LEAVES);
}

type Leaves = Readonly<Record<string, () => ArrowType>>;

const LEAVES: Leaves = {
  boolean: flechette.bool,
  byte: flechette.int8,
  short: flechette.int16,
  integer: flechette.int32,
  long: flechette.int64,
  float: flechette.float32,
  double: flechette.float64,
  string: flechette.utf8,
  binary: flechette.binary,
  date: flechette.dateDay,
  timestamp: () => flechette.timestamp(flechette.TimeUnit.MICROSECOND, 'UTC'),
  timestamp_ntz: () => flechette.timestamp(flechette.TimeUnit.MICROSECOND, null),
  void: flechette.nullType,
};

const DECIMAL_BYTES = 16;

const BODY_LEAVES: Leaves = {
  ...LEAVES,
  date: flechette.int32,
  timestamp: flechette.int64,
  timestamp_ntz: flechette.int64,
};

function arrowTypeOf(type: DataType, leaves: Leaves): ArrowType {
  if (typeof type === 'string') return leafOf(type, leaves);
  const field = (name: string, inner: DataType, nullable = true): ArrowField =>
    flechette.field(name, arrowTypeOf(inner, leaves), nullable);
  switch (type.type) {
    case 'udt':
      return arrowTypeOf(isVector(type) ? VECTOR.sqlType : type.sqlType, leaves);
    case 'array':
      return flechette.list(field('element', type.elementType, type.containsNull));
    case 'map':
      return flechette.map(field('key', type.keyType, false), field('value', type.valueType, type.valueContainsNull));
    case 'struct':
      return flechette.struct(type.fields.map((one) => field(one.name, one.type, one.nullable)));
  }
}

function leafOf(type: Extract<DataType, string>, leaves: Leaves): ArrowType {
  const decimal = decimalOf(type);
  if (decimal !== undefined) {
    return leaves === LEAVES
      ? flechette.decimal128(decimal.precision, decimal.scale)
      : flechette.fixedSizeBinary(DECIMAL_BYTES);
  }
  const leaf = leaves[type];
  if (leaf !== undefined) return leaf();
  throw new ScoringError('FORMAT_UNSUPPORTED', `expected a type that Arrow can hold, got ${describeType(type)}`);
}

/** From a row's value to what the builder of bodyTypeOf takes; null stays null. */
export function bodyValueOf(type: DataType): (value: Value) => unknown {
  const convert = converterOf(type);
  return (value) => (value === null || value === undefined ? null : convert(value));
}

function converterOf(type: DataType): (value: Value) => unknown {
  if (typeof type === 'string') {
    return decimalOf(type) === undefined ? (value) => value : (value) => littleEndian((value as Decimal).unscaled);
  }
  if (isVector(type)) return (value) => vectorStruct(value as Vector);
  switch (type.type) {
    case 'udt':
      return converterOf(type.sqlType);
    case 'array': {
      const convert = bodyValueOf(type.elementType);
      return (value) => (value as readonly Value[]).map(convert);
    }
    case 'map': {
      const [key, item] = [bodyValueOf(type.keyType), bodyValueOf(type.valueType)];
      return (value) => Array.from(value as Map<Value, Value>, ([k, v]) => [key(k), item(v)]);
    }
    case 'struct': {
      const fields = type.fields.map((one) => ({ name: one.name, convert: bodyValueOf(one.type) }));
      return (value) => {
        const struct = value as Readonly<Record<string, Value>>;
        return Object.fromEntries(
          fields.map(({ name, convert }) => [name, convert(Object.hasOwn(struct, name) ? struct[name] : null)]),
        );
      };
    }
  }
}

function littleEndian(x: bigint): Uint8Array {
  const bytes = new Uint8Array(DECIMAL_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt.asUintN(64, x), true);
  view.setBigInt64(8, BigInt.asIntN(64, x >> 64n), true);
  return bytes;
}
