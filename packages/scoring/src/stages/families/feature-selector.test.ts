import { describe, expect, it } from 'vitest';
import { metadataOf, vectorElements } from '../../core/attributes.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector, SparseVector } from '../../core/vector.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { chiSqSelectorModel } from '../feature/chi-sq-selector-model.ts';
import { univariateFeatureSelectorModel } from '../feature/univariate-feature-selector-model.ts';
import { varianceThresholdSelectorModel } from '../feature/variance-threshold-selector-model.ts';

const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));
const schema = structType([createField('v', VECTOR)]);

// Values from Spark 3.5.9 and 4.3.0.
describe.each([
  ['ChiSqSelectorModel', chiSqSelectorModel, { nominal: [{ idx: 0 }, { idx: 1 }] }],
  ['UnivariateFeatureSelectorModel', univariateFeatureSelectorModel, {}],
  ['VarianceThresholdSelectorModel', varianceThresholdSelectorModel, {}],
])('%s', (_, definition, unnamed) => {
  const selector = (selectedFeatures: number[]) =>
    decodeStage(definition, {
      params: { featuresCol: 'v', outputCol: 'part' },
      tables: { data: [{ selectedFeatures }] },
    });

  it.each([
    [dense(1, 2, 3, 4, 5), dense(2, 4, 5)],
    [sparse(5, [0, 3, 4], [1, -0, 0]), sparse(3, [1, 2], [-0, 0])],
    [sparse(5, [1, 2], [2, Number.NaN]), sparse(3, [0], [2])],
  ])('keeps the features in order, and the kind of vector %#', async (vector, expected) => {
    expect(scoreRows(await selector([4, 1, 3]), schema, [[vector]])[0]?.[1]).toEqual(expected);
  });

  it('says of unknown features what their kind is, and passes known ones on', async () => {
    const stage = await selector([0, 2]);
    const names = vectorElements(3, () => ['a', 'b', 'c'].map((name) => ({ type: 'numeric', name })));
    const named = structType([{ ...createField('v', VECTOR), attributes: names }]);
    const known = [
      { idx: 0, name: 'a' },
      { idx: 1, name: 'c' },
    ];
    expect(metadataOf(outputSchema(stage, schema).fields[1]!)).toEqual({ ml_attr: { attrs: unnamed, num_attrs: 2 } });
    expect(metadataOf(outputSchema(stage, named).fields[1]!)).toEqual({
      ml_attr: { attrs: { numeric: known }, num_attrs: 2 },
    });
  });

  it('refuses a dense vector that is too short, and features that cannot be', async () => {
    const stage = await selector([4]);
    expect(() => scoreRows(stage, schema, [[dense(1)]])).toThrow(expect.objectContaining({ code: 'INPUT_VALUE' }));
    await expect(selector([-1])).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
    await expect(selector([1, 1])).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
  });
});
