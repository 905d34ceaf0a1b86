import { expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { distributedLdaModel } from './distributed-lda-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const METADATA = { k: 2, vocabSize: 2, docConcentration: [2, 2], gammaShape: 100 };
/** Documents have ids from 0 up, term i has -1 - i. */
const COUNTS = [
  { id: 3, topicWeights: dense(1, 1) },
  { id: -2, topicWeights: dense(1, 9) },
  { id: -1, topicWeights: dense(8, 1) },
];
const topics = (topicCounts: readonly { readonly [column: string]: unknown }[], metadata: object = METADATA) =>
  decodeStage(distributedLdaModel, {
    jsons: { 'oldModel/metadata': { ...metadata } },
    tables: { 'oldModel/data/topicCounts': topicCounts },
  });

it('DistributedLDAModel infers topics from the terms of its graph', async () => {
  const schema = structType([createField('features', VECTOR)]);
  const [row = []] = scoreRows(await topics(COUNTS), schema, [[dense(9, 0)]]);
  const [first = 0, second = 0] = (row[1] as DenseVector).values;
  expect(first + second).toBeCloseTo(1, 12);
  expect(first).toBeGreaterThan(0.75);
});

it.each([
  [[{ id: -1, topicWeights: dense(1) }], METADATA],
  [[{ id: -3, topicWeights: dense(1, 2) }], METADATA],
  [COUNTS, { ...METADATA, k: 3 }],
  [COUNTS, { ...METADATA, vocabSize: 2 ** 40 }],
])('DistributedLDAModel refuses parts that do not fit, %#', async (counts, metadata) => {
  await expect(topics(counts, metadata)).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
});
