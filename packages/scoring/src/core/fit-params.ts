/**
 * Params that only `fit` reads, of every Spark release from 1.6 on: a saved model carries them, transform does not look
 * at them. A param that is neither here nor declared by its stage, and was set by hand, is refused: it may decide answers.
 */
const FIT_ONLY: ReadonlySet<string> = new Set(
  `aggregationDepth alpha blockSize bootstrap cacheNodeIds censorCol checkpointInterval collectSubModels
  convergenceTol distanceStrategy docConcentration elasticNetParam epsilon estimator estimatorParamMaps evaluator
  factorSize family fdr featureSubsetStrategy featureType finalStorageLevel fitIntercept fitLinear foldCol
  forceIndexLabel formula fpr fwe implicitPrefs impurity initialWeights initMode initStd initSteps
  intermediateStorageLevel isotonic itemsetsCol k keepLastCheckpoint labelCol labelType learningDecay learningOffset
  lossType lower lowerBoundsOnCoefficients lowerBoundsOnIntercepts maxBins maxBlockSizeInMB maxCategories maxDepth
  maxDF maxIter maxMemoryInMB maxSentenceLength minCount minDF minDivisibleClusterSize minDocFreq miniBatchFraction
  minInfoGain minInstancesPerNode minSupport minWeightFractionPerNode nonnegative numBlocks numFolds numHashTables
  numItemBlocks numPartitions numTopFeatures numTrees numUserBlocks optimizeDocConcentration optimizer parallelism
  percentile pruneTree ratingCol regParam relativeError seed selectionMode selectionThreshold selectorType smoothing
  solver splitSeed standardization stepSize strategy stringIndexerOrderType stringOrderType subModels
  subsamplingRate tol topicConcentration trainRatio upper upperBoundsOnCoefficients upperBoundsOnIntercepts
  validationIndicatorCol validationTol varianceThreshold vocabSize weightCol windowSize`.split(/\s+/),
);

export function isFitOnly(param: string): boolean {
  return FIT_ONLY.has(param);
}
