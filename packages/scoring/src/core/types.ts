/** Spark SQL's data types, in the form of Spark's own schema JSON (`df.schema.json()`). */

export type PrimitiveType =
  | 'string'
  | 'boolean'
  | 'byte'
  | 'short'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  | 'binary'
  | 'date'
  | 'timestamp'
  | 'timestamp_ntz'
  | 'void'
  | `decimal(${number},${number})`;

export interface ArrayType {
  readonly type: 'array';
  readonly elementType: DataType;
  readonly containsNull: boolean;
}

export interface MapType {
  readonly type: 'map';
  readonly keyType: DataType;
  readonly valueType: DataType;
  readonly valueContainsNull: boolean;
}

export interface UserDefinedType {
  readonly type: 'udt';
  readonly class: string;
  readonly pyClass?: string;
  readonly sqlType: DataType;
}

export interface StructType {
  readonly type: 'struct';
  readonly fields: readonly Field[];
}

export type DataType = PrimitiveType | ArrayType | MapType | StructType | UserDefinedType;

/** A column. `metadata` is Spark's free-form map; `ml_attr` in it holds the attributes of core/attributes.ts. */
export interface Field {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly metadata: Metadata;
}

export type Metadata = { readonly [key: string]: unknown };

const VECTOR_CLASS = 'org.apache.spark.ml.linalg.VectorUDT';

function field(name: string, type: DataType, nullable = true, metadata: Metadata = {}): Field {
  return { name, type, nullable, metadata };
}

export function arrayType(elementType: DataType, containsNull = true): ArrayType {
  return { type: 'array', elementType, containsNull };
}

export function structType(fields: readonly Field[]): StructType {
  return { type: 'struct', fields };
}

/** `org.apache.spark.ml.linalg.VectorUDT` as Spark writes it into a schema. */
export const VECTOR: UserDefinedType = {
  type: 'udt',
  class: VECTOR_CLASS,
  pyClass: 'pyspark.ml.linalg.VectorUDT',
  sqlType: structType([
    field('type', 'byte', false),
    field('size', 'integer'),
    field('indices', arrayType('integer', false)),
    field('values', arrayType('double', false)),
  ]),
};

export { field as createField };

export function isVector(type: DataType): boolean {
  return typeof type === 'object' && type.type === 'udt' && /\bVectorUDT$/.test(type.class);
}

const NUMERIC: ReadonlySet<string> = new Set(['byte', 'short', 'integer', 'long', 'float', 'double']);

/** True for the types that Spark's NumericType covers, decimals included. */
export function isNumeric(type: DataType): boolean {
  return typeof type === 'string' && (NUMERIC.has(type) || type.startsWith('decimal('));
}

/** Precision and scale of a decimal type, or undefined for every other type. */
export function decimalOf(type: DataType): { readonly precision: number; readonly scale: number } | undefined {
  if (typeof type !== 'string') return undefined;
  const match = /^decimal\((\d+),(-?\d+)\)$/.exec(type);
  return match === null ? undefined : { precision: Number(match[1]), scale: Number(match[2]) };
}

const DDL_NAMES: Readonly<Record<string, string>> = {
  integer: 'INT',
  long: 'BIGINT',
  short: 'SMALLINT',
  byte: 'TINYINT',
};

/** The type as Spark's DDL writes it: `INT`, `ARRAY<STRING>`, `STRUCT<a: DOUBLE>`, `VECTOR`. */
export function describeType(type: DataType): string {
  if (typeof type === 'string') return DDL_NAMES[type] ?? type.toUpperCase();
  switch (type.type) {
    case 'array':
      return `ARRAY<${describeType(type.elementType)}>`;
    case 'map':
      return `MAP<${describeType(type.keyType)}, ${describeType(type.valueType)}>`;
    case 'struct':
      return `STRUCT<${type.fields.map((f) => `${f.name}: ${describeType(f.type)}`).join(', ')}>`;
    case 'udt':
      return isVector(type) ? 'VECTOR' : type.class;
  }
}
