import { describe, expect, it } from 'vitest';
import { nominalAttributes } from '../../core/attributes.ts';
import { createField, structType } from '../../core/types.ts';
import { SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { oneHotEncoderModel } from './one-hot-encoder-model.ts';

const schema = structType([createField('i', 'double')]);
const encoder = (params: Record<string, unknown>) =>
  decodeStage(oneHotEncoderModel, {
    params: { inputCols: ['i'], outputCols: ['o'], ...params },
    tables: { data: [{ categorySizes: [3] }] },
  });

/** The size and the slot of the 1.0, or none. */
function slotOf(value: unknown): unknown {
  if (!(value instanceof SparseVector)) return value;
  expect(Array.from(value.values)).toEqual(value.indices.length === 0 ? [] : [1]);
  return [value.size, ...value.indices];
}

const inputs = [0, 1.5, 2, 2.5, 3, -1, -0.5, Number.NaN, null];
// Spark 3.5.9, three categories; undefined where it fails.
const answers = [
  [true, 'error', [[2, 0], [2, 1], [2], [2], undefined, undefined, undefined, undefined, null]],
  [true, 'keep', [[3, 0], [3, 1], [3, 2], [3, 2], [3], [3], [3], [3], null]],
  [false, 'error', [[3, 0], [3, 1], [3, 2], [3, 2], undefined, undefined, undefined, undefined, null]],
  [false, 'keep', [[4, 0], [4, 1], [4, 2], [4, 2], [4, 3], [4, 3], [4, 3], [4, 3], null]],
] as const;

describe('OneHotEncoderModel', () => {
  it.each(answers)('dropLast %s, handleInvalid %s', async (dropLast, handleInvalid, expected) => {
    const stage = await encoder({ dropLast, handleInvalid });
    inputs.forEach((input, i) => {
      const score = () => slotOf(scoreRows(stage, schema, [[input]])[0]?.[1]);
      if (expected[i] === undefined) expect(score).toThrow(expect.objectContaining({ code: 'INPUT_VALUE_UNSEEN' }));
      else expect(score()).toEqual(expected[i]);
    });
  });

  it('names its elements by the labels of the input, the last for invalid values', async () => {
    const labelled = { ...createField('i', 'double'), attributes: nominalAttributes('i', ['a', 'b', 'c']) };
    const [, output] = outputSchema(
      await encoder({ dropLast: false, handleInvalid: 'keep' }),
      structType([labelled]),
    ).fields;
    const attributes = output?.attributes;
    const names = attributes?.kind === 'vector' ? attributes.elements?.().map(({ name }) => name) : undefined;
    expect(names).toEqual(['a', 'b', 'c', 'invalidValues']);
  });

  it.each([[['a', 'b']], [['', 'b', 'c']]])('refuses an input with the labels %j', async (labels) => {
    const labelled = { ...createField('i', 'double'), attributes: nominalAttributes('i', labels) };
    const stage = await encoder({});
    expect(() => outputSchema(stage, structType([labelled]))).toThrow(
      expect.objectContaining({ code: 'MODEL_SCHEMA', where: { stage: 'stage_1', column: 'i' } }),
    );
  });

  it('lists no elements for a size that no data can have', async () => {
    const stage = await decodeStage(oneHotEncoderModel, {
      params: { inputCol: 'i', outputCol: 'o' },
      tables: { data: [{ categorySizes: [2147483646] }] },
    });
    expect(outputSchema(stage, schema).fields[1]?.attributes).toEqual({ kind: 'vector', size: 2147483645 });
  });

  it('refuses a number of sizes other than of columns', async () => {
    const stage = await encoder({ inputCols: ['i', 'i'], outputCols: ['o', 'p'] });
    expect(() => outputSchema(stage, schema)).toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });
});
