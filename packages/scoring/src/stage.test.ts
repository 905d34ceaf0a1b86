import { expect, it } from 'vitest';
import { indexFiles } from './archive/indexed-files.ts';
import { createField, structType } from './core/types.ts';
import { PipelineModel } from './pipeline-model.ts';
import { addColumn, computeUnlessNull, defineStage, double, string, withDefault } from './stage.ts';
import { checkStage } from './testing/index.ts';

/** The stage of docs/guides/write-a-stage.md. */
const capper = defineStage({
  spark: 'com.acme.ml.Capper',
  exactness: 'bit',
  params: {
    inputCol: withDefault(string, 'input'),
    outputCol: withDefault(string, 'output'),
    limit: withDefault(double, 100),
  },
  plan({ params }, input) {
    const capped = computeUnlessNull(input.number(params.inputCol), () => (x) => Math.min(x, params.limit));
    return [addColumn({ name: params.outputCol, type: 'double', nullable: true, metadata: {} }, capped)];
  },
});

const metadata = JSON.stringify({
  class: 'com.acme.ml.Capper',
  uid: 'capper_1',
  sparkVersion: '3.5.1',
  paramMap: { limit: 10 },
  defaultParamMap: { inputCol: 'charge', outputCol: 'capped' },
});
const bytes = new TextEncoder().encode(metadata);
const files = indexFiles('capper', [], [{ path: 'metadata/part-00000', size: bytes.length, read: async () => bytes }]);

it('a stage of a third party is refused, and runs once it is defined', async () => {
  await expect(PipelineModel.load(files)).rejects.toMatchObject({ code: 'STAGE_UNSUPPORTED' });
  const model = await PipelineModel.load(files, { stages: [capper] });
  expect(model.transform([{ charge: 12 }, { charge: 3 }, { charge: null }])).toEqual([
    { charge: 12, capped: 10 },
    { charge: 3, capped: 3 },
    { charge: null, capped: null },
  ]);
  const schema = structType([createField('charge', 'double')]);
  expect(checkStage(model.stages[0]!, { schema, rows: [[12], [-0], [Number.NaN], [null]] })).toEqual([]);
});
