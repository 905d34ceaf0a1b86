import { describe, expect, it } from 'vitest';
import { createField, structType } from '../../core/types.ts';
import { sqlTransformer } from '../../stages/feature/sql-transformer.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';

const input = structType([createField('i', 'integer')]);

async function ask(expression: string, savedBy = '4.3.0'): Promise<unknown> {
  const stage = await decodeStage(sqlTransformer, {
    params: { statement: `SELECT CAST(${expression} AS STRING) FROM __THIS__` },
    savedBy,
  });
  return scoreRows(stage, input, [[1]])[0]?.[0];
}

const BUCKETS = [
  ["INTERVAL '5' HOUR, TIMESTAMP'2024-02-29 13:14:15'", '2024-02-29 12:00:00'],
  ["INTERVAL '1' DAY, TIMESTAMP'2024-01-01 03:00:00', TIMESTAMP'2000-01-01 01:00:00'", '2024-01-01 01:00:00'],
  ["INTERVAL '5' MONTH, TIMESTAMP'1969-12-31 23:59:59.999999'", '1969-08-01 00:00:00'],
  ["INTERVAL '1' MONTH, TIMESTAMP'2024-02-29 13:14:15', TIMESTAMP'2000-01-31 10:00:00'", '2024-02-29 10:00:00'],
  ["INTERVAL '2' YEAR, TIMESTAMP_NTZ'9999-12-31 23:59:59', TIMESTAMP_NTZ'2000-02-29 10:00:00'", '9998-02-28 10:00:00'],
];

// Answers of Spark 4.3.0.
describe('time_bucket', () => {
  it.each(BUCKETS)('of %s is %s', async (args, expected) => {
    expect(await ask(`time_bucket(${args})`)).toBe(expected);
  });

  it.each(["INTERVAL '0' DAY, TIMESTAMP'2024-01-01'", "INTERVAL '1' DAY, DATE'2024-01-01'", 'i, i'])(
    'refuses %s',
    async (args) => {
      await expect(ask(`time_bucket(${args})`)).rejects.toThrow('expected');
    },
  );
});

// Answers of Spark 3.5.9; Spark 4 fails the rows that are null or at the end of their range here.
describe('calendar intervals by numbers', () => {
  const INTERVAL = 'make_interval(1, 2, 3, 4, 5, 6, 7.5)';

  it.each([
    [`${INTERVAL} * 1.5`, '1 years 9 months 37 days 19 hours 39 minutes 11.25 seconds'],
    [`2 * ${INTERVAL}`, '2 years 4 months 50 days 10 hours 12 minutes 15 seconds'],
    [`${INTERVAL} / 3.3`, '4 months 7 days 15 hours 21 minutes 51.363636 seconds'],
    [`${INTERVAL} / 0`, null],
    [`${INTERVAL} * 1e10`, '178956970 years 7 months 2147483647 days 2562047788 hours 54.775807 seconds'],
    ['try_multiply(make_interval(100000000), 100)', null],
  ])('%s is %s', async (expression, expected) => {
    expect(await ask(expression, '3.5.9')).toBe(expected);
  });

  it('fail under ANSI', async () => {
    await expect(ask(`${INTERVAL} / 0`)).rejects.toThrow('INTERVAL_DIVIDED_BY_ZERO');
    await expect(ask(`${INTERVAL} * 1e10`)).rejects.toThrow('ARITHMETIC_OVERFLOW');
  });
});
