import { optional, string } from '../../core/codec.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { requireSize, toDense } from '../../core/vector.ts';
import { divideStored, multiplyStored, reciprocals } from '../../kernels/scale.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { modelVector } from '../families/model-vector.ts';
import { requireStoredWithin } from '../families/scaler-inputs.ts';
import { storedValues } from '../families/stored-values.ts';
import { vectorColumn } from '../families/vector-column.ts';

/**
 * Divides each feature by its largest absolute value, unless that is 0; the vector keeps its kind. Spark 3 and later
 * multiply by the reciprocal and check no size; Spark 2 divides and stores no zeros. Mirrors
 * `MaxAbsScalerModel.transform`.
 */
export const maxAbsScalerModel = defineStage({
  spark: 'org.apache.spark.ml.feature.MaxAbsScalerModel',
  exactness: 'bit',
  params: { inputCol: optional(string), outputCol: optional(string) },
  data: oneRow({ maxAbs: modelVector }),
  sizes: ({ data }) => ({ features: data.maxAbs.size }),
  values: storedValues({ maxAbs: modelVector }),
  plan(model, input) {
    const { maxAbs } = model.data;
    const scaled = compute([input.vector(inputName(model))], () => {
      const most = toDense(maxAbs);
      if (isAtLeast(model.semantics, 3, 0)) {
        const factors = reciprocals(most, 1);
        return (features) => multiplyStored(requireStoredWithin(features, maxAbs.size), factors);
      }
      const divisors = most.map((x) => (x === 0 ? 1 : x));
      return (features) => divideStored(requireSize(features, maxAbs.size), divisors);
    });
    return [addColumn(vectorColumn(outputName(model), maxAbs.size, model.semantics), scaled)];
  },
});
