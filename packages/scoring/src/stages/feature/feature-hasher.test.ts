import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../core/attributes.ts';
import { arrayType, createField, type DataType, structType } from '../../core/types.ts';
import { Decimal } from '../../core/values.ts';
import { SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { featureHasher } from './feature-hasher.ts';

const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([
  createField('real', 'double'),
  createField('whole', 'integer'),
  createField('flag', 'boolean'),
  createField('word', 'string'),
]);
const hasher = (params: Record<string, unknown> = {}) =>
  decodeStage(featureHasher, {
    params: { inputCols: ['real', 'whole', 'flag', 'word'], outputCol: 'hashed', ...params },
  });

/** The place of one value of a column `m`, as a category among 1000. */
async function placeOf(type: DataType, value: unknown): Promise<number | undefined> {
  const stage = await hasher({ inputCols: ['m'], categoricalCols: ['m'], numFeatures: 1000 });
  const [row] = scoreRows(stage, structType([createField('m', type)]), [[value]]);
  return (row![1] as SparseVector).indices[0];
}

// Values from Spark 3.5.9 and 4.3.0.
describe('FeatureHasher', () => {
  it.each([
    [[2.5, 3, true, 'foo'], sparse(262144, [43741, 80707, 174475, 238466], [1, 3, 2.5, 1])],
    [[0, 0, false, ''], sparse(262144, [80707, 134569, 174475, 224714], [0, 1, 0, 1])],
    [[-0, null, null, null], sparse(262144, [174475], [-0])],
    [[Number.NaN, -7, true, 'ÀÉ 日😀'], sparse(262144, [80707, 174475, 174892, 238466], [-7, Number.NaN, 1, 1])],
    [[null, null, null, null], sparse(262144, [], [])],
  ])('hashes row %#', async (row, expected) => {
    expect(scoreRows(await hasher(), schema, [row])[0]?.[4]).toEqual(expected);
  });

  it('adds up what meets in one place', async () => {
    const stage = await hasher({ numFeatures: 1 });
    expect(scoreRows(stage, schema, [[2.5, 3, true, 'foo']])[0]?.[4]).toEqual(sparse(1, [0], [7.5]));
  });

  it('adds a column that is named twice once', async () => {
    const stage = await hasher({ inputCols: ['real', 'real'], numFeatures: 64 });
    expect(scoreRows(stage, schema, [[2.5, 3, true, 'foo']])[0]?.[4]).toEqual(sparse(64, [11], [2.5]));
  });

  it('takes a number for a category, as Java writes it', async () => {
    const alike = await Promise.all([
      placeOf('string', '1.0E-5'),
      placeOf('double', 1e-5),
      placeOf('float', Math.fround(1e-5)),
    ]);
    expect(new Set(alike).size).toBe(1);
    // BigDecimal.toString of Java 17.
    for (const [decimal, text] of [
      [new Decimal(1n, 10), '1E-10'],
      [new Decimal(-125n, 10), '-1.25E-8'],
      [new Decimal(0n, 7), '0E-7'],
      [new Decimal(150n, 2), '1.50'],
    ] as const) {
      expect(await placeOf('decimal(20,10)', decimal)).toBe(await placeOf('string', text));
    }
  });

  it('tells the size, and refuses other types', async () => {
    const { fields } = outputSchema(await hasher(), schema);
    expect(metadataOf(fields[4]!)).toEqual({ ml_attr: { num_attrs: 262144 } });
    const lists = structType([createField('real', arrayType('string'))]);
    const stage = await hasher({ inputCols: ['real'] });
    expect(() => outputSchema(stage, lists)).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }));
  });
});
