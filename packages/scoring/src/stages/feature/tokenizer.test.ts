import { expect, it } from 'vitest';
import { createField, structType } from '../../core/types.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { tokenizer } from './tokenizer.ts';

const schema = structType([createField('t', 'string')]);

// Spark 3.5.9; the no-break space does not split.
it.each([
  ['Hi I\u0130 \u03a3a\u03a3 a1\u03a3  x ', ['hi', 'ii\u0307', '\u03c3a\u03c2', 'a1\u03c2', '', 'x']],
  ['', ['']],
  ['   ', []],
  ['  A\u00a0b  ', ['', '', 'a\u00a0b']],
])('Tokenizer splits %j', async (text, tokens) => {
  const stage = await decodeStage(tokenizer, { params: { inputCol: 't', outputCol: 'o' } });
  expect(scoreRows(stage, schema, [[text]])[0]?.[1]).toEqual(tokens);
});

it('Tokenizer fails on null', async () => {
  const stage = await decodeStage(tokenizer, { params: { inputCol: 't', outputCol: 'o' } });
  expect(() => scoreRows(stage, schema, [[null]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE_NULL' }));
});
