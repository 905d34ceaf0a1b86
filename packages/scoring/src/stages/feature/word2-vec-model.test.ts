import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../core/attributes.ts';
import { arrayType, createField, structType } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { word2VecModel } from './word2-vec-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const schema = structType([createField('words', arrayType('string'))]);
const ROWS = [
  { word: 'the', vector: [0.5, -0.25] },
  { word: 'fox', vector: [1.5, 2] },
  { word: 'none', vector: [0, 0] },
];
const ONE_ROW = [
  { wordIndex: new Map(ROWS.map(({ word }, place) => [word, place])), wordVectors: [0.5, -0.25, 1.5, 2, 0, 0] },
];
const model = (data: readonly { readonly [column: string]: unknown }[], vectorSize = 2) =>
  decodeStage(word2VecModel, { params: { inputCol: 'words', outputCol: 'mean', vectorSize }, tables: { data } });

describe('Word2VecModel', () => {
  // Exact in binary; the rules were seen in Spark 3.5.9.
  it.each([
    [['the'], dense(0.5, -0.25)],
    [['the', 'fox'], dense(1, 0.875)],
    [['the', null, 'The', 'fox'], dense(0.5, 0.4375)],
    [['unknown'], dense(0, 0)],
    [[], new SparseVector(2, new Int32Array(), new Float64Array())],
  ])('averages %j in both layouts', async (words, expected) => {
    for (const data of [ROWS, ONE_ROW]) {
      expect(scoreRows(await model(data), schema, [[words]])[0]?.[1]).toEqual(expected);
    }
  });

  it('tells the size', async () => {
    expect(metadataOf(outputSchema(await model(ROWS), schema).fields[1]!)).toEqual({ ml_attr: { num_attrs: 2 } });
  });

  it.each([
    [[], 2],
    [ROWS, 100],
    [[...ROWS, { word: 'odd', vector: [1] }], 2],
    [[{ ...ONE_ROW[0], wordIndex: new Map([['the', 7]]) }], 6],
    [[{ word: 'a', vector: [] }], 0],
  ])('refuses damaged data %#', async (data, size) => {
    const planned = model(data, size).then((stage) => outputSchema(stage, schema));
    await expect(planned).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });

  it('finds synonyms of a word, itself left out, and of a vector', async () => {
    const { findSynonyms } = (await model(ROWS)).queries;
    // cos = (0.5 * 1.5 - 0.25 * 2) / (0.559017 * 2.5), in floats.
    expect([...findSynonyms!.answer({ word: 'the', num: 5 })]).toEqual([
      ['fox', expect.closeTo(0.17888544, 7)],
      ['none', 0],
    ]);
    expect([...findSynonyms!.answer({ vector: dense(3, 4), num: 1 })]).toEqual([['fox', 1]]);
    expect([...findSynonyms!.answer({ vector: dense(0, 0), num: 2 })]).toEqual([
      ['the', 0],
      ['fox', 0],
    ]);
  });

  it.each([
    [{ num: 1 }, 'INPUT_VALUE'],
    [{ word: 'the', vector: dense(1, 2), num: 1 }, 'INPUT_VALUE'],
    [{ word: 'The', num: 1 }, 'INPUT_VALUE_UNSEEN'],
    [{ vector: dense(1), num: 1 }, 'INPUT_VALUE'],
  ])('refuses to find synonyms of %#', async (given, code) => {
    const { findSynonyms } = (await model(ROWS)).queries;
    expect(() => [...findSynonyms!.answer(given)]).toThrow(expect.objectContaining({ code }));
  });
});
