import { type Decoded, optional, string, withDefault } from '../../core/codec.ts';
import type { Columns } from '../../core/columns.ts';
import { ScoringError, type Where } from '../../core/errors.ts';
import type { Exactness, ExactnessRule } from '../../core/exactness.ts';
import { compute } from '../../core/expression.ts';
import { DenseMatrix } from '../../core/matrix.ts';
import { defineQuery, type Query } from '../../core/query.ts';
import { defineStage, type Model, type StoredStage, type ValueReaders } from '../../core/stage.ts';
import { addColumn, type ColumnStep } from '../../core/step.ts';
import { arrayType, createField, structType } from '../../core/types.ts';
import type { Row } from '../../core/values.ts';
import { DenseVector, type Vector } from '../../core/vector.ts';
import { drawGamma } from '../../kernels/gamma.ts';
import { mersenneTwister } from '../../kernels/mersenne-twister.ts';
import { topicInference } from '../../kernels/topic-inference.ts';
import { count } from './extras.ts';
import { featureVector } from './feature-vector.ts';
import { topicFit } from './fit-params.ts';
import { vectorColumn } from './vector-column.ts';

/** Terms, their strengths topic by topic, and the prior of each topic. */
export interface TopicModel {
  readonly terms: number;
  readonly strengths: Float64Array;
  readonly concentrations: Float64Array;
  readonly gammaShape: number;
  /** The strengths of each topic summed, where fit has left them; their last bits differ from those of another sum. */
  readonly totals?: Float64Array;
}

/** What the two classes differ in. */
export interface TopicModelKind {
  readonly isDistributed: boolean;
  readonly exactness: Exactness | ExactnessRule;
  /** Whether the sizes fit each other is checked behind it. */
  readonly read: (stored: StoredStage) => Promise<TopicModel>;
}

/** The mixture of topics in a text, of its term counts. Mirrors `LDAModel`. */
export function defineTopicModel(name: string, { isDistributed, exactness, read }: TopicModelKind) {
  return defineStage({
    spark: `org.apache.spark.ml.clustering.${name}`,
    exactness,
    fitParams: topicFit,
    params: topicParams,
    data: { read: async (stored) => checkTopics(await read(stored), stored.where) },
    sizes: ({ data: { terms, concentrations } }) => ({ topics: concentrations.length, terms }),
    values: topicValues(isDistributed),
    queries: ({ data }) => ({ describeTopics: describeTopics(data) }),
    plan: planTopics,
  });
}

/** Spark 1.6 named the output column in a param `topicDistribution`. */
const topicParams = {
  featuresCol: withDefault(string, 'features'),
  topicDistributionCol: withDefault(string, 'topicDistribution'),
  topicDistribution: optional(string),
};

type TopicParams = Decoded<typeof topicParams>;

/** The hash of the name of `LocalLDAModel`: the seed of every loaded model, whatever seed was saved with it. */
const SEED = 1421925485;

/** Fails with MODEL_DATA where the sizes do not fit each other. */
function checkTopics(model: TopicModel, where: Where): TopicModel {
  const { terms, strengths, concentrations, gammaShape } = model;
  if (terms > 0 && concentrations.length > 0 && strengths.length === terms * concentrations.length && gammaShape > 1) {
    return model;
  }
  throw new ScoringError(
    'MODEL_DATA',
    `expected ${terms} strengths for each of ${concentrations.length} topics and gammaShape above 1, got ${strengths.length} and ${gammaShape}`,
    where,
  );
}

/** The mixture of topics of each text. Mirrors `LDAModel.transform`. */
function planTopics(model: Model<TopicParams, TopicModel>, input: Columns): readonly ColumnStep[] {
  const { params, data, semantics, sums } = model;
  const name = params.topicDistribution ?? params.topicDistributionCol;
  if (name === '')
    throw new ScoringError('MODEL_PARAM', 'expected the name of a column, got none', { param: 'topicDistributionCol' });
  const mixture = compute([featureVector(input, params.featuresCol)], () => {
    const infer = topicInference({ ...data, sums, start: drawStart(data) });
    return (counts) => {
      const topics = infer(requireTerms(counts, data.terms));
      if (topics !== undefined) return new DenseVector(topics);
      throw new ScoringError('INPUT_VALUE', 'expected counts whose topics can be inferred, got others');
    };
  });
  return [addColumn(vectorColumn(name, data.concentrations.length, semantics), mixture)];
}

function drawStart({ concentrations, gammaShape }: TopicModel): Float64Array {
  const random = mersenneTwister(SEED);
  return concentrations.map(() => drawGamma(random, gammaShape, 1 / gammaShape));
}

/** A shorter dense vector counts the first terms, as in Spark. */
function requireTerms(counts: Vector, terms: number): Vector {
  const last = counts.type === 1 ? counts.size - 1 : (counts.indices.at(-1) ?? 0);
  if (last < terms) return counts;
  throw new ScoringError('INPUT_VALUE', `expected counts of ${terms} terms, got more`);
}

/** What the models of topics tell. */
function topicValues(isDistributed: boolean): ValueReaders<{ readonly data: TopicModel }> {
  return {
    vocabSize: ({ data }) => data.terms,
    isDistributed: () => isDistributed,
    estimatedDocConcentration: ({ data }) => new DenseVector(data.concentrations),
    topicsMatrix: ({ data }) => new DenseMatrix(data.terms, data.concentrations.length, data.strengths, false),
  };
}

/** The strongest terms of each topic, strongest first, with their shares in it. Mirrors `LDAModel.describeTopics`. */
function describeTopics({ terms, strengths, concentrations, totals }: TopicModel): Query {
  return defineQuery({
    takes: { maxTermsPerTopic: withDefault(count, 10) },
    output: structType([
      createField('topic', 'integer', false),
      createField('termIndices', arrayType('integer', false)),
      createField('termWeights', arrayType('double', false)),
    ]),
    answer: ({ maxTermsPerTopic }) =>
      Array.from(concentrations, (_, topic): Row => {
        const own = strengths.subarray(topic * terms, (topic + 1) * terms);
        const total = totals?.[topic] ?? own.reduce((sum, strength) => sum + Math.abs(strength), 0);
        const order = Array.from(own, (_, term) => term).sort((a, b) => own[b]! - own[a]!);
        const best = order.slice(0, maxTermsPerTopic);
        return [topic, best, best.map((term) => own[term]! / total)];
      }),
  });
}
