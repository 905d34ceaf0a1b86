import { ScoringError } from '../core/errors.ts';
import { decimalType } from '../core/schema-checks.ts';
import { parseSchemaJson } from '../core/schema-json.ts';
import {
  createField,
  type DataType,
  type Field,
  type PrimitiveType,
  type StructType,
  structType,
} from '../core/types.ts';
import type { ParquetFile } from './parquet-file.ts';
import type { LeafNode, Logical, ParquetNode } from './schema.ts';

/**
 * The schema Spark gives a Parquet file: the one Spark itself left in the footer where that fits the columns, else one
 * from Parquet's types, as ParquetToSparkSchemaConverter.scala makes it. Everything is nullable, as in every DataFrame
 * from a file. Throws PARQUET_UNSUPPORTED for columns that Spark has no type for.
 */
export function sparkSchemaOf(file: Pick<ParquetFile, 'name' | 'schema' | 'sparkSchema'>): StructType {
  const written = new Map(writtenFields(file.sparkSchema).map((field) => [field.name, field]));
  return structType(
    file.schema.fields.map((node) => {
      const field = written.get(node.name);
      if (field !== undefined && fits(node, field.type)) {
        return createField(node.name, asNullable(field.type), true, field.metadata);
      }
      return createField(node.name, typeOf(node, { file: file.name, column: node.name }));
    }),
  );
}

/** Spark too goes on without a schema that it cannot read. */
function writtenFields(json: string | undefined): readonly Field[] {
  if (json === undefined) return [];
  try {
    return parseSchemaJson(json).fields;
  } catch (error) {
    if (error instanceof ScoringError) return [];
    throw error;
  }
}

/** True where a Spark type has the shape of the columns. */
function fits(node: ParquetNode, type: DataType): boolean {
  if (typeof type === 'string') return node.kind === 'leaf';
  switch (type.type) {
    case 'udt':
      return fits(node, type.sqlType);
    case 'array':
      return node.kind === 'list' && fits(node.element, type.elementType);
    case 'map':
      return node.kind === 'map' && fits(node.key, type.keyType) && fits(node.value, type.valueType);
    case 'struct': {
      if (node.kind !== 'struct' || node.fields.length !== type.fields.length) return false;
      return node.fields.every((child, i) => {
        const field = type.fields[i] as Field;
        return child.name === field.name && fits(child, field.type);
      });
    }
  }
}

function asNullable(type: DataType): DataType {
  if (typeof type === 'string' || type.type === 'udt') return type;
  switch (type.type) {
    case 'array':
      return { type: 'array', elementType: asNullable(type.elementType), containsNull: true };
    case 'map': {
      const { keyType, valueType } = type;
      return { type: 'map', keyType: asNullable(keyType), valueType: asNullable(valueType), valueContainsNull: true };
    }
    case 'struct':
      return structType(type.fields.map((f) => createField(f.name, asNullable(f.type), true, f.metadata)));
  }
}

interface ColumnPlace {
  readonly file: string;
  readonly column: string;
}

function typeOf(node: ParquetNode, place: ColumnPlace): DataType {
  switch (node.kind) {
    case 'leaf':
      return leafTypeOf(node, place);
    case 'list':
      return { type: 'array', elementType: typeOf(node.element, place), containsNull: true };
    case 'map': {
      const { key, value } = node;
      return { type: 'map', keyType: typeOf(key, place), valueType: typeOf(value, place), valueContainsNull: true };
    }
    case 'struct':
      return structType(node.fields.map((field) => createField(field.name, typeOf(field, place))));
  }
}

function leafTypeOf({ physical, logical }: LeafNode, place: ColumnPlace): PrimitiveType {
  const type = logical === undefined ? undefined : logicalTypeOf(logical);
  if (type !== undefined) return type;
  if (logical?.kind !== 'time' && logical?.kind !== 'interval' && logical?.kind !== 'decimal') return PLAIN[physical];
  throw new ScoringError('PARQUET_UNSUPPORTED', `expected a type that Spark reads, got ${logical.kind}`, place);
}

const PLAIN = {
  BOOLEAN: 'boolean',
  INT32: 'integer',
  INT64: 'long',
  INT96: 'timestamp',
  FLOAT: 'float',
  DOUBLE: 'double',
  BYTE_ARRAY: 'binary',
  FIXED_LEN_BYTE_ARRAY: 'binary',
} as const;

/** Undefined where the physical type decides, or where Spark has nothing. */
function logicalTypeOf(logical: Logical): PrimitiveType | undefined {
  switch (logical.kind) {
    case 'string':
    case 'enum':
    case 'json':
      return 'string';
    case 'date':
      return 'date';
    case 'decimal':
      return decimalType(logical.precision, logical.scale);
    case 'timestamp':
      return logical.utc ? 'timestamp' : 'timestamp_ntz';
    case 'integer':
      return logical.signed ? SIGNED[logical.bits] : UNSIGNED[logical.bits];
    case 'unknown':
      return 'void';
    default:
      return undefined;
  }
}

const SIGNED: Readonly<Record<number, PrimitiveType>> = { 8: 'byte', 16: 'short', 32: 'integer', 64: 'long' };
/** The next wider type that holds all of them. */
const UNSIGNED: Readonly<Record<number, PrimitiveType>> = {
  8: 'short',
  16: 'integer',
  32: 'long',
  64: 'decimal(20,0)',
};
