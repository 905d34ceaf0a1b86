import { type DataType, decimalOf, describeType, isVector, type StructType } from '@tinderbox/scoring';

/** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export type JsonSchema = { readonly [keyword: string]: unknown };

const BITS: Readonly<Record<string, number>> = { byte: 7, short: 15, integer: 31 };
const TEXTS: Readonly<Record<string, JsonSchema>> = {
  string: {},
  binary: { contentEncoding: 'base64' },
  date: { format: 'date' },
  timestamp: { description: 'ISO 8601; without a zone in that of the server' },
  timestamp_ntz: { description: 'ISO 8601, without a zone' },
};
const NOT_FINITE = ['NaN', 'Infinity', '-Infinity'];

/** Of a record with these columns, all of which must be there; each may be null. */
export function recordSchema({ fields }: StructType): JsonSchema {
  return {
    type: 'object',
    required: fields.map(({ name }) => name),
    properties: Object.fromEntries(fields.map(({ name, type }) => [name, columnSchema(type)])),
  };
}

function columnSchema(type: DataType): JsonSchema {
  return { ...nullable(valueSchema(type)), title: describeType(type) };
}

function nullable(schema: JsonSchema): JsonSchema {
  return typeof schema.type === 'string'
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
}

function valueSchema(type: DataType): JsonSchema {
  if (typeof type === 'object') return nestedSchema(type);
  const bits = BITS[type];
  if (bits !== undefined) return { type: 'integer', minimum: -(2 ** bits), maximum: 2 ** bits - 1 };
  if (type === 'long') return { type: 'integer', format: 'int64' };
  if (type === 'double' || type === 'float') return { anyOf: [{ type: 'number', format: type }, { enum: NOT_FINITE }] };
  if (type === 'boolean') return { type: 'boolean' };
  if (decimalOf(type) !== undefined) return { type: 'number' };
  const text = TEXTS[type];
  return text === undefined ? {} : { type: 'string', ...text };
}

function nestedSchema(type: Exclude<DataType, string>): JsonSchema {
  if (isVector(type)) return { $ref: '#/components/schemas/Vector' };
  switch (type.type) {
    case 'udt':
      return valueSchema(type.sqlType);
    case 'array':
      return { type: 'array', items: nullable(valueSchema(type.elementType)) };
    case 'map':
      return { type: 'object', additionalProperties: nullable(valueSchema(type.valueType)) };
    case 'struct':
      return { ...recordSchema(type), required: [] };
  }
}

const NUMBERS: JsonSchema = { type: 'array', items: { anyOf: [{ type: 'number' }, { enum: NOT_FINITE }] } };

/** Spark's form of a vector. */
export const VECTOR_SCHEMA: JsonSchema = {
  anyOf: [
    {
      type: 'object',
      description: 'a dense vector',
      required: ['type', 'values'],
      properties: { type: { const: 1 }, values: NUMBERS },
    },
    {
      type: 'object',
      description: 'a sparse vector',
      required: ['type', 'size', 'indices', 'values'],
      properties: {
        type: { const: 0 },
        size: { type: 'integer', minimum: 0 },
        indices: { type: 'array', items: { type: 'integer', minimum: 0 } },
        values: NUMBERS,
      },
    },
  ],
};
