import { optional, string, vector } from '../../core/codec.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { elementAt, mapStored, requireSize } from '../../core/vector.ts';
import { multiplyStored } from '../../kernels/scale.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { vectorColumn } from '../families/vector-column.ts';

/**
 * Multiplies each stored element by its weight; the kind of the vector and explicit zeros stay. A vector of another
 * size than the weights fails the row. Mirrors `ElementwiseProduct.transform`.
 */
export const elementwiseProduct = defineStage({
  spark: 'org.apache.spark.ml.feature.ElementwiseProduct',
  exactness: 'bit',
  params: { inputCol: optional(string), outputCol: optional(string), scalingVec: vector },
  sizes: ({ params }) => ({ features: params.scalingVec.size }),
  plan(model, input) {
    const { scalingVec } = model.params;
    const product = compute([input.vector(inputName(model))], () => (features) => {
      const whole = requireSize(features, scalingVec.size);
      if (scalingVec.type === 1) return multiplyStored(whole, scalingVec.values);
      return mapStored(whole, (x, index) => x * elementAt(scalingVec, index));
    });
    return [addColumn(vectorColumn(outputName(model), scalingVec.size, model.semantics), product)];
  },
});
