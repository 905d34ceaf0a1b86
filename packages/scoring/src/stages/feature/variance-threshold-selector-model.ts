import { defineSelector } from '../families/feature-selector.ts';

/** Keeps the features that vary more than a threshold. Mirrors `VarianceThresholdSelectorModel.transform`. */
export const varianceThresholdSelectorModel = defineSelector('VarianceThresholdSelectorModel', { type: 'numeric' });
