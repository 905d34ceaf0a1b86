import { double, optional, string, withDefault } from '../../core/codec.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { DenseVector, requireSize, toDense } from '../../core/vector.ts';
import { compress, sparseRule } from '../../kernels/compress.ts';
import { dividingRescaler, multiplyingRescaler } from '../../kernels/rescale.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { modelVector, vectorsOfOneSize } from '../families/model-vector.ts';
import { requireAtMost } from '../families/scaler-inputs.ts';
import { storedValues } from '../families/stored-values.ts';
import { vectorColumn } from '../families/vector-column.ts';

/**
 * Rescales each feature to [min, max]. A constant feature becomes the middle; NaN stays NaN; null fails the row.
 * Spark 3 multiplies by a precomputed factor and compresses; Spark 2 divides, stays dense and lets shorter vectors pass.
 * Mirrors `MinMaxScalerModel.transform`.
 */
export const minMaxScalerModel = defineStage({
  spark: 'org.apache.spark.ml.feature.MinMaxScalerModel',
  exactness: 'bit',
  params: {
    inputCol: optional(string),
    outputCol: optional(string),
    min: withDefault(double, 0),
    max: withDefault(double, 1),
  },
  data: vectorsOfOneSize('originalMin', 'originalMax'),
  sizes: ({ data }) => ({ features: data.originalMin.size }),
  values: storedValues({ originalMin: modelVector, originalMax: modelVector }),
  plan(model, input) {
    const { params, data, semantics } = model;
    const size = data.originalMin.size;
    const scaled = compute([input.vector(inputName(model))], () => {
      const bounds = { low: toDense(data.originalMin), high: toDense(data.originalMax) };
      const since3 = isAtLeast(semantics, 3, 0);
      const rescale = since3 ? multiplyingRescaler(bounds, params) : dividingRescaler(bounds, params);
      const isSparse = sparseRule(semantics);
      return (features) => {
        if (!since3) return new DenseVector(rescale(toDense(requireAtMost(features, size))));
        return compress(new DenseVector(rescale(toDense(requireSize(features, size)))), isSparse);
      };
    });
    return [addColumn(vectorColumn(outputName(model), size, semantics), scaled)];
  },
});
