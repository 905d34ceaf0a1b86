import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { idfModel } from './idf-model.ts';

const schema = structType([createField('v', VECTOR)]);
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const model = (savedBy: string) =>
  decodeStage(idfModel, {
    savedBy,
    params: { inputCol: 'v', outputCol: 'o' },
    tables: { data: [{ idf: dense(0.5, 0, 2) }] },
  });

describe('IDFModel', () => {
  // As Spark 3.5.9 tells of a model that 2.4 saved.
  it('tells zeros where counts were not stored', async () => {
    const stage = await model('2.4.8');
    expect([await stage.value('docFreq'), await stage.value('numDocs')]).toEqual([[0, 0, 0], 0]);
  });

  // Sizes: what Spark 3.5.9 and 4.3.0 let pass.
  it.each([
    [dense(1, 5, 3), dense(0.5, 0, 6)],
    [dense(1, 5), dense(0.5, 0)],
    [sparse(9, [1, 2], [1, 3]), sparse(9, [1, 2], [0, 6])],
  ])('weighs %j', async (terms, expected) => {
    expect(scoreRows(await model('3.5.9'), schema, [[terms]])[0]?.[1]).toEqual(expected);
  });

  it.each([[dense(1, 5, 1, 1)], [sparse(9, [8], [1])]])('fails on a value past the last weight', async (terms) => {
    const stage = await model('3.5.9');
    expect(() => scoreRows(stage, schema, [[terms]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
  });

  it('tells its size since Spark 3.0', async () => {
    expect(outputSchema(await model('3.5.9'), schema).fields[1]?.attributes).toEqual({ kind: 'vector', size: 3 });
    expect(outputSchema(await model('2.4.8'), schema).fields[1]?.attributes).toBeUndefined();
  });
});
