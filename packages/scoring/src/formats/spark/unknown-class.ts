import type { SavedStage } from '../../core/artifact.ts';
import { ScoringError } from '../../core/errors.ts';

/** Estimators that Spark saves under a name of their own: `fit` makes the model that can be scored. */
const ESTIMATORS: ReadonlySet<string> = new Set(
  `Pipeline feature.BucketedRandomProjectionLSH feature.ChiSqSelector feature.CountVectorizer feature.IDF
  feature.Imputer feature.MaxAbsScaler feature.MinHashLSH feature.MinMaxScaler feature.OneHotEncoderEstimator feature.PCA
  feature.QuantileDiscretizer feature.RFormula feature.RobustScaler feature.StandardScaler feature.StringIndexer
  feature.TargetEncoder feature.UnivariateFeatureSelector feature.VarianceThresholdSelector feature.VectorIndexer
  feature.Word2Vec classification.LogisticRegression classification.NaiveBayes classification.DecisionTreeClassifier
  classification.RandomForestClassifier classification.GBTClassifier classification.MultilayerPerceptronClassifier
  classification.LinearSVC classification.FMClassifier classification.OneVsRest regression.LinearRegression
  regression.GeneralizedLinearRegression regression.AFTSurvivalRegression regression.IsotonicRegression
  regression.FMRegressor regression.DecisionTreeRegressor regression.RandomForestRegressor regression.GBTRegressor
  clustering.KMeans clustering.BisectingKMeans clustering.GaussianMixture clustering.LDA
  clustering.PowerIterationClustering recommendation.ALS fpm.FPGrowth tuning.CrossValidator
  tuning.TrainValidationSplit`
    .split(/\s+/)
    .map((name) => `org.apache.spark.ml.${name}`),
);

/** Why a class that has no definition cannot be scored, by name. */
export function describeUnknown(node: SavedStage): ScoringError {
  const { spark, stored } = node;
  const { where } = stored;
  if (ESTIMATORS.has(spark.replace(/^pyspark\.ml\.(pipeline|tuning)\./, pythonPackage))) {
    return new ScoringError('STAGE_UNFITTED', `expected a fitted model, got ${spark}, an unfitted estimator`, where);
  }
  return new ScoringError(
    'STAGE_UNSUPPORTED',
    `expected a Spark ML stage known here, got ${spark}, ${kindOf(spark)}`,
    where,
  );
}

function pythonPackage(_: string, module: string): string {
  return module === 'pipeline' ? 'org.apache.spark.ml.' : 'org.apache.spark.ml.tuning.';
}

function kindOf(spark: string): string {
  if (spark.startsWith('org.apache.spark.ml.')) return 'a Spark class that the native engine does not run';
  const isJvm = /^(com|org|net|io|ml|ai|edu|dev|software)\./.test(spark);
  return isJvm ? 'a third-party class' : 'a class that exists only in Python';
}
