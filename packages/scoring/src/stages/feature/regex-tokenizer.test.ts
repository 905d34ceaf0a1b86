import { describe, expect, it } from 'vitest';
import { createField, structType } from '../../core/types.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { regexTokenizer } from './regex-tokenizer.ts';

const schema = structType([createField('t', 'string')]);
const build = (params: Record<string, unknown>) =>
  decodeStage(regexTokenizer, { params: { inputCol: 't', outputCol: 'o', ...params } });

describe('RegexTokenizer', () => {
  // The first two by Spark 3.5.9, the others by its rules over the JDK's answers.
  it.each<[Record<string, unknown>, string, string[]]>([
    [{ pattern: '\\W' }, 'Hi I\u0130 \u03a3a\u03a3 a1\u03a3  x ', ['hi', 'ii', 'a', 'a1', 'x']],
    [{ pattern: '' }, 'Ab \u{1f600}', ['a', 'b', ' ', '?', '?']],
    [{}, '  a \u00a0 b', ['a', '\u00a0', 'b']],
    [{ pattern: '\\w+', gaps: false, minTokenLength: 2, toLowercase: false }, 'Ab c-DEF', ['Ab', 'DEF']],
    [{ pattern: ',', minTokenLength: 0 }, ',a,,b,,', ['', 'a', '', 'b']],
  ])('%j over %j', async (params, text, tokens) => {
    expect(scoreRows(await build(params), schema, [[text]])[0]?.[1]).toEqual(tokens);
  });

  it.each([
    ['\\X', 'STAGE_PARAM_UNSUPPORTED', 'the grapheme cluster \\X'],
    ['a)', 'MODEL_PARAM', "Unmatched closing ')'"],
  ])('names what is wrong with %s when it is read', async (pattern, code, construct) => {
    await expect(build({ pattern })).rejects.toMatchObject({
      code,
      where: { stage: 'stage_1', param: 'pattern' },
      message: expect.stringContaining(construct),
    });
  });
});
