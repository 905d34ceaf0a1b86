/** Spark's types as Parquet schema elements and physical values, as ParquetWriteSupport.scala lays them out. */
import {
  type DataType,
  type Decimal,
  decimalOf,
  describeType,
  isVector,
  ScoringError,
  type StructType,
  type Value,
  type Vector,
} from '@tinderbox/scoring';
import type { ParquetWriter } from 'hyparquet-writer';
import { vectorStruct } from './vector-shape.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];
type Repetition = 'OPTIONAL' | 'REQUIRED';

/** The elements of a whole file, depth first, root included. Every column and every element may be null. */
export function parquetSchema(schema: StructType): SchemaElement[] {
  const root = { name: 'spark_schema', num_children: schema.fields.length };
  return [root, ...schema.fields.flatMap((field) => elementsOf(field.name, field.type))];
}

function elementsOf(name: string, type: DataType, repetition: Repetition = 'OPTIONAL'): SchemaElement[] {
  const base = { name, repetition_type: repetition } as const;
  if (typeof type === 'string') return [{ ...base, ...leafOf(type) }];
  if (isVector(type)) return vectorElements(name, repetition);
  switch (type.type) {
    case 'udt':
      return elementsOf(name, type.sqlType, repetition);
    case 'array':
      return listElements(name, elementsOf('element', type.elementType), repetition);
    case 'map':
      return [
        { ...base, converted_type: 'MAP', logical_type: { type: 'MAP' }, num_children: 1 },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        ...elementsOf('key', type.keyType, 'REQUIRED'),
        ...elementsOf('value', type.valueType),
      ];
    case 'struct':
      return [
        { ...base, num_children: type.fields.length },
        ...type.fields.flatMap((field) => elementsOf(field.name, field.type)),
      ];
  }
}

function listElements(name: string, element: readonly SchemaElement[], repetition: Repetition): SchemaElement[] {
  return [
    { name, repetition_type: repetition, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...element,
  ];
}

function vectorElements(name: string, repetition: Repetition): SchemaElement[] {
  return [
    { name, repetition_type: repetition, num_children: 4 },
    ...elementsOf('type', 'byte', 'REQUIRED'),
    ...elementsOf('size', 'integer'),
    ...listElements('indices', elementsOf('element', 'integer', 'REQUIRED'), 'OPTIONAL'),
    ...listElements('values', elementsOf('element', 'double', 'REQUIRED'), 'OPTIONAL'),
  ];
}

type Leaf = Omit<SchemaElement, 'name' | 'repetition_type'>;

const LEAVES: Readonly<Record<string, Leaf>> = {
  boolean: { type: 'BOOLEAN' },
  byte: { type: 'INT32', converted_type: 'INT_8' },
  short: { type: 'INT32', converted_type: 'INT_16' },
  integer: { type: 'INT32' },
  long: { type: 'INT64' },
  float: { type: 'FLOAT' },
  double: { type: 'DOUBLE' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  binary: { type: 'BYTE_ARRAY' },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  timestamp_ntz: { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } },
};

function leafOf(type: Extract<DataType, string>): Leaf {
  const decimal = decimalOf(type);
  if (decimal !== undefined) return decimalLeaf(decimal);
  const leaf = LEAVES[type];
  if (leaf !== undefined) return leaf;
  throw new ScoringError('FORMAT_UNSUPPORTED', `expected a type that Parquet can hold, got ${describeType(type)}`);
}

function decimalLeaf({ precision, scale }: { readonly precision: number; readonly scale: number }): Leaf {
  const base = {
    converted_type: 'DECIMAL',
    precision,
    scale,
    logical_type: { type: 'DECIMAL', precision, scale },
  } as const;
  if (precision <= 9) return { ...base, type: 'INT32' };
  if (precision <= 18) return { ...base, type: 'INT64' };
  const bits = (10n ** BigInt(precision) - 1n).toString(2).length + 1;
  return { ...base, type: 'FIXED_LEN_BYTE_ARRAY', type_length: Math.ceil(bits / 8) };
}

/** From a row's value to what hyparquet-writer takes for a column of the type; null stays null. */
export function physicalValueOf(type: DataType): (value: Value) => unknown {
  const convert = converterOf(type);
  return (value) => (value === null || value === undefined ? null : convert(value));
}

function converterOf(type: DataType): (value: Value) => unknown {
  if (type === 'long') return (value) => BigInt(value as number | bigint);
  if (typeof type === 'string') {
    return decimalOf(type) === undefined ? (value) => value : (value) => (value as Decimal).unscaled;
  }
  if (isVector(type)) return (value) => vectorStruct(value as Vector);
  switch (type.type) {
    case 'udt':
      return converterOf(type.sqlType);
    case 'array': {
      const convert = physicalValueOf(type.elementType);
      return (value) => (value as readonly Value[]).map(convert);
    }
    case 'map': {
      const [key, item] = [physicalValueOf(type.keyType), physicalValueOf(type.valueType)];
      return (value) => Array.from(value as Map<Value, Value>, ([k, v]) => ({ key: key(k), value: item(v) }));
    }
    case 'struct':
      return structConverter(type);
  }
}

function structConverter(type: StructType): (value: Value) => unknown {
  const fields = type.fields.map((field) => ({ name: field.name, convert: physicalValueOf(field.type) }));
  return (value) => {
    const struct = value as Readonly<Record<string, Value>>;
    return Object.fromEntries(
      fields.map(({ name, convert }) => [name, convert(Object.hasOwn(struct, name) ? struct[name] : null)]),
    );
  };
}
