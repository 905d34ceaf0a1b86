import { describe, expect, it } from 'vitest';
import { inferInput } from '../../core/plan.ts';
import { createField, type Field, structType } from '../../core/types.ts';
import type { Row } from '../../core/values.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { sqlTransformer } from './sql-transformer.ts';

const decode = (statement: string, savedBy = '3.5.0') =>
  decodeStage(sqlTransformer, { params: { statement }, savedBy });
const input = structType([createField('a', 'integer'), createField('b', 'integer'), createField('Name', 'string')]);

// Names and values are those of Spark 3.5.9 and 4.3.0; conformance/sql holds thousands more.
describe('SQLTransformer', () => {
  it.each([
    ['SELECT * FROM __THIS__', ['a', 'b', 'Name']],
    ['SELECT *, a + b FROM __THIS__', ['a', 'b', 'Name', '(a + b)']],
    [
      'SELECT IF(a == 1, 0, 1), CAST(b AS STRING), CAST(a + b AS LONG) FROM __THIS__',
      ['(IF((a = 1), 0, 1))', 'b', 'CAST((a + b) AS BIGINT)'],
    ],
    ['SELECT NAME, t.a AS x, -b FROM __THIS__ t', ['NAME', 'x', '(- b)']],
    ['SELECT * EXCEPT (b) FROM __THIS__', ['a', 'Name']],
    ['SELECT c FROM (SELECT a * 2 AS c FROM __THIS__ WHERE b > 0)', ['c']],
  ])('%s names its columns as Spark', async (statement, names) => {
    const { fields } = outputSchema(await decode(statement), input);
    expect(fields.map(({ name }) => name)).toEqual(names);
  });

  it.each<[string, Row[], Row[]]>([
    [
      'SELECT a / b FROM __THIS__',
      [
        [1, 2, 'x'],
        [1, 0, 'x'],
        [null, 1, null],
      ],
      [[0.5], [null], [null]],
    ],
    [
      'SELECT a + b AS c FROM __THIS__ WHERE Name LIKE "a%"',
      [
        [2147483647, 1, 'ab'],
        [1, 1, 'b'],
        [1, 1, null],
      ],
      [[-2147483648]],
    ],
    ['SELECT a AS b, b AS a FROM __THIS__', [[1, 2, '']], [[1, 2]]],
  ])('%s answers as Spark 3', async (statement, rows, expected) => {
    expect(scoreRows(await decode(statement), input, rows)).toEqual(expected);
  });

  it.each([
    ['SELECT a / b FROM __THIS__', [1, 0, ''], 'DIVIDE_BY_ZERO'],
    ['SELECT a + b FROM __THIS__', [2147483647, 1, ''], 'ARITHMETIC_OVERFLOW'],
    ['SELECT CAST(Name AS INT) FROM __THIS__', [1, 1, 'x'], 'CAST_INVALID_INPUT'],
  ])('%s fails the row under ANSI, Spark 4', async (statement, row, condition) => {
    const stage = await decode(statement, '4.0.0');
    expect(() => scoreRows(stage, input, [row])).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE', message: expect.stringContaining(condition) }),
    );
  });

  it.each([
    ['SELECT sum(a) FROM __THIS__', 'the aggregate sum'],
    ['SELECT a FROM __THIS__ GROUP BY a', 'GROUP'],
    ['SELECT a FROM __THIS__ JOIN x', 'JOIN'],
    ['SELECT row_number() OVER (ORDER BY a) FROM __THIS__', 'the window function row_number'],
    ['SELECT my_function(a) FROM __THIS__', 'the function my_function'],
    ['SELECT rand() FROM __THIS__', 'rand'],
    ['SELECT a FROM other', 'the table other'],
  ])('refuses %s when it is loaded', async (statement, named) => {
    await expect(decode(statement)).rejects.toMatchObject({
      code: 'STAGE_PARAM_UNSUPPORTED',
      message: expect.stringContaining(named),
    });
  });

  it.each([
    '',
    'SELECT',
    'SELECT a FROM',
    'SELECT a b c FROM __THIS__',
    'SELECT (a FROM __THIS__',
    "SELECT 'a FROM __THIS__",
    `SELECT ${'('.repeat(9999)}`,
  ])('refuses text %# that is no statement', async (statement) => {
    await expect(decode(statement)).rejects.toMatchObject({ name: 'ScoringError' });
  });

  it('tells which columns it reads where no schema is given', async () => {
    const stage = await decode(
      "SELECT *, Income / (Hours * 52) AS hourly, CONCAT(City, '/') AS place FROM __THIS__ WHERE Age > 17",
    );
    const { required } = inferInput(stage);
    expect(required.map(({ name, type }: Field) => [name, type])).toEqual([
      ['Age', 'double'],
      ['Hours', 'double'],
      ['Income', 'double'],
      ['City', 'string'],
    ]);
  });
});
