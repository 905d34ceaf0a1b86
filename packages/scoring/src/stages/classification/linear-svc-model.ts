import { double, vector, withDefault } from '../../core/codec.ts';
import { exactBySums } from '../../core/exactness.ts';
import { compute } from '../../core/expression.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { classifierParams, planClassifier } from '../families/classifier.ts';
import { linearFit } from '../families/fit-params.ts';
import { linearMargin, linearValues, rawOfMargin } from '../families/linear-margin.ts';

/** Class 1 where the margin is over the threshold, which may be any number. Mirrors `LinearSVCModel`. */
export const linearSvcModel = defineStage({
  spark: 'org.apache.spark.ml.classification.LinearSVCModel',
  exactness: exactBySums(),
  fitParams: linearFit,
  params: { ...classifierParams, threshold: withDefault(double, 0) },
  data: oneRow({ coefficients: vector, intercept: double }),
  sizes: ({ data }) => ({ features: data.coefficients.size }),
  values: { ...linearValues, numClasses: () => 2 },
  plan({ params, data, semantics, sums }, input) {
    const { threshold } = params;
    const margin = linearMargin(data, input.vector(params.featuresCol), sums);
    return planClassifier({
      classes: 2,
      semantics,
      params,
      raw: rawOfMargin(margin),
      rawToPrediction: () => (raw) => (raw[1]! > threshold ? 1 : 0),
      predict: compute([margin], () => (value) => (value > threshold ? 1 : 0)),
    });
  },
});
