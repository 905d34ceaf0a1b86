import { expect, it } from 'vitest';
import { arrayType, createField, structType } from '../../core/types.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { nGram } from './n-gram.ts';

// Spark 3.5.9 and 4.3.0.
it.each([
  [2, ['a', null, 'The', 'the', null], ['a null', 'null The', 'The the', 'the null']],
  [2, ['x'], []],
  [2, [], []],
  [1, ['x'], ['x']],
])('NGram of %i over %j', async (n, terms, expected) => {
  const stage = await decodeStage(nGram, { params: { inputCol: 't', outputCol: 'o', n } });
  const schema = structType([createField('t', arrayType('string'))]);
  expect(scoreRows(stage, schema, [[terms]])[0]?.[1]).toEqual(expected);
});
