import { knownSize } from '../../core/attributes.ts';
import { boolean, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { VECTOR } from '../../core/types.ts';
import { DenseVector, toDense, type Vector } from '../../core/vector.ts';
import { type CosineTransform, cosineTransform, inverseCosineTransform } from '../../kernels/cosine-transform.ts';
import { fourierSteps } from '../../kernels/fourier.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { vectorColumn } from '../families/vector-column.ts';

/** About a second's work. */
const MOST_STEPS = 2 ** 28;

/** The orthonormal cosine transform DCT-II of a vector, or its inverse, as a dense vector. Mirrors `DCT.transform`. */
export const dct = defineStage({
  spark: 'org.apache.spark.ml.feature.DCT',
  exactness: {
    ulps: 2,
    abs: 1.2e-14,
    because:
      'Spark adds in the order of a library of fast transforms; the error is one of the whole vector, and abs that of vectors with elements up to 10',
  },
  params: { inputCol: optional(string), outputCol: optional(string), inverse: withDefault(boolean, false) },
  plan(model, input) {
    const create = model.params.inverse ? inverseCosineTransform : cosineTransform;
    const transformed = compute([input.vector(inputName(model))], () => {
      let known: { readonly size: number; readonly transform: CosineTransform } | undefined;
      return (features) => {
        const { size } = requireFeasible(features);
        if (known?.size !== size) known = { size, transform: create(size) };
        return new DenseVector(known.transform(toDense(features)));
      };
    });
    const size = knownSize(input.require(inputName(model), VECTOR));
    return [addColumn(vectorColumn(outputName(model), size, model.semantics), transformed)];
  },
});

function requireFeasible(features: Vector): Vector {
  const { size } = features;
  if (size === 0) throw new ScoringError('INPUT_VALUE', 'expected a vector with elements, got none');
  if (fourierSteps(size) <= MOST_STEPS) return features;
  throw new ScoringError('INPUT_LIMIT', `expected a smaller size, or one of small factors, got ${size}`);
}
