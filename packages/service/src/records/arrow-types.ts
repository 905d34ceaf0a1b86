/** Arrow's types as Spark's, for reading. */
import {
  arrayType,
  createField,
  type DataType,
  type PrimitiveType,
  ScoringError,
  type StructType,
  structType,
} from '@tinderbox/scoring';
import type * as flechette from '@uwdata/flechette';
import { recogniseVectors } from './vector-shape.ts';

/** flechette's type ids (Type in its constants). */
export const ARROW = {
  Dictionary: -1,
  Null: 1,
  Int: 2,
  Float: 3,
  Binary: 4,
  Utf8: 5,
  Bool: 6,
  Decimal: 7,
  Date: 8,
  Timestamp: 10,
  List: 12,
  Struct: 13,
  FixedSizeBinary: 15,
  FixedSizeList: 16,
  Map: 17,
  LargeBinary: 19,
  LargeUtf8: 20,
  LargeList: 21,
  BinaryView: 23,
  Utf8View: 24,
} as const;

/** Everything nullable. Throws FORMAT_UNSUPPORTED for types that Spark has nothing for. */
export function sparkSchemaOfArrow(fields: readonly flechette.Field[], file: string): StructType {
  return structType(
    fields.map(({ name, type }) => createField(name, recogniseVectors(typeOf(type, { file, column: name })))),
  );
}

interface Place {
  readonly file: string;
  readonly column: string;
}

function typeOf(type: flechette.DataType, place: Place): DataType {
  switch (type.typeId) {
    case ARROW.Dictionary:
      return typeOf(type.dictionary, place);
    case ARROW.List:
    case ARROW.LargeList:
    case ARROW.FixedSizeList:
      return arrayType(typeOf(partOf(type.children, 0, place).type, place));
    case ARROW.Map: {
      const entry = typeOf(partOf(type.children, 0, place).type, place);
      const fields = typeof entry === 'object' && entry.type === 'struct' ? entry.fields : [];
      const [keyType, valueType] = [partOf(fields, 0, place).type, partOf(fields, 1, place).type];
      return { type: 'map', keyType, valueType, valueContainsNull: true };
    }
    case ARROW.Struct:
      return structType(type.children.map((child) => createField(child.name, typeOf(child.type, place))));
    default:
      return leafTypeOf(type) ?? unsupported(type, place);
  }
}

function partOf<T>(parts: readonly T[], k: number, place: Place): T {
  const part = parts[k];
  if (part !== undefined) return part;
  throw new ScoringError('INPUT_FORMAT', 'expected a nested type, got one without its parts', place);
}

function unsupported(type: flechette.DataType, place: Place): never {
  throw new ScoringError('FORMAT_UNSUPPORTED', `expected a type that Spark has, got Arrow type ${type.typeId}`, place);
}

const SIGNED: Readonly<Record<number, PrimitiveType>> = { 8: 'byte', 16: 'short', 32: 'integer', 64: 'long' };
/** The next wider type that holds all of them. */
const UNSIGNED: Readonly<Record<number, PrimitiveType>> = {
  8: 'short',
  16: 'integer',
  32: 'long',
  64: 'decimal(20,0)',
};
const MAX_PRECISION = 38;
const DOUBLE_PRECISION = 2;

function leafTypeOf(type: flechette.DataType): PrimitiveType | undefined {
  switch (type.typeId) {
    case ARROW.Null:
      return 'void';
    case ARROW.Bool:
      return 'boolean';
    case ARROW.Int:
      return type.signed ? SIGNED[type.bitWidth] : UNSIGNED[type.bitWidth];
    case ARROW.Float:
      return type.precision === DOUBLE_PRECISION ? 'double' : 'float';
    case ARROW.Decimal:
      return type.precision <= MAX_PRECISION && type.scale >= 0
        ? `decimal(${type.precision},${type.scale})`
        : undefined;
    case ARROW.Date:
      return 'date';
    case ARROW.Timestamp:
      return type.timezone === null || type.timezone === '' ? 'timestamp_ntz' : 'timestamp';
    case ARROW.Utf8:
    case ARROW.LargeUtf8:
    case ARROW.Utf8View:
      return 'string';
    case ARROW.Binary:
    case ARROW.LargeBinary:
    case ARROW.BinaryView:
    case ARROW.FixedSizeBinary:
      return 'binary';
    default:
      return undefined;
  }
}
