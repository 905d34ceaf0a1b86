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
  | 'variant'
  | 'interval'
  | `interval ${string}`
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

/** A column. */
export interface Field {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  /** Spark's free-form map, as a schema gave it; its `ml_attr` is read through core/attributes.ts. */
  readonly metadata: Metadata;
  /** What a stage of the pipeline says of the column; wins over `metadata.ml_attr`. */
  readonly attributes?: ColumnAttributes;
}

/** What `ml_attr` says of one scalar column, or of one element of a vector. */
export interface Attribute {
  readonly type: 'numeric' | 'nominal' | 'binary';
  readonly name?: string;
  /** Category labels, index by index. */
  readonly values?: readonly string[];
  /** The number of categories where the labels are not known. */
  readonly cardinality?: number;
  readonly ordinal?: boolean;
}

/**
 * What `ml_attr` says of a column: one attribute of a scalar, or the size and, where known, the elements of a vector.
 * `elements` is a function because hashed text has 2^18 of them and hardly anybody asks.
 */
export type ColumnAttributes =
  | { readonly kind: 'scalar'; readonly attribute: Attribute }
  | { readonly kind: 'vector'; readonly size: number | undefined; readonly elements?: () => readonly Attribute[] };

export type Metadata = { readonly [key: string]: unknown };

const VECTOR_CLASS = 'org.apache.spark.ml.linalg.VectorUDT';

/** A field as Spark's `StructField` makes it: nullable, without metadata. */
export function createField(name: string, type: DataType, nullable = true, metadata: Metadata = {}): Field {
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
    createField('type', 'byte', false),
    createField('size', 'integer'),
    createField('indices', arrayType('integer', false)),
    createField('values', arrayType('double', false)),
  ]),
};

/** `org.apache.spark.ml.linalg.MatrixUDT`: its values are those of the struct. */
export const MATRIX: UserDefinedType = {
  type: 'udt',
  class: 'org.apache.spark.ml.linalg.MatrixUDT',
  pyClass: 'pyspark.ml.linalg.MatrixUDT',
  sqlType: structType([
    createField('type', 'byte', false),
    createField('numRows', 'integer', false),
    createField('numCols', 'integer', false),
    createField('colPtrs', arrayType('integer', false)),
    createField('rowIndices', arrayType('integer', false)),
    createField('values', arrayType('double', false)),
    createField('isTransposed', 'boolean', false),
  ]),
};

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
