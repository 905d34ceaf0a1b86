import { describe, expect, it } from 'vitest';
import { knownSize, vectorSize } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { vectorSizeHint } from './vector-size-hint.ts';

const schema = structType([createField('v', VECTOR), createField('id', 'long')]);
const rows = [
  [new DenseVector(Float64Array.of(1, 2, 3)), 1],
  [new DenseVector(Float64Array.of(1)), 2],
  [null, 3],
  [new SparseVector(3, new Int32Array(), new Float64Array()), 4],
];
const hint = (handleInvalid: string) =>
  decodeStage(vectorSizeHint, { params: { inputCol: 'v', size: 3, handleInvalid } });

// Answers of Spark 4.3.0.
describe('VectorSizeHint', () => {
  it.each([
    ['optimistic', [1, 2, 3, 4]],
    ['skip', [1, 4]],
  ])('keeps the fitting rows under %s', async (mode, ids) => {
    expect(scoreRows(await hint(mode), schema, rows).map((row) => row[1])).toEqual(ids);
  });

  it.each([
    [1, 'INPUT_VALUE'],
    [2, 'INPUT_VALUE_NULL'],
  ])('fails row %i under error', async (row, code) => {
    const stage = await hint('error');
    expect(() => scoreRows(stage, schema, [rows[row]!])).toThrow(expect.objectContaining({ code }));
  });

  it('tells the size in place', async () => {
    const { fields } = outputSchema(await hint('error'), schema);
    expect(fields.map((field) => [field.name, knownSize(field)])).toEqual([
      ['v', 3],
      ['id', undefined],
    ]);
  });

  it('refuses a column of another known size', async () => {
    const stage = await hint('optimistic');
    const other = structType([{ ...createField('v', VECTOR), attributes: vectorSize(4) }]);
    expect(() => outputSchema(stage, other)).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }));
  });
});
