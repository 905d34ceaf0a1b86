import { describe, expect, it } from 'vitest';
import { nominalAttributes } from '../../core/attributes.ts';
import { createField, structType } from '../../core/types.ts';
import { SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { oneHotEncoder } from './one-hot-encoder.ts';

const labelled = { ...createField('i', 'double'), attributes: nominalAttributes('i', ['a', 'b', 'c']) };
const encoder = (savedBy: string) =>
  decodeStage(oneHotEncoder, { savedBy, params: { inputCol: 'i', outputCol: 'o', dropLast: true } });

describe('OneHotEncoder of Spark 2', () => {
  // The rules of Spark 2.4's source: `label < size` gets the slot toInt(label), all others none.
  it.each([
    [0, [0]],
    [1.5, [1]],
    [-0.5, [0]],
    [2, []],
    [7, []],
    [Number.NaN, []],
  ])('encodes %d', async (index, slots) => {
    const value = scoreRows(await encoder('2.4.8'), structType([labelled]), [[index]])[0]?.[1] as SparseVector;
    expect(value).toBeInstanceOf(SparseVector);
    expect([value.size, ...value.indices]).toEqual([2, ...slots]);
  });

  it('fails on a negative index and passes null on', async () => {
    const stage = await encoder('2.4.8');
    expect(() => scoreRows(stage, structType([labelled]), [[-1]])).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE' }),
    );
    expect(scoreRows(stage, structType([labelled]), [[null]])[0]?.[1]).toBeNull();
  });

  it('refuses a column without categories', async () => {
    const stage = await encoder('2.4.8');
    const schema = structType([createField('i', 'double')]);
    expect(() => outputSchema(stage, schema)).toThrow(expect.objectContaining({ code: 'STAGE_UNSUPPORTED' }));
  });

  it('is an unfitted estimator since Spark 3.0', async () => {
    await expect(encoder('3.0.3')).rejects.toMatchObject({ code: 'STAGE_UNFITTED' });
  });
});
