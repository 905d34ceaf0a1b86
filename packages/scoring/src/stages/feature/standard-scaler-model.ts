import { boolean, optional, string, withDefault } from '../../core/codec.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, type Model } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { mapStored, requireSize, toDense, type Vector } from '../../core/vector.ts';
import { reciprocals } from '../../kernels/scale.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { modelVector, vectorsOfOneSize } from '../families/model-vector.ts';
import { shiftAndScale } from '../families/shift-and-scale.ts';
import { storedValues } from '../families/stored-values.ts';
import { vectorColumn } from '../families/vector-column.ts';

type Params = { readonly withMean: boolean; readonly withStd: boolean };
type Data = { readonly mean: Vector; readonly std: Vector };

/**
 * (x - mean) * (1 / std), each part by its param; a deviation of 0 gives 0. Without the mean the vector keeps its kind,
 * with it the result is dense. Spark 3 and later check no size, so shorter vectors pass. Mirrors
 * `StandardScalerModel.transform`.
 */
export const standardScalerModel = defineStage({
  spark: 'org.apache.spark.ml.feature.StandardScalerModel',
  exactness: 'bit',
  params: {
    inputCol: optional(string),
    outputCol: optional(string),
    withMean: withDefault(boolean, false),
    withStd: withDefault(boolean, true),
  },
  data: vectorsOfOneSize('std', 'mean'),
  sizes: ({ data }) => ({ features: data.std.size }),
  values: storedValues({ mean: modelVector, std: modelVector }),
  plan(model, input) {
    const scaled = scale(model, input.vector(inputName(model)));
    return [addColumn(vectorColumn(outputName(model), model.data.std.size, model.semantics), scaled)];
  },
});

function scale({ params, data, semantics }: Model<Params, Data>, features: Expression<Vector>): Expression<Vector> {
  const { withMean, withStd } = params;
  const { mean, std } = data;
  const by = () => ({
    shifts: withMean ? toDense(mean) : undefined,
    factors: withStd ? reciprocals(toDense(std), 0) : undefined,
  });
  const scaler = { size: std.size, by };
  if (isAtLeast(semantics, 3, 0)) return shiftAndScale(features, scaler);
  const whole = compute([features], () => (vector) => requireSize(vector, std.size));
  const scaled = shiftAndScale(whole, scaler);
  if (!withMean || !withStd) return scaled;
  return compute([scaled], () => {
    const deviations = toDense(std);
    return (vector) => clearConstant(vector, deviations);
  });
}

/** Spark 2 gives 0.0 for a deviation of 0 where multiplying would keep the sign, or NaN. */
function clearConstant(vector: Vector, deviations: Float64Array): Vector {
  return mapStored(vector, (x, i) => (deviations[i] === 0 ? 0 : x));
}
