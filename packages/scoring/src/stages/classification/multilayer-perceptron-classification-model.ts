import { integers, optional } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { exactBySums } from '../../core/exactness.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { DenseVector, requireSize, toDense } from '../../core/vector.ts';
import { argmax } from '../../kernels/argmax.ts';
import { expOf } from '../../kernels/exp.ts';
import { perceptron } from '../../kernels/perceptron.ts';
import { softmaxByDivision } from '../../kernels/softmax.ts';
import { planClassifier, predictBy, probabilisticParams } from '../families/classifier.ts';
import { changeVector } from '../families/filled-vector.ts';
import { predictorFit } from '../families/fit-params.ts';
import { modelVector } from '../families/model-vector.ts';

/**
 * Sigmoid layers under a softmax; the raw values are those under the softmax. Before Spark 2.3 there is a prediction
 * only, and before 3.0 the layers stand in the data. Mirrors `MultilayerPerceptronClassificationModel`.
 */
export const multilayerPerceptronClassificationModel = defineStage({
  spark: 'org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel',
  exactness: exactBySums(),
  fitParams: [...predictorFit, 'blockSize', 'initialWeights', 'maxIter', 'seed', 'solver', 'stepSize', 'tol'],
  params: { ...probabilisticParams, layers: optional(integers) },
  data: oneRow({ weights: modelVector, layers: optional(integers) }),
  sizes: ({ data }) => ({ weights: data.weights.size }),
  values: {
    numFeatures: ({ data, params }) => (data.layers ?? params.layers)?.[0],
    numClasses: ({ data, params }) => (data.layers ?? params.layers)?.at(-1),
    weights: ({ data }) => data.weights,
  },
  plan({ params, data, semantics, sums }, input) {
    const layers = checkLayers(data.layers ?? params.layers ?? [], data.weights.size);
    const raw = compute([input.vector(params.featuresCol)], () => {
      const run = perceptron(layers, toDense(data.weights), sums);
      return (features) => new DenseVector(run(toDense(requireSize(features, layers[0]!))));
    });
    const classes = layers.at(-1)!;
    const exp = expOf(sums);
    const toProbability = (values: Float64Array) => softmaxByDivision(values, exp);
    const predictionOnly = { predictionCol: params.predictionCol, rawPredictionCol: '' };
    return planClassifier({
      classes,
      semantics,
      params: isAtLeast(semantics, 2, 3) ? params : predictionOnly,
      raw,
      toProbability: () => toProbability,
      predict: predictBy(
        changeVector(raw, classes, () => toProbability),
        classes,
        () => argmax,
      ),
    });
  },
});

/** The layers, whose sizes must come to the number of weights. */
function checkLayers(layers: readonly number[], weights: number): readonly number[] {
  let expected = 0;
  for (let i = 1; i < layers.length; i++) expected += (layers[i - 1]! + 1) * layers[i]!;
  if (layers.length > 1 && layers.every((size) => size > 0) && expected === weights) return layers;
  throw new ScoringError('MODEL_DATA', `expected ${expected} weights for layers ${layers.join(', ')}, got ${weights}`);
}
