import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../core/attributes.ts';
import { createField, type DataType, type Metadata, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector, type Vector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { interaction } from './interaction.ts';

const field = (name: string, type: DataType, attributes?: Metadata) =>
  createField(name, type, true, attributes === undefined ? {} : { ml_attr: attributes });
const nominal = (...vals: string[]) => ({ type: 'nominal', name: 'aa', vals });
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const mixed = {
  attrs: { numeric: [{ idx: 0, name: 'n0' }], nominal: [{ idx: 1, name: 'n1', vals: ['u', 'w'] }] },
  num_attrs: 2,
};

const numbers = [field('a', 'double'), field('b', 'integer')];
const labelled = [field('a', 'double', nominal('p', 'q', 'r')), field('b', 'double')];
const single = [field('a', 'double', nominal('p')), field('b', 'double')];
const withVector = [field('a', 'double', nominal('p', 'q')), field('v', VECTOR, mixed)];
const interact = (fields: readonly { name: string }[]) =>
  decodeStage(interaction, {
    savedBy: '3.5.9',
    params: { inputCols: fields.map(({ name }) => name), outputCol: 'o' },
  });

describe('Interaction', () => {
  // Spark 3.5.9.
  it.each<[string, typeof numbers, unknown[], Vector]>([
    ['numbers', numbers, [2, 3], dense(6)],
    ['negative zero', numbers, [-0, 0], dense(-0)],
    ['a category', labelled, [1, 3], dense(0, 3, 0)],
    ['a category and 0.0', labelled, [2, 0], sparse(3, [], [])],
    ['category -0.0', labelled, [-0, 5], dense(5, 0, 0)],
    ['a single category, which is a number', single, [7.5, 2], dense(15)],
    ['a dense vector', withVector, [1, dense(3, 1)], sparse(6, [3, 5], [3, 1])],
    ['a sparse vector without its category', withVector, [0, sparse(2, [0], [4])], sparse(6, [0], [4])],
    ['a stored category 0', withVector, [0, sparse(2, [1], [0])], sparse(6, [1], [1])],
  ])('multiplies %s', async (_, fields, row, expected) => {
    expect(scoreRows(await interact(fields), structType(fields), [row])[0]?.at(-1)).toEqual(expected);
  });

  it.each<[string, typeof numbers, unknown[], string]>([
    ['a null', numbers, [2, null], 'INPUT_VALUE_NULL'],
    ['an index past the categories', labelled, [3, 1], 'INPUT_VALUE'],
    ['a fraction', labelled, [1.5, 1], 'INPUT_VALUE'],
    ['NaN', labelled, [Number.NaN, 1], 'INPUT_VALUE'],
    ['an index in a vector', withVector, [0, dense(1, 2)], 'INPUT_VALUE'],
    ['a shorter vector', withVector, [0, dense(1)], 'INPUT_VALUE'],
  ])('fails on %s', async (_, fields, row, code) => {
    const stage = await interact(fields);
    expect(() => scoreRows(stage, structType(fields), [row])).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    [numbers, ['a:b']],
    [labelled, ['aa_p:b', 'aa_q:b', 'aa_r:b']],
    [withVector, ['aa_p:v_n0', 'aa_p:v_n1_u', 'aa_p:v_n1_w', 'aa_q:v_n0', 'aa_q:v_n1_u', 'aa_q:v_n1_w']],
  ])('names the products', async (fields, names) => {
    const output = outputSchema(await interact(fields), structType(fields)).fields.at(-1);
    const numeric = names.map((name, idx) => ({ idx, name }));
    expect(output && metadataOf(output)).toEqual({ ml_attr: { attrs: { numeric }, num_attrs: names.length } });
  });

  it.each([
    ['a vector without elements', [field('v', VECTOR, { num_attrs: 2 })], 'MODEL_SCHEMA'],
    ['a boolean', [field('b', 'boolean')], 'INPUT_COLUMN_TYPE'],
    ['a column twice', [field('a', 'double'), field('a', 'double')], 'MODEL_PARAM'],
  ])('refuses %s', async (_, fields, code) => {
    const stage = await interact(fields);
    expect(() => outputSchema(stage, structType(fields))).toThrow(expect.objectContaining({ code }));
  });
});
