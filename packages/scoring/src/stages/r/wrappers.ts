/** The models of SparkR: a pipeline of RFormulaModel and model, and columns that R users do not see. */

import { defineClassifierWrapper, defineModelWrapper } from '../families/r-wrapper.ts';

export const aftSurvivalRegressionWrapper = defineModelWrapper('AFTSurvivalRegressionWrapper');
export const bisectingKMeansWrapper = defineModelWrapper('BisectingKMeansWrapper');
export const decisionTreeRegressorWrapper = defineModelWrapper('DecisionTreeRegressorWrapper');
export const fmRegressorWrapper = defineModelWrapper('FMRegressorWrapper');
export const gaussianMixtureWrapper = defineModelWrapper('GaussianMixtureWrapper');
export const gbtRegressorWrapper = defineModelWrapper('GBTRegressorWrapper');
export const generalizedLinearRegressionWrapper = defineModelWrapper('GeneralizedLinearRegressionWrapper');
export const isotonicRegressionWrapper = defineModelWrapper('IsotonicRegressionWrapper');
export const kMeansWrapper = defineModelWrapper('KMeansWrapper');
export const ldaWrapper = defineModelWrapper('LDAWrapper');
export const linearRegressionWrapper = defineModelWrapper('LinearRegressionWrapper');
export const randomForestRegressorWrapper = defineModelWrapper('RandomForestRegressorWrapper');

export const decisionTreeClassifierWrapper = defineClassifierWrapper('DecisionTreeClassifierWrapper');
export const fmClassifierWrapper = defineClassifierWrapper('FMClassifierWrapper');
export const gbtClassifierWrapper = defineClassifierWrapper('GBTClassifierWrapper');
export const linearSvcWrapper = defineClassifierWrapper('LinearSVCWrapper');
export const logisticRegressionWrapper = defineClassifierWrapper('LogisticRegressionWrapper');
export const multilayerPerceptronClassifierWrapper = defineClassifierWrapper('MultilayerPerceptronClassifierWrapper');
export const naiveBayesWrapper = defineClassifierWrapper('NaiveBayesWrapper');
export const randomForestClassifierWrapper = defineClassifierWrapper('RandomForestClassifierWrapper');
