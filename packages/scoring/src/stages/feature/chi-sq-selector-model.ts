import { defineSelector } from '../families/feature-selector.ts';

/** Keeps the features that a chi-squared test chose. Mirrors `ChiSqSelectorModel.transform`. */
export const chiSqSelectorModel = defineSelector('ChiSqSelectorModel', { type: 'nominal' });
