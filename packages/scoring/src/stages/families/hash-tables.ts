import { optional, string } from '../../core/codec.ts';
import type { Columns } from '../../core/columns.ts';
import { compute } from '../../core/expression.ts';
import type { Model } from '../../core/stage.ts';
import { addColumn, type ColumnStep } from '../../core/step.ts';
import { arrayType, createField, VECTOR } from '../../core/types.ts';
import { DenseVector, type Vector } from '../../core/vector.ts';
import { inputName, outputName } from './column-pairs.ts';

/** Params of both models of locality-sensitive hashing. */
export const hashTableParams = { inputCol: optional(string), outputCol: optional(string) };

type HashModel = Model<{ readonly inputCol: string | undefined; readonly outputCol: string | undefined }, unknown>;

/** Adds the hashes of a vector, one of each table, each as a dense vector of one element. Mirrors `LSHModel.transform`. */
export function planHashes(
  model: HashModel,
  input: Columns,
  compile: () => (vector: Vector) => Float64Array,
): ColumnStep {
  const hashed = compute([input.vector(inputName(model))], () => {
    const hash = compile();
    return (vector) => Array.from(hash(vector), (value) => new DenseVector(Float64Array.of(value)));
  });
  return addColumn(createField(outputName(model), arrayType(VECTOR)), hashed);
}
