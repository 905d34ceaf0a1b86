import { integer, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { createField, VECTOR } from '../../core/types.ts';
import type { Vector } from '../../core/vector.ts';
import { countMonomials, expandPolynomial } from '../../kernels/polynomial.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { LARGEST_FILLED } from '../families/model-vector.ts';

/** A result has less than 2^31 elements. */
const MOST_ELEMENTS = 0x7fffffff;

/**
 * All products of the elements up to a degree, as a vector of the same kind. What is zero stays out: neither NaN nor an
 * infinity is multiplied by it. Mirrors `PolynomialExpansion.transform`.
 */
export const polynomialExpansion = defineStage({
  spark: 'org.apache.spark.ml.feature.PolynomialExpansion',
  exactness: 'bit',
  params: { inputCol: optional(string), outputCol: optional(string), degree: withDefault(integer, 2) },
  sizes: ({ params }) => ({ degree: params.degree }),
  plan(model, input) {
    const { degree } = model.params;
    if (degree < 1 || degree > MOST_ELEMENTS) {
      throw new ScoringError('MODEL_PARAM', `expected a degree of 1 or more, got ${degree}`, { param: 'degree' });
    }
    const expanded = compute([input.vector(inputName(model))], () => (features) => {
      return expandPolynomial(requireExpandable(features, degree), degree);
    });
    return [addColumn(createField(outputName(model), VECTOR), expanded)];
  },
});

function requireExpandable(features: Vector, degree: number): Vector {
  const size = countMonomials(features.size, degree);
  if (size > MOST_ELEMENTS) {
    throw new ScoringError('INPUT_VALUE', `expected at most ${MOST_ELEMENTS} products, got ${size}`);
  }
  const stored = countMonomials(features.values.length, degree);
  if (stored <= LARGEST_FILLED) return features;
  throw new ScoringError('INPUT_LIMIT', `expected at most ${LARGEST_FILLED} products, got ${stored}`);
}
