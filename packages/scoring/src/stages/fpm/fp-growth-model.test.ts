import { describe, expect, it } from 'vitest';
import { arrayType, createField, structType } from '../../core/types.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { fpGrowthModel } from './fp-growth-model.ts';

const schema = structType([createField('items', arrayType('string'))]);
const data = [
  { items: ['1'], freq: 5 },
  { items: ['1', '5'], freq: 4 },
  { items: ['5'], freq: 5 },
  { items: ['3'], freq: 3 },
  { items: ['3', '5'], freq: 2 },
];
const fitted = (params: Record<string, unknown> = {}, semantics = '3.5.9') =>
  decodeStage(fpGrowthModel, { params, tables: { data }, extras: { numTrainingRecords: 8 }, semantics });
const predict = async (items: unknown, params: Record<string, unknown> = {}) =>
  scoreRows(await fitted({ minConfidence: 0.5, ...params }), schema, [[items]])[0]?.[1];

// Itemsets of a model fitted by Spark 3.5.9, its answers as sets.
describe('FPGrowthModel', () => {
  it.each([
    [['1'], ['5']],
    [['5'], ['1']],
    [['3'], ['5']],
    [['1', '3'], ['5']],
    [['1', '5'], []],
    [['1', null], ['5']],
    [['unknown'], []],
    [[null], []],
    [[], []],
    [null, []],
  ])('predicts of %j %j', async (items, expected) => {
    expect(await predict(items)).toEqual(expected);
  });

  it('needs the confidence that it is given', async () => {
    expect(await predict(['3'], { minConfidence: 0.7 })).toEqual([]);
    expect(await predict(['5'], { minConfidence: 0.8 })).toEqual(['1']);
    expect((await predict(['5'], { minConfidence: 0 })) as string[]).toHaveLength(2);
  });

  it('answers in the type of the column, whatever the model holds', async () => {
    const longs = structType([createField('items', arrayType('long', false))]);
    const stage = await fitted();
    expect(outputSchema(stage, longs).fields[1]?.type).toEqual(arrayType('long', false));
    expect(scoreRows(stage, longs, [[[1]]])[0]?.[1]).toEqual([]);
  });

  it('overlooks what only fit reads, and refuses what it does not know', async () => {
    await expect(fitted({ minSupport: 0.2 })).resolves.toBeDefined();
    await expect(fitted({ seed: 1 })).rejects.toMatchObject({ code: 'STAGE_PARAM_UNSUPPORTED' });
  });

  it('refuses a column that holds no lists', async () => {
    const stage = await fitted();
    expect(() => outputSchema(stage, structType([createField('items', 'string')]))).toThrow(
      expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }),
    );
  });

  it.each([
    ['2.3.0', 3],
    ['2.4.8', 4],
    ['3.5.9', 5],
  ])('tells its rules as Spark %s does', async (semantics, columns) => {
    const query = (await fitted({ minConfidence: 0.8 }, semantics)).queries.associationRules;
    expect(query?.output.fields).toHaveLength(columns);
    const rules = [...(query?.answer({}) ?? [])];
    expect(rules).toEqual(
      [
        [['1'], ['5'], 0.8, 0.8 / 0.625, 0.5].slice(0, columns),
        [['5'], ['1'], 0.8, 0.8 / 0.625, 0.5].slice(0, columns),
      ].reverse(),
    );
  });
});
