import { describe, expect, it } from 'vitest';
import { createField, type DataType, structType } from '../../core/types.ts';
import { Decimal, type Value } from '../../core/values.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { imputerModel } from './imputer-model.ts';

const { NaN: nan } = Number;
const imputer = (surrogate: number, params: Record<string, unknown> = {}, semantics = '3.5.0') =>
  decodeStage(imputerModel, {
    params: { inputCols: ['x'], outputCols: ['y'], ...params },
    tables: { data: [{ x: surrogate }] },
    semantics,
  });
const schema = (type: DataType) => structType([createField('x', type)]);

// Values from Spark 3.5.9 and 4.3.0.
describe('ImputerModel', () => {
  it.each<[DataType, number, Value[], Value[]]>([
    ['double', 4.3125, [1, nan, null, -0], [1, 4.3125, 4.3125, -0]],
    ['integer', 0.5, [1, null, -7], [1, 0, -7]],
    ['long', 6.75, [10, null, 9007199254740993n], [10, 6, 9007199254740992n]],
    ['short', 1, [5, null], [5, 1]],
    [
      'decimal(10,2)',
      33333.74333333334,
      [new Decimal(125n, 2), null],
      [new Decimal(125n, 2), new Decimal(3333374n, 2)],
    ],
  ])('fills a column of type %s', async (type, surrogate, inputs, expected) => {
    const rows = scoreRows(
      await imputer(surrogate),
      schema(type),
      inputs.map((x) => [x]),
    );
    expect(rows.map((row) => row[1])).toEqual(expected);
  });

  it('takes NaN for a value where another one is missing', async () => {
    const rows = scoreRows(await imputer(2, { missingValue: -7 }), schema('double'), [[-7], [nan], [null]]);
    expect(rows.map((row) => row[1])).toEqual([2, nan, 2]);
  });

  it('replaces its input in place', async () => {
    const stage = await imputer(2, { outputCols: ['x'] });
    expect(scoreRows(stage, schema('double'), [[null]])).toEqual([[2]]);
  });

  it('takes doubles and floats alone in Spark 2', async () => {
    const stage = await imputer(2, {}, '2.4.0');
    expect(outputSchema(stage, schema('float')).fields[1]?.type).toBe('float');
    expect(() => outputSchema(stage, schema('long'))).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }));
  });

  it('refuses a column without surrogate, and an output that a later column reads', async () => {
    const absent = await imputer(2, { inputCols: ['z'] });
    expect(() => outputSchema(absent, schema('double'))).toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
    const chained = await imputer(2, { inputCols: ['x', 'y'], outputCols: ['y', 'z'] });
    expect(() => outputSchema(chained, schema('double'))).toThrow(
      expect.objectContaining({ code: 'STAGE_PARAM_UNSUPPORTED' }),
    );
  });
});
