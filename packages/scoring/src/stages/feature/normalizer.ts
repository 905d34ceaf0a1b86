import { knownSize } from '../../core/attributes.ts';
import { double, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { exactWhere } from '../../core/exactness.ts';
import { compute } from '../../core/expression.ts';
import { defineStage, type Model } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { VECTOR } from '../../core/types.ts';
import { mapStored } from '../../core/vector.ts';
import { vectorNorm } from '../../kernels/vector-norm.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { vectorColumn } from '../families/vector-column.ts';

/**
 * Divides by the p-norm; the kind of the vector and explicit zeros stay. A vector whose norm is 0 passes as it is, one
 * with NaN becomes all NaN, except that the infinite norm overlooks NaN. Mirrors `Normalizer.transform`.
 */
export const normalizer = defineStage({
  spark: 'org.apache.spark.ml.feature.Normalizer',
  exactness: exactWhere(hasExactNorm, {
    ulps: 2,
    because: 'the JVM rounds some powers in 10000 another way; the norms 1, 2 and infinity have the same bits',
  }),
  params: { inputCol: optional(string), outputCol: optional(string), p: withDefault(double, 2) },
  plan(model, input) {
    const { p } = model.params;
    if (!(p >= 1)) throw new ScoringError('MODEL_PARAM', `expected a norm of 1 or more, got ${p}`, { param: 'p' });
    const normalized = compute([input.vector(inputName(model))], () => {
      const normOf = vectorNorm(p);
      return (features) => {
        const norm = normOf(features.values);
        return norm === 0 ? features : mapStored(features, (x) => x / norm);
      };
    });
    const size = knownSize(input.require(inputName(model), VECTOR));
    return [addColumn(vectorColumn(outputName(model), size, model.semantics), normalized)];
  },
});

function hasExactNorm({ params: { p } }: Model<{ readonly p: number }, unknown>): boolean {
  return p === 1 || p === 2 || p === Number.POSITIVE_INFINITY;
}
