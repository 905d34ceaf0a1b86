import { defineStage } from '../../core/stage.ts';
import { outputName } from '../families/column-pairs.ts';
import { planSelector, selectedFeatures, selectorParams, selectorValues } from '../families/feature-selector.ts';
import { selectorFit } from '../families/fit-params.ts';

/** Keeps the features that a univariate test chose. Mirrors `UnivariateFeatureSelectorModel.transform`. */
export const univariateFeatureSelectorModel = defineStage({
  spark: 'org.apache.spark.ml.feature.UnivariateFeatureSelectorModel',
  exactness: 'bit',
  fitParams: selectorFit,
  params: selectorParams,
  data: selectedFeatures,
  sizes: ({ data }) => ({ selectedFeatures: data.length }),
  values: selectorValues,
  plan(model, input) {
    const { featuresCol } = model.params;
    const outputCol = outputName(model);
    return planSelector(input, { features: model.data, featuresCol, outputCol, unnamed: { type: 'numeric' } });
  },
});
