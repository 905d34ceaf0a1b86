import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../core/attributes.ts';
import { createField, structType } from '../../core/types.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { bucketizer } from './bucketizer.ts';

const schema = structType([createField('x', 'double'), createField('other', 'double')]);
const WHOLE = ['-Inf', -1, 0, 0.5, 10, 'Inf'];
const CLOSED = [-1, 0, 0.5, 10];
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const single = (splits: unknown[], handleInvalid = 'error', semantics = '3.5.0') =>
  decodeStage(bucketizer, { params: { inputCol: 'x', outputCol: 'bucket', splits, handleInvalid }, semantics });

// Values from Spark 4.3.0.
describe('Bucketizer', () => {
  it.each([
    [WHOLE, 0, 2],
    [WHOLE, -0, 1],
    [WHOLE, 0.5, 3],
    [WHOLE, 0.49999999999999994, 2],
    [WHOLE, -1, 1],
    [WHOLE, nan, 5],
    [WHOLE, null, null],
    [WHOLE, infinity, 4],
    [WHOLE, -infinity, 0],
    [WHOLE, 10, 4],
    [CLOSED, 10, 2],
    [['-Inf', -0, 1, 'Inf'], 0, 1],
    [['-Inf', -0, 1, 'Inf'], -0, 1],
    [['-Inf', -0, 1, 'Inf'], -5e-324, 0],
  ])('under keep and splits %j puts %s into %s', async (splits, x, bucket) => {
    expect(scoreRows(await single(splits, 'keep'), schema, [[x, 1]])[0]?.[2]).toBe(bucket);
  });

  it.each([
    ['error', nan],
    ['keep', -1.0000000000000002],
    ['skip', infinity],
  ])('fails under %s a row with %s', async (mode, x) => {
    const stage = await single(CLOSED, mode);
    expect(() => scoreRows(stage, schema, [[x, 1]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
  });

  it('drops null and NaN under skip, before Spark 2.3 of any column', async () => {
    const rows = [
      [0, 1],
      [nan, 1],
      [null, 1],
      [0, nan],
    ];
    expect(scoreRows(await single(WHOLE, 'skip'), schema, rows)).toHaveLength(2);
    expect(scoreRows(await single(WHOLE, 'skip', '2.2.0'), schema, rows)).toHaveLength(1);
  });

  it('names the buckets', async () => {
    expect(metadataOf(outputSchema(await single(CLOSED), schema).fields[2]!)).toEqual({
      ml_attr: { type: 'nominal', ord: true, vals: ['-1.0, 0.0', '0.0, 0.5', '0.5, 10.0'] },
    });
  });

  it('takes several columns of any numeric type', async () => {
    const stage = await decodeStage(bucketizer, {
      params: {
        inputCols: ['n', 'f'],
        outputCols: ['bn', 'bf'],
        splitsArray: [
          ['-Inf', 0, 3, 'Inf'],
          ['-Inf', 0.1, 'Inf'],
        ],
        handleInvalid: 'keep',
      },
    });
    const input = structType([createField('n', 'integer'), createField('f', 'float')]);
    const rows = [
      [3, Math.fround(0.1)],
      [-7, nan],
    ];
    expect(scoreRows(stage, input, rows).map((row) => row.slice(2))).toEqual([
      [2, 1],
      [0, 2],
    ]);
  });

  it.each([[[0, 1]], [[0, 0, 1]], [[0, nan, 1]]])('refuses splits %j', async (splits) => {
    const stage = await single(splits);
    expect(() => outputSchema(stage, schema)).toThrow(expect.objectContaining({ code: 'MODEL_PARAM' }));
  });
});
