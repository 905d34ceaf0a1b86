import { describe, expect, it } from 'vitest';
import { metadataOf } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { univariateFeatureSelectorModel } from './univariate-feature-selector-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);
const selector = (selectedFeatures: number[]) =>
  decodeStage(univariateFeatureSelectorModel, {
    params: { featuresCol: 'v', outputCol: 'part' },
    tables: { data: [{ selectedFeatures }] },
  });

// Values from Spark 3.5.9.
describe('UnivariateFeatureSelectorModel', () => {
  it('keeps the features in order, and the kind of the vector', async () => {
    const rows = scoreRows(await selector([0, 2]), schema, [[dense(1, 2, 3)], [sparse(3, [1, 2], [5, -0])]]);
    expect(rows.map((row) => row[1])).toEqual([dense(1, 3), sparse(2, [1], [-0])]);
  });

  it('calls unknown features numeric, of which only the number is told', async () => {
    const { fields } = outputSchema(await selector([0, 2]), schema);
    expect(metadataOf(fields[1]!)).toEqual({ ml_attr: { attrs: {}, num_attrs: 2 } });
  });
});
