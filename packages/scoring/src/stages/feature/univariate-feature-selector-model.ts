import { defineSelector } from '../families/feature-selector.ts';

/** Keeps the features that a univariate test chose. Mirrors `UnivariateFeatureSelectorModel.transform`. */
export const univariateFeatureSelectorModel = defineSelector('UnivariateFeatureSelectorModel', { type: 'numeric' });
