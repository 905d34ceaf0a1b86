/** The types and values of MLeap's LeapFrame in JSON, as its JsonSupport.scala and RowFormat.scala write them. */
import {
  type DataType,
  DenseVector,
  isObject,
  isVector,
  ScoringError,
  type StructType,
  type Vector,
  type Zone,
} from '@tinderbox/scoring';
import { createJsonEncoder, SHORT_NUMBERS } from '../../records/json-text.ts';

/** The bare name of a nullable scalar. */
const SCALARS: ReadonlyMap<DataType, string> = new Map([
  ...(['boolean', 'byte', 'short', 'integer', 'long', 'float', 'double', 'string'] as const).map(
    (name) => [name, name] as const,
  ),
  ['binary', 'byte_string'],
]);

/** The fields of a frame. What LeapFrames have no type for is a string: its text, or its JSON. */
export function leapFields({ fields }: StructType) {
  return fields.map(({ name, type, attributes }) => {
    if (!isVector(type)) return { name, type: leapType(type) };
    const size = attributes?.kind === 'vector' ? attributes.size : undefined;
    return { name, type: { type: 'tensor', base: 'double', ...(size === undefined ? {} : { dimensions: [size] }) } };
  });
}

function leapType(type: DataType): unknown {
  if (typeof type === 'object' && type.type === 'array' && SCALARS.has(type.elementType)) {
    return { type: 'list', base: baseName(type.elementType) };
  }
  if (typeof type === 'object' && type.type === 'map' && SCALARS.has(type.keyType) && SCALARS.has(type.valueType)) {
    return { type: 'map', key: baseName(type.keyType), base: baseName(type.valueType) };
  }
  return SCALARS.get(type) ?? 'string';
}

/** Inside of objects the 32-bit integer has another name. */
function baseName(type: DataType): string | undefined {
  return type === 'integer' ? 'int' : SCALARS.get(type);
}

/** A value of a frame as rows have it: a tensor as a vector, all else as it is. Throws INPUT_VALUE for another rank than 1. */
export function readLeapValue(value: unknown, type: DataType): unknown {
  if (!isVector(type) || !isObject(value) || value.dimensions === undefined) return value;
  const { dimensions, indices, values } = value;
  const size = Array.isArray(dimensions) && dimensions.length === 1 ? dimensions[0] : undefined;
  if (size === undefined) throw new ScoringError('INPUT_VALUE', 'expected a tensor of one dimension, got another');
  if (!Array.isArray(indices)) return values;
  return { type: 0, size, indices: indices.map((index) => (Array.isArray(index) ? index[0] : index)), values };
}

/** The JSON of a value as its field in leapFields says. */
export function createLeapEncoder(type: DataType, zone: Zone): (value: unknown) => string {
  const encode = createJsonEncoder(type, zone, SHORT_NUMBERS) as (value: unknown) => string;
  if (isVector(type)) return (value) => (value === null ? 'null' : encodeTensor(value as Vector));
  if (leapType(type) !== 'string') return encode;
  return (value) => {
    const json = encode(value);
    return json === 'null' || json.startsWith('"') ? json : JSON.stringify(json);
  };
}

const ENCODE_DOUBLE = createJsonEncoder('double', undefined, SHORT_NUMBERS);

function encodeTensor(vector: Vector): string {
  const values = Array.from(vector.values, (x) => ENCODE_DOUBLE(x)).join(',');
  if (vector instanceof DenseVector) return `{"values":[${values}],"dimensions":[${vector.size}]}`;
  const indices = Array.from(vector.indices, (index) => `[${index}]`).join(',');
  return `{"indices":[${indices}],"values":[${values}],"dimensions":[${vector.size}]}`;
}
