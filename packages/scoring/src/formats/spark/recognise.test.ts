import { describe, expect, it } from 'vitest';
import { indexFiles } from '../../archive/indexed-files.ts';
import type { Files } from '../../core/files.ts';
import { recogniseSpark } from './recognise.ts';

const PIPELINE = 'org.apache.spark.ml.PipelineModel';

/** Files with the metadata of a pipeline in each folder. */
function savedPipelines(uidsOf: { readonly [folder: string]: readonly string[] }): Files {
  const entries = Object.entries(uidsOf).map(([folder, stageUids]) => {
    const metadata = { class: PIPELINE, uid: 'p', sparkVersion: '3.5.0', paramMap: { stageUids } };
    const bytes = new TextEncoder().encode(JSON.stringify(metadata));
    return { path: `${folder}metadata/part-00000`, size: bytes.length, read: async () => bytes };
  });
  return indexFiles('model', [], entries);
}

const uids = (count: number) => Array.from({ length: count }, (_, i) => `u${i}`);
const limit = { code: 'MODEL_LIMIT', message: expect.stringContaining('expected at most 10000 stages in all') };

describe('a pipeline that lists very many stages', () => {
  it('is refused, whether their folders are there or not', async () => {
    await expect(recogniseSpark(savedPipelines({ '': uids(10_001) }))).rejects.toMatchObject(limit);
  });

  it('is refused where pipelines inside make it many', async () => {
    const files = savedPipelines({ '': ['a', 'b'], 'stages/0_a/': uids(6000), 'stages/1_b/': uids(6000) });
    const { root } = await recogniseSpark(files);
    expect(root.children.map(({ kind }) => kind).sort()).toEqual(['broken', 'saved']);
    expect(root.children.find(({ kind }) => kind === 'broken')).toMatchObject({ problem: limit });
  });

  it('keeps each stage that is missing as a broken one below the limit', async () => {
    const { root } = await recogniseSpark(savedPipelines({ '': uids(300) }));
    expect(root.children.filter(({ kind }) => kind === 'broken').length).toBe(300);
  });
});
