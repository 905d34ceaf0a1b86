import { boolean, optional, string, withDefault } from '../../core/codec.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { toDense } from '../../core/vector.ts';
import { reciprocals } from '../../kernels/scale.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { modelVector, vectorsOfOneSize } from '../families/model-vector.ts';
import { shiftAndScale } from '../families/shift-and-scale.ts';
import { storedValues } from '../families/stored-values.ts';
import { vectorColumn } from '../families/vector-column.ts';

/**
 * (x - median) * (1 / range), each part by its param; a range of 0 gives 0. Without centring the vector keeps its kind,
 * with it the result is dense. Sizes are not compared, so shorter vectors pass. Mirrors `RobustScalerModel.transform`.
 */
export const robustScalerModel = defineStage({
  spark: 'org.apache.spark.ml.feature.RobustScalerModel',
  exactness: 'bit',
  fitParams: ['lower', 'relativeError', 'upper'],
  params: {
    inputCol: optional(string),
    outputCol: optional(string),
    withCentering: withDefault(boolean, false),
    withScaling: withDefault(boolean, true),
  },
  data: vectorsOfOneSize('range', 'median'),
  sizes: ({ data }) => ({ features: data.median.size }),
  values: storedValues({ median: modelVector, range: modelVector }),
  plan(model, input) {
    const { withCentering, withScaling } = model.params;
    const { median, range } = model.data;
    const scaled = shiftAndScale(input.vector(inputName(model)), {
      size: median.size,
      by: () => ({
        shifts: withCentering ? toDense(median) : undefined,
        factors: withScaling ? reciprocals(toDense(range), 0) : undefined,
      }),
    });
    return [addColumn(vectorColumn(outputName(model), median.size, model.semantics), scaled)];
  },
});
