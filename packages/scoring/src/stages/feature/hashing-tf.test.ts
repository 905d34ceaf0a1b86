import { describe, expect, it } from 'vitest';
import { arrayType, createField, type DataType, structType } from '../../core/types.ts';
import type { SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { hashingTF } from './hashing-tf.ts';

async function hash(
  element: DataType,
  terms: unknown[],
  how: { params?: object; savedBy?: string; semantics?: string },
) {
  const { params, ...versions } = how;
  const stage = await decodeStage(hashingTF, { params: { inputCol: 't', outputCol: 'o', ...params }, ...versions });
  const schema = structType([createField('t', arrayType(element))]);
  const vector = scoreRows(stage, schema, [[terms]])[0]?.[1] as SparseVector;
  return {
    size: vector.size,
    counts: Object.fromEntries(Array.from(vector.indices, (at, k) => [at, vector.values[k]])),
  };
}

describe('HashingTF', () => {
  // Spark 3.5.9 and 4.3.0.
  it('counts terms, a null by the seed', async () => {
    const terms = ['a', null, 'The', 'the', null];
    const counts = { 17: 1, 42: 2, 120: 1, 467: 1 };
    expect(await hash('string', terms, { params: { numFeatures: 1000 } })).toEqual({ size: 1000, counts });
    const once = await hash('string', terms, { params: { numFeatures: 1000, binary: true } });
    expect(once.counts).toEqual({ ...counts, 42: 1 });
    expect(await hash('string', [], {})).toEqual({ size: 262144, counts: {} });
  });

  it.each<[DataType, unknown, number]>([
    ['integer', 1, 1587902690],
    ['long', 9007199254740993n, 1386081767],
    ['double', -0, 1293837562],
    ['float', Math.fround(0.1), 38965448],
    ['boolean', false, 933211791],
    ['short', 7, 1079293707],
    ['byte', 7, 1079293707],
  ])('hashes a %s', async (element, term, index) => {
    const { counts } = await hash(element, [term], { params: { numFeatures: 2147483647 } });
    expect(counts).toEqual({ [index]: 1 });
  });

  it('keeps the hash of a stage that Spark 2 saved, whichever version loads it', async () => {
    const how = { params: { numFeatures: 2147483647 }, savedBy: '2.4.8', semantics: '3.5.9' };
    expect((await hash('string', ['abc'], how)).counts).toEqual({ 1322437556: 1 });
  });

  it('refuses terms of other types', async () => {
    const stage = await decodeStage(hashingTF, { params: { inputCol: 't', outputCol: 'o' } });
    const schema = structType([createField('t', arrayType('date'))]);
    expect(() => outputSchema(stage, schema)).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }));
  });
});
