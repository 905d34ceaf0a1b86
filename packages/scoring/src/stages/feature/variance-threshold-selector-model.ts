import { defineStage } from '../../core/stage.ts';
import { outputName } from '../families/column-pairs.ts';
import { planSelector, selectedFeatures, selectorParams, selectorValues } from '../families/feature-selector.ts';
import { selectorFit } from '../families/fit-params.ts';

/** Keeps the features that vary more than a threshold. Mirrors `VarianceThresholdSelectorModel.transform`. */
export const varianceThresholdSelectorModel = defineStage({
  spark: 'org.apache.spark.ml.feature.VarianceThresholdSelectorModel',
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
