import { describe, expect, it } from 'vitest';
import { knownSize } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { standardScalerModel } from './standard-scaler-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const scaler = (withMean: boolean, withStd: boolean, semantics = '4.1.0') =>
  decodeStage(standardScalerModel, {
    params: { inputCol: 'v', outputCol: 'scaled', withMean, withStd },
    tables: {
      data: [
        {
          std: dense(2.581085043155301, 6.020382047677705, 0, 3.4712462027346893),
          mean: dense(0.8200000000000001, 2.6, 3, 0.9001999999999999),
        },
      ],
    },
    semantics,
  });

// Values from Spark 4.3.0; the 0.0 of Spark 2 follows its code.
describe('StandardScalerModel', () => {
  it.each([
    [
      [true, true, '4.1.0'],
      sparse(4, [0, 2], [1, -2.5]),
      dense(0.06973811284418402, -0.43186628014793865, -0, -0.2593304961459696),
    ],
    [
      [true, true, '2.4.8'],
      sparse(4, [0, 2], [1, -2.5]),
      dense(0.06973811284418402, -0.43186628014793865, 0, -0.2593304961459696),
    ],
    [[false, true, '4.1.0'], dense(1, 2, 3, 4), dense(0.3874339602454669, 0.3322048308830297, 0, 1.1523239108907781)],
    [[false, true, '4.1.0'], sparse(4, [0, 2], [1, -2.5]), sparse(4, [0, 2], [0.3874339602454669, -0])],
    [[false, true, '4.1.0'], sparse(4, [1, 3], [0, 5e-324]), sparse(4, [1, 3], [0, 0])],
    [[false, true, '4.1.0'], dense(1, 2, 3), dense(0.3874339602454669, 0.3322048308830297, 0)],
    [[false, false, '4.1.0'], sparse(4, [1], [-0]), sparse(4, [1], [-0])],
  ] as const)('scales by %j, vector %#', async ([withMean, withStd, semantics], vector, expected) => {
    const [row] = scoreRows(await scaler(withMean, withStd, semantics), schema, [[vector]]);
    expect(row?.[1]).toEqual(expected);
  });

  it.each([
    [false, '4.1.0', dense(1, 2, 3, 4, 5)],
    [true, '4.1.0', sparse(5, [], [])],
    [false, '4.1.0', sparse(9, [8], [1])],
    [false, '2.4.8', dense(1, 2, 3)],
  ])('with mean %s in Spark %s refuses the wrong size %#', async (withMean, semantics, vector) => {
    const stage = await scaler(withMean, true, semantics);
    expect(() => scoreRows(stage, schema, [[vector]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
  });

  it('tells the size since Spark 3', async () => {
    expect(knownSize(outputSchema(await scaler(true, true, '3.0.0'), schema).fields[1]!)).toBe(4);
    expect(knownSize(outputSchema(await scaler(true, true, '2.4.0'), schema).fields[1]!)).toBeUndefined();
  });

  it('refuses data of two sizes, or of a size that no memory holds', async () => {
    for (const std of [dense(1, 2), sparse(0x7fffffff, [], [])]) {
      const data = [{ std, mean: dense(1) }];
      const decoded = decodeStage(standardScalerModel, { params: { inputCol: 'v' }, tables: { data } });
      await expect(decoded).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
    }
  });
});
