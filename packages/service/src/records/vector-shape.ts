/** Vectors as structs in the shape of VectorUDT's sqlType. */
import { createField, type DataType, type StructType, structType, VECTOR, type Vector } from '@tinderbox/scoring';

/** For files that carry no Spark schema: the type with VECTOR in place of every struct of the fields type, size, indices and values that fits VectorUDT. */
export function recogniseVectors(type: DataType): DataType {
  if (typeof type === 'string' || type.type === 'udt') return type;
  switch (type.type) {
    case 'array':
      return { ...type, elementType: recogniseVectors(type.elementType) };
    case 'map':
      return { ...type, valueType: recogniseVectors(type.valueType) };
    case 'struct':
      return isVectorStruct(type)
        ? VECTOR
        : structType(type.fields.map((f) => createField(f.name, recogniseVectors(f.type), f.nullable, f.metadata)));
  }
}

const SHAPE = 'type,size,indices,values';

function isVectorStruct({ fields }: StructType): boolean {
  if (fields.map((field) => field.name).join() !== SHAPE) return false;
  const [kind, size, indices, values] = fields.map((field) => field.type);
  const integer = (type: DataType | undefined): boolean => type === 'byte' || type === 'integer';
  return integer(kind) && size === 'integer' && elementOf(indices) === 'integer' && elementOf(values) === 'double';
}

function elementOf(type: DataType | undefined): DataType | undefined {
  return typeof type === 'object' && type.type === 'array' ? type.elementType : undefined;
}

/** VectorUDT.serialize: a dense vector has neither size nor indices. */
export function vectorStruct(vector: Vector): {
  readonly type: number;
  readonly size: number | null;
  readonly indices: readonly number[] | null;
  readonly values: readonly number[];
} {
  const values = Array.from(vector.values);
  if (vector.type === 1) return { type: 1, size: null, indices: null, values };
  return { type: 0, size: vector.size, indices: Array.from(vector.indices), values };
}
