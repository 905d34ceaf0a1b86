import { doubles, list, matrix, string, vector, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { exactBySums } from '../../core/exactness.ts';
import { compute } from '../../core/expression.ts';
import { DenseMatrix, toRowMajor } from '../../core/matrix.ts';
import { defineQuery } from '../../core/query.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, oneRow, type StoredStage } from '../../core/stage.ts';
import { addColumn, type Step } from '../../core/step.ts';
import { createField, MATRIX, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, requireSize, toDense } from '../../core/vector.ts';
import { argmax } from '../../kernels/argmax.ts';
import { type Density, type DensityOptions, type Normal, normalDensity } from '../../kernels/multivariate-normal.ts';
import { featureVector } from '../families/feature-vector.ts';
import { clusteringFit } from '../families/fit-params.ts';
import { vectorColumn } from '../families/vector-column.ts';

interface Component extends Normal {
  readonly weight: number;
}

/** Added to every density, so that a point far from all has a cluster too. */
const EPSILON = 2 ** -52;

/** The shares of normal distributions in a point, and the one with the largest. Mirrors `GaussianMixtureModel`. */
export const gaussianMixtureModel = defineStage({
  spark: 'org.apache.spark.ml.clustering.GaussianMixtureModel',
  exactness: exactBySums(),
  fitParams: [...clusteringFit, 'aggregationDepth'],
  params: {
    featuresCol: withDefault(string, 'features'),
    predictionCol: withDefault(string, 'prediction'),
    probabilityCol: withDefault(string, 'probability'),
  },
  data: { read: readComponents },
  sizes: ({ data }) => ({ clusters: data.length, features: data[0]!.mean.length }),
  values: {
    numFeatures: ({ data }) => data[0]!.mean.length,
    weights: ({ data }) => data.map(({ weight }) => weight),
    gaussians: ({ data }) => data.map(gaussianOf),
  },
  queries: ({ data }) => ({ gaussiansDF: gaussiansQuery(data) }),
  plan({ data, params, semantics, sums }, input) {
    const size = data[0]!.mean.length;
    const probability = compute([featureVector(input, params.featuresCol)], () => {
      const densities = densitiesOf(data, { sums, meanFirst: !isAtLeast(semantics, 3, 1) });
      return (features) => {
        const point = requireSize(features, size);
        const shares = Float64Array.from(data, ({ weight }, i) => EPSILON + weight * densities[i]!(point));
        const sum = shares.reduce((before, share) => before + share, 0);
        return new DenseVector(shares.map((share) => share / sum));
      };
    });
    const prediction = compute([probability], () => (shares) => argmax(shares.values));
    const steps: Step[] = [];
    if (params.probabilityCol !== '') {
      steps.push(addColumn(vectorColumn(params.probabilityCol, data.length, semantics), probability));
    }
    if (params.predictionCol !== '') {
      const attribute = { type: 'nominal' as const, cardinality: data.length };
      const attributes = isAtLeast(semantics, 3, 0) ? { attributes: { kind: 'scalar' as const, attribute } } : {};
      steps.push(addColumn({ ...createField(params.predictionCol, 'integer', false), ...attributes }, prediction));
    }
    return steps;
  },
});

function densitiesOf(components: readonly Component[], options: DensityOptions): readonly Density[] {
  return components.map((component) => {
    const density = normalDensity(component, options);
    if (density !== undefined) return density;
    throw new ScoringError('MODEL_DATA', 'expected covariances with eigenvalues, got one without');
  });
}

const layout = oneRow({ weights: doubles, mus: list(vector), sigmas: list(matrix) });

/** One weight, one mean and one covariance a component; means of one size, covariances square. */
async function readComponents(stored: StoredStage): Promise<readonly Component[]> {
  const { weights, mus, sigmas } = await layout.read(stored);
  const size = mus[0]?.size ?? 0;
  const fits = sigmas.every(({ rows, columns }) => rows === size && columns === size);
  if (
    size > 0 &&
    fits &&
    mus.every((mu) => mu.size === size) &&
    weights.length === mus.length &&
    sigmas.length === mus.length
  ) {
    // Symmetric, so by rows is by columns.
    return weights.map((weight, i) => ({ weight, mean: toDense(mus[i]!), covariance: toRowMajor(sigmas[i]!) }));
  }
  throw new ScoringError('MODEL_DATA', `expected weights, means and covariances of one size, got others`, stored.where);
}

function gaussianOf({ mean, covariance }: Component) {
  return { mean: new DenseVector(mean), cov: new DenseMatrix(mean.length, mean.length, covariance, false) };
}

/** Mirrors `GaussianMixtureModel.gaussiansDF`. */
function gaussiansQuery(components: readonly Component[]) {
  return defineQuery({
    takes: {},
    output: structType([createField('mean', VECTOR), createField('cov', MATRIX)]),
    answer: () =>
      components
        .map(gaussianOf)
        .map(({ mean, cov }) => [mean, { ...(cov.toJSON() as object), colPtrs: null, rowIndices: null }]),
  });
}
