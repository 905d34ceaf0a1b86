import { describe, expect, it } from 'vitest';
import { createField, type DataType, structType } from '../../core/types.ts';
import { Decimal } from '../../core/values.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { targetEncoderModel } from './target-encoder-model.ts';

/** The counts of eleven rows with categories 0, 1, 2, 5 and null, four of their targets being 1. */
const COUNTS = {
  index: 0,
  categories: [0, 1, 2, 5, -1, 2147483647],
  counts: [3, 2, 3, 1, 2, 11],
  stats: [1, 2, 1, 0, 1, 5],
};
const encoder = (params: Record<string, unknown>, data: readonly { readonly [column: string]: unknown }[] = [COUNTS]) =>
  decodeStage(targetEncoderModel, {
    params: { inputCol: 'a', outputCol: 'out', ...params },
    tables: { data },
    savedBy: '4.3.0',
  });

async function encode(params: Record<string, unknown>, value: unknown, type: DataType = 'integer'): Promise<unknown> {
  return scoreRows(await encoder(params), structType([createField('a', type)]), [[value]])[0]?.[1];
}

// Values from Spark 4.3.0.
describe('TargetEncoderModel', () => {
  it.each([
    [0, 1 / 3],
    [1, 1],
    [5, 0],
    [null, 0.5],
  ])('encodes %s', async (category, expected) => {
    expect(await encode({}, category)).toBe(expected);
  });

  it.each([
    [0, 0.3884297520661157],
    [1, 0.696969696969697],
    [5, 0.3246753246753247],
    [null, 0.47474747474747475],
  ])('encodes %s with smoothing', async (category, expected) => {
    expect(await encode({ smoothing: 2.5 }, category)).toBe(expected);
  });

  it.each([[9], [-1], [2147483647], [Number.NaN], [0.5]])('keeps the unseen %s, or refuses it', async (category) => {
    expect(await encode({ handleInvalid: 'keep' }, category, 'double')).toBe(5 / 11);
    await expect(encode({}, category, 'double')).rejects.toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE_UNSEEN' }),
    );
  });

  it('takes every numeric type, and means of a continuous target as they are', async () => {
    expect(await encode({}, new Decimal(100n, 2), 'decimal(10,2)')).toBe(1);
    expect(await encode({}, -0, 'double')).toBe(1 / 3);
    expect(await encode({ targetType: 'continuous' }, 1)).toBe(2);
    await expect(encode({}, '1', 'string')).rejects.toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }));
  });

  it('refuses null where none was seen', async () => {
    const known = { index: 0, categories: [3, 2147483647], counts: [2, 2], stats: [1, 1] };
    const stage = await encoder({}, [known]);
    const rows = [[null]];
    expect(() => scoreRows(stage, structType([createField('a', 'integer')]), rows)).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE_NULL' }),
    );
  });

  it('calls outputs after their inputs, and lists the encodings as Spark orders them', async () => {
    const stage = await encoder({ outputCol: undefined, smoothing: 2.5 });
    const { fields } = outputSchema(stage, structType([createField('a', 'integer')]));
    expect(fields[1]!.name).toBe('a_indexed');
    expect(fields[1]!.attributes).toMatchObject({ attribute: { type: 'nominal', name: 'a_indexed' } });
  });

  it.each([
    [[]],
    [[COUNTS, COUNTS]],
    [[{ ...COUNTS, index: 1 }]],
    [[{ ...COUNTS, counts: [1] }]],
    [[{ ...COUNTS, categories: [0, 1, 2, 5, -1, 7] }]],
  ])('refuses damaged data %#', async (data) => {
    const planned = encoder({}, data).then((stage) => outputSchema(stage, structType([createField('a', 'integer')])));
    await expect(planned).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });
});
