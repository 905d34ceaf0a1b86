import { knownSize } from '../../core/attributes.ts';
import { boolean, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { VECTOR } from '../../core/types.ts';
import { DenseVector, toDense, type Vector } from '../../core/vector.ts';
import { type CosineTransform, cosineTransforms } from '../../kernels/cosine-transform.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { vectorColumn } from '../families/vector-column.ts';

/** A few seconds' work and a quarter of a gigabyte. */
const MOST_ELEMENTS = 2 ** 20;

/** The orthonormal cosine transform DCT-II of a vector, or its inverse, as a dense vector. Mirrors `DCT.transform`. */
export const dct = defineStage({
  spark: 'org.apache.spark.ml.feature.DCT',
  exactness: (semantics) =>
    isAtLeast(semantics, 3, 0)
      ? 'bit'
      : {
          ulps: 2,
          abs: 1.2e-14,
          because:
            "Spark 2 takes the JVM's sines, from which those of Spark 3 differ at some angles; abs is that of vectors with elements up to 10",
        },
  params: { inputCol: optional(string), outputCol: optional(string), inverse: withDefault(boolean, false) },
  plan(model, input) {
    const direction = model.params.inverse ? 'inverse' : 'forward';
    const transformed = compute([input.vector(inputName(model))], () => {
      let known: { readonly size: number; readonly transform: CosineTransform } | undefined;
      return (features) => {
        const { size } = requireFeasible(features);
        if (known?.size !== size) known = { size, transform: cosineTransforms(size)[direction] };
        const values = toDense(features).slice();
        known.transform(values);
        return new DenseVector(values);
      };
    });
    const size = knownSize(input.require(inputName(model), VECTOR));
    return [addColumn(vectorColumn(outputName(model), size, model.semantics), transformed)];
  },
});

function requireFeasible(features: Vector): Vector {
  const { size } = features;
  if (size === 0) throw new ScoringError('INPUT_VALUE', 'expected a vector with elements, got none');
  if (size <= MOST_ELEMENTS) return features;
  throw new ScoringError('INPUT_LIMIT', `expected a size of at most ${MOST_ELEMENTS}, got ${size}`);
}
