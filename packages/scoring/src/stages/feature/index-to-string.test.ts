import { describe, expect, it } from 'vitest';
import { nominalAttributes } from '../../core/attributes.ts';
import { createField, structType } from '../../core/types.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { indexToString } from './index-to-string.ts';

const schema = structType([createField('i', 'double')]);
const converter = (savedBy: string, labels?: string[]) =>
  decodeStage(indexToString, {
    savedBy,
    params: { inputCol: 'i', outputCol: 'o', ...(labels === undefined ? {} : { labels }) },
  });
const fails = (code: string) => expect.objectContaining({ code });

describe('IndexToString', () => {
  // Spark 3.5.9 and 4.3.0; an error where they fail.
  it.each([
    [0, 'x', 'x'],
    [1.9, 'y', 'y'],
    [-0.5, 'x', 'x'],
    [-1, 'INPUT_VALUE', 'INPUT_VALUE'],
    [2, 'INPUT_VALUE', 'INPUT_VALUE'],
    [1e300, 'INPUT_VALUE', 'INPUT_VALUE'],
    [Number.NaN, 'x', 'INPUT_VALUE'],
    [null, null, 'INPUT_VALUE_NULL'],
  ])('maps %s', async (index, upTo40, since41) => {
    for (const [version, expected] of [
      ['3.5.9', upTo40],
      ['4.3.0', since41],
    ] as const) {
      const stage = await converter(version, ['x', 'y']);
      const score = () => scoreRows(stage, schema, [[index]])[0]?.[1];
      if (expected?.startsWith('INPUT') === true) expect(score).toThrow(fails(expected));
      else expect(score()).toBe(expected);
    }
  });

  it('takes the labels of the input where it has none', async () => {
    const labelled = structType([{ ...createField('i', 'double'), attributes: nominalAttributes('i', ['p', 'q']) }]);
    expect(scoreRows(await converter('3.5.9', []), labelled, [[1]])[0]?.[1]).toBe('q');
    const stage = await converter('3.5.9');
    expect(() => outputSchema(stage, schema)).toThrow(fails('MODEL_SCHEMA'));
  });
});
