import { describe, expect, it } from 'vitest';
import { attributesOf, vectorElements, vectorSize } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import type { Row } from '../../core/values.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { vectorAssembler } from './vector-assembler.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const { NaN: nan } = Number;

const schema = structType([
  createField('x', 'double'),
  createField('n', 'integer'),
  createField('b', 'boolean'),
  { ...createField('v', VECTOR), attributes: vectorSize(3) },
  { ...createField('w', VECTOR), attributes: vectorSize(4) },
]);
const assembler = (handleInvalid: string, semantics = '4.1.0', inputCols = ['x', 'n', 'b', 'v', 'w']) =>
  decodeStage(vectorAssembler, { params: { inputCols, outputCol: 'all', handleInvalid }, semantics });
const last = (rows: unknown[][]) => rows.map((row) => row.at(-1));

// Values from Spark 4.3.0.
describe('VectorAssembler', () => {
  it.each([
    [[1, 2, true, dense(1, 2, 3), sparse(4, [1], [1])], dense(1, 2, 1, 1, 2, 3, 0, 1, 0, 0)],
    [[0, 0, false, sparse(3, [], []), sparse(4, [], [])], sparse(10, [], [])],
    [[-0, -1, false, dense(0, -0, 0), dense(0, 0, 0, 9)], sparse(10, [1, 9], [-1, 9])],
    [[0, 0, false, dense(0, 0, 4), sparse(4, [0, 1], [1, 2])], sparse(10, [5, 6, 7], [4, 1, 2])],
    [[5e-324, 0, true, dense(nan, 1, 2), sparse(4, [3], [nan])], dense(5e-324, 0, 1, nan, 1, 2, 0, 0, 0, nan)],
  ])('assembles row %#', async (row, expected) => {
    expect(last(scoreRows(await assembler('error'), schema, [row]))).toEqual([expected]);
  });

  it('puts NaN for null under keep, as often as the metadata tells', async () => {
    const row = [null, null, null, null, dense(4, 3, 2, 1)];
    expect(last(scoreRows(await assembler('keep'), schema, [row]))).toEqual([
      dense(nan, nan, nan, nan, nan, nan, 4, 3, 2, 1),
    ]);
    const unsized = structType([createField('v', VECTOR)]);
    const stage = await assembler('keep', '4.1.0', ['v']);
    expect(() => outputSchema(stage, unsized)).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }));
  });

  it('drops rows with null, and with NaN in a number, under skip', async () => {
    const good: Row = [1, 1, true, dense(nan, 2, 3), dense(4, 3, 2, 1)];
    const rows = [good, good.with(0, nan), good.with(2, null), good.with(4, null)];
    expect(scoreRows(await assembler('skip'), schema, rows)).toHaveLength(1);
  });

  it.each([
    [0, null, 'INPUT_VALUE_NULL'],
    [3, null, 'INPUT_VALUE_NULL'],
    [0, nan, 'INPUT_VALUE'],
  ])('fails a row with column %i = %s under error', async (column, value, code) => {
    const stage = await assembler('error');
    const row = [1, 1, true, dense(1, 2, 3), dense(4, 3, 2, 1)].with(column, value as never);
    const where = { stage: 'stage_1', column: schema.fields[column]!.name };
    expect(() => scoreRows(stage, schema, [row])).toThrow(expect.objectContaining({ code, where }));
  });

  it('lets NaN pass before Spark 2.4', async () => {
    const row = [nan, 1, true, dense(1, 2, 3), dense(4, 3, 2, 1)];
    expect(scoreRows(await assembler('error', '2.3.0'), schema, [row])).toHaveLength(1);
  });

  it.each([
    ['3.5.0', 0],
    ['4.0.0', 0],
    ['4.1.0', 1],
  ])('gives 6 of 11 elements the kind of Spark %s', async (semantics, type) => {
    const stage = await assembler('error', semantics, ['v']);
    const row = [sparse(11, [0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6])];
    const [all] = last(scoreRows(stage, structType([createField('v', VECTOR)]), [row]));
    expect(all).toHaveProperty('type', type);
  });

  it('names the elements only when asked', async () => {
    const wide = vectorElements(2, () => [{ type: 'numeric', name: 'first' }, { type: 'binary' }]);
    const input = structType([
      { ...createField('i', 'double'), metadata: { ml_attr: { type: 'nominal', vals: ['a', 'b'], name: 'j' } } },
      { ...createField('v', VECTOR), attributes: wide },
    ]);
    const field = outputSchema(await assembler('error', '3.5.0', ['i', 'v']), input).fields[2]!;
    const attributes = attributesOf(field);
    expect(attributes).toMatchObject({ kind: 'vector', size: 3 });
    expect(attributes?.kind === 'vector' && attributes.elements?.()).toEqual([
      { type: 'nominal', values: ['a', 'b'], name: 'i' },
      { type: 'numeric', name: 'v_first' },
      { type: 'binary', name: 'v_1' },
    ]);
  });

  it('casts numbers of every type', async () => {
    const input = structType([createField('l', 'long'), createField('f', 'float')]);
    const stage = await assembler('error', '3.5.0', ['l', 'f']);
    const row = [9007199254740993n, Math.fround(0.1)];
    expect(last(scoreRows(stage, input, [row]))).toEqual([dense(9.007199254740992e15, 0.10000000149011612)]);
  });

  it('does not fill out wide sparse vectors, and refuses a size beyond an int', async () => {
    const size = 2 ** 29;
    const stage = await assembler('error', '3.5.0', ['v', 'w']);
    const input = structType([createField('v', VECTOR), createField('w', VECTOR)]);
    const row = [sparse(size, [7], [1]), sparse(size, [9], [2])];
    expect(last(scoreRows(stage, input, [row]))).toEqual([sparse(2 * size, [7, size + 9], [1, 2])]);
    const wider = row.map((vector) => sparse(0x7fffffff, [...vector.indices], [...vector.values]));
    expect(() => scoreRows(stage, input, [wider])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
  });
});
