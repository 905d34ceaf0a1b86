/** Params that only fit reads, of estimators of a kind, in every Spark release: their models carry them. */

export const predictorFit = ['labelCol', 'weightCol'];

export const linearFit = [
  ...predictorFit,
  'aggregationDepth',
  'elasticNetParam',
  'fitIntercept',
  'maxBlockSizeInMB',
  'maxIter',
  'regParam',
  'solver',
  'standardization',
  'tol',
];

export const factorizationFit = [
  ...predictorFit,
  'factorSize',
  'fitIntercept',
  'fitLinear',
  'initStd',
  'maxIter',
  'miniBatchFraction',
  'regParam',
  'seed',
  'solver',
  'stepSize',
  'tol',
];

export const treeFit = [
  ...predictorFit,
  'cacheNodeIds',
  'checkpointInterval',
  'impurity',
  'maxBins',
  'maxDepth',
  'maxMemoryInMB',
  'minInfoGain',
  'minInstancesPerNode',
  'minWeightFractionPerNode',
  'pruneTree',
  'seed',
];

export const forestFit = [...treeFit, 'bootstrap', 'featureSubsetStrategy', 'numTrees', 'subsamplingRate'];

export const boostingFit = [
  ...treeFit,
  'featureSubsetStrategy',
  'lossType',
  'maxIter',
  'stepSize',
  'subsamplingRate',
  'validationIndicatorCol',
  'validationTol',
];

export const clusteringFit = ['k', 'maxIter', 'seed', 'tol', 'weightCol'];

export const topicFit = [
  'checkpointInterval',
  'docConcentration',
  'k',
  'keepLastCheckpoint',
  'learningDecay',
  'learningOffset',
  'maxIter',
  'optimizeDocConcentration',
  'optimizer',
  'seed',
  'subsamplingRate',
  'topicConcentration',
];

export const selectorFit = [
  'fdr',
  'featureType',
  'fpr',
  'fwe',
  'labelCol',
  'labelType',
  'numTopFeatures',
  'percentile',
  'selectionMode',
  'selectionThreshold',
  'selectorType',
  'varianceThreshold',
];

export const tuningFit = [
  'collectSubModels',
  'estimator',
  'estimatorParamMaps',
  'evaluator',
  'foldCol',
  'numFolds',
  'parallelism',
  'seed',
  'trainRatio',
];
