import { double, doubles, integer, vector } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import type { StoredStage } from '../../core/stage.ts';
import { elementAt, toDense } from '../../core/vector.ts';
import { defineTopicModel, type TopicModel } from '../families/topic-model.ts';

/**
 * Does what the local model of its topics does. Spark draws another start of the inference whenever it loads the model,
 * here it is always that of a local model. Mirrors `DistributedLDAModel`.
 */
export const distributedLdaModel = defineTopicModel('DistributedLDAModel', {
  isDistributed: true,
  exactness: {
    ulps: 0,
    abs: 1e-3,
    because: 'Spark starts the inference at random for a model of this class: its own answers differ from load to load',
  },
  read: readTopics,
});

/** More terms times topics than fit into memory; a damaged number must not be believed. */
const MOST_STRENGTHS = 2 ** 27;

/** The folder `oldModel` is a model as spark.mllib saves it: a graph, whose vertices below 0 are the terms. */
async function readTopics(stored: StoredStage): Promise<TopicModel> {
  const metadata = await stored.json('oldModel/metadata');
  const terms = integer.parse(metadata.vocabSize) ?? 0;
  const topics = integer.parse(metadata.k) ?? 0;
  const concentrations = Float64Array.from(doubles.parse(metadata.docConcentration) ?? []);
  if (!(terms > 0 && topics > 0 && terms * topics <= MOST_STRENGTHS) || concentrations.length !== topics) {
    throw new ScoringError('MODEL_DATA', 'expected vocabSize, k and k docConcentrations, got others', stored.where);
  }
  const table = await stored.table('oldModel/data/topicCounts');
  const strengths = new Float64Array(terms * topics);
  for (let i = 0; i < table.length; i++) {
    const { id, topicWeights } = table.row(i);
    const weights = vector.parse(topicWeights);
    const term = -1 - Number(id);
    if (weights?.size !== topics || !(term < terms)) {
      throw new ScoringError('MODEL_DATA', `expected terms with ${topics} weights each, got others`, stored.where);
    }
    for (let topic = 0; topic < topics && term >= 0; topic++)
      strengths[topic * terms + term] = elementAt(weights, topic);
  }
  const gammaShape = double.parse(metadata.gammaShape) ?? 100;
  const totals = await readTotals(stored, topics);
  return { terms, strengths, concentrations, gammaShape, ...totals };
}

async function readTotals(stored: StoredStage, topics: number): Promise<Pick<TopicModel, 'totals'>> {
  const table = await stored.table('oldModel/data/globalTopicTotals');
  if (table.length === 0) return {};
  const totals = vector.parse(table.row(0).globalTopicTotals);
  if (totals?.size === topics) return { totals: toDense(totals) };
  throw new ScoringError('MODEL_DATA', `expected totals of ${topics} topics, got others`, stored.where);
}
