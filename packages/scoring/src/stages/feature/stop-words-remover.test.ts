import { expect, it } from 'vitest';
import { arrayType, createField, structType } from '../../core/types.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { stopWordsRemover } from './stop-words-remover.ts';

// Spark keeps null (seen in 3.5.9 and 4.3.0); the rules of locales are those of java.util.Locale.
it.each<[object, (string | null)[], (string | null)[]]>([
  [{ stopWords: ['a', 'the'] }, ['a', null, 'The', 'x'], [null, 'x']],
  [{ stopWords: ['a', 'the'], caseSensitive: true }, ['a', null, 'The', 'x'], [null, 'The', 'x']],
  [{ stopWords: ['I'], locale: 'tr' }, ['i', '\u0131', 'I'], ['i']],
  [{ stopWords: ['I'], locale: 'tr_TR' }, ['i', '\u0131', 'I'], ['\u0131']],
])('StopWordsRemover with %j', async (params, terms, kept) => {
  const stage = await decodeStage(stopWordsRemover, { params: { inputCol: 't', outputCol: 'o', ...params } });
  const schema = structType([createField('t', arrayType('string'))]);
  expect(scoreRows(stage, schema, [[terms]])[0]?.[1]).toEqual(kept);
});
