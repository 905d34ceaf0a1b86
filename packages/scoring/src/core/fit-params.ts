/**
 * Params that only `fit` reads, of every Spark release from 1.6 on: a saved model carries them, transform does not look
 * at them. A param that is neither here nor declared by its stage, and was set by hand, is refused: it may decide answers.
 */
const FIT_ONLY: ReadonlySet<string> = new Set(
  `aggregationDepth alpha blockSize bootstrap cacheNodeIds censorCol checkpointInterval
  collectSubModels convergenceTol distanceStrategy docConcentration elasticNetParam epsilon estimator
  estimatorParamMaps evaluator factorSize family featureSubsetStrategy finalStorageLevel fitIntercept fitLinear foldCol
  forceIndexLabel formula fpr fdr fwe impurity implicitPrefs initMode initSteps initStd initialWeights
  intermediateStorageLevel isotonic itemsetsCol k keepLastCheckpoint labelCol labelType learningDecay learningOffset
  lossType lowerBoundsOnCoefficients lowerBoundsOnIntercepts maxBins maxBlockSizeInMB maxCategories maxDF maxDepth
  maxIter maxMemoryInMB maxSentenceLength minCount minDF minDivisibleClusterSize minDocFreq minInfoGain
  minInstancesPerNode minSupport minWeightFractionPerNode miniBatchFraction nonnegative numBlocks numFolds numItemBlocks
  numPartitions numTopFeatures numTrees numUserBlocks optimizeDocConcentration optimizer parallelism percentile pruneTree
  ratingCol regParam relativeError seed selectionMode selectionThreshold selectorType smoothing
  solver splitSeed standardization stepSize stringIndexerOrderType stringOrderType subsamplingRate
  strategy subModels topicConcentration tol trainRatio upperBoundsOnCoefficients upperBoundsOnIntercepts
  validationIndicatorCol validationTol varianceThreshold vocabSize weightCol windowSize`.split(/\s+/),
);

export function isFitOnly(param: string): boolean {
  return FIT_ONLY.has(param);
}
