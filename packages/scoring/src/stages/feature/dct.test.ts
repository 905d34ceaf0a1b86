import { describe, expect, it } from 'vitest';
import { parseSparkVersion } from '../../core/spark-version.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector, type Vector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { dct } from './dct.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);

async function transform(vector: Vector, inverse: boolean): Promise<number[]> {
  const stage = await decodeStage(dct, { params: { inputCol: 'v', outputCol: 'waves', inverse } });
  const [row] = scoreRows(stage, schema, [[vector]]);
  return (row![1] as Vector).toArray();
}

// Values from Spark 3.5.9.
describe('DCT', () => {
  it.each([
    [false, dense(0, 1, -2, 3), [1, -1.1480502970952693, 2.0000000000000004, -2.7716385975338604]],
    [false, dense(1, 2.5, -3), [0.2886751345948129, 2.8284271247461907, -2.8577380332470415]],
    [false, sparse(3, [1], [2]), [1.1547005383792517, 1.238292881178727e-16, -1.6329931618554523]],
    [true, dense(-1, 2, 4, -7), [0.9123766143646872, 2.6141664772135154, -7.614166477213516, 2.0876233856353137]],
    [true, dense(1, 2.5, -3), [1.1203723507644052, 3.0268400119728036, -2.415161555168332]],
    [true, dense(-7.5), [-7.5]],
  ])('transforms, inverse %s, vector %#', async (inverse, vector, expected) => {
    expect(await transform(vector, inverse)).toEqual(expected);
  });

  it.each([1, 2, 30, 49, 97, 128, 1001])('turns back what it made of %i elements', async (size) => {
    const values = Array.from({ length: size }, (_, j) => ((j * 37) % 11) - 4.5);
    const back = await transform(dense(...(await transform(dense(...values), false))), true);
    expect(Math.max(...back.map((x, j) => Math.abs(x - values[j]!)))).toBeLessThan(1e-12);
  });

  it('is exact from Spark 3.0 on', () => {
    expect(dct.exactness(parseSparkVersion('3.0.0')!)).toBe('bit');
    expect(dct.exactness(parseSparkVersion('2.4.8')!)).toMatchObject({ ulps: 2, abs: 1.2e-14 });
  });

  it('leaves the row as it was', async () => {
    const vector = dense(3, 1, 2);
    await transform(vector, false);
    expect(vector.toArray()).toEqual([3, 1, 2]);
  });

  it('refuses an empty vector, and one that would take gigabytes', async () => {
    await expect(transform(dense(), false)).rejects.toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    const large = sparse(2147483647, [], []);
    await expect(transform(large, false)).rejects.toThrow(expect.objectContaining({ code: 'INPUT_LIMIT' }));
  });
});
