import { describe, expect, it } from 'vitest';
import { sqlTransformer } from '../../stages/feature/sql-transformer.ts';
import { expressionRunner } from '../../testing/run-expression.ts';

const { answerOf } = expressionRunner(sqlTransformer);

// Answers of Spark 4.3.0.
describe('numbers of timestamps', () => {
  it.each([
    ["unix_micros(TIMESTAMP_NTZ'2008-12-25 15:30:00.123456')", 1230219000123456],
    ["unix_seconds(TIMESTAMP_NTZ'2008-12-25 15:30:00')", 1230219000],
    ['unix_millis(NULL)', null],
  ])('%s is %s', async (expression, expected) => {
    expect(await answerOf(expression)).toBe(expected);
  });

  it.each(["DATE'2008-12-25'", "'2008-12-25'"])('are not those of %s', async (argument) => {
    await expect(answerOf(`unix_micros(${argument})`)).rejects.toThrow('expected exact timestamp');
  });
});
