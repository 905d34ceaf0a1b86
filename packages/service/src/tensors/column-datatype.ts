import { type DataType, type Field, isVector, type StructType } from '@tinderbox/scoring';
import type { Datatype } from './tensor.ts';

const DATATYPES: ReadonlyMap<DataType, Datatype> = new Map([
  ['boolean', 'BOOL'],
  ['byte', 'INT8'],
  ['short', 'INT16'],
  ['integer', 'INT32'],
  ['long', 'INT64'],
  ['float', 'FP32'],
  ['double', 'FP64'],
]);

/** The datatype of a column: vectors are FP64, and all that is no number is BYTES. */
export function datatypeOf(type: DataType): Datatype {
  return isVector(type) ? 'FP64' : (DATATYPES.get(type) ?? 'BYTES');
}

export interface ColumnTensor {
  readonly name: string;
  readonly datatype: Datatype;
  /** -1 where it is not known beforehand. */
  readonly shape: readonly number[];
}

/** The tensors of a schema, for metadata: `[-1]`, and `[-1, size]` for vectors. */
export function describeTensors({ fields }: StructType): readonly ColumnTensor[] {
  return fields.map((field) => ({
    name: field.name,
    datatype: datatypeOf(field.type),
    shape: isVector(field.type) ? [-1, sizeOf(field) ?? -1] : [-1],
  }));
}

/** The size of a vector column where the pipeline tells it. */
export function sizeOf({ attributes }: Field): number | undefined {
  return attributes?.kind === 'vector' ? attributes.size : undefined;
}
