import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Files } from '../../core/files.ts';
import { openLocal } from '../../node/open-local.ts';
import { PipelineModel } from '../../pipeline-model.ts';

const CHURN = await openLocal('examples/churn/model');
const PATHS = (await CHURN.list()).map((entry) => entry.path);
const text = (content: string) => new TextEncoder().encode(content);

type Contents = ReadonlyMap<string, Uint8Array>;

/** The files of the bundled model, by path below `folder`. */
async function churn(folder = ''): Promise<Map<string, Uint8Array>> {
  const entries = await Promise.all(PATHS.map(async (path) => [folder + path, await CHURN.read(path)] as const));
  return new Map(entries);
}

function filesOf(contents: Contents): Files {
  const entries = [...contents].map(([path, bytes]) => ({ path, size: bytes.length }));
  return {
    name: 'model',
    containers: [],
    list: async () => entries.sort((a, b) => (a.path < b.path ? -1 : 1)),
    read: async (path) => contents.get(path) as Uint8Array,
  };
}

const load = (contents: Contents) => PipelineModel.load(filesOf(contents));

/** One file replaced under a name of its own. */
function renamed(contents: Map<string, Uint8Array>, pattern: RegExp, to: (path: string) => string): Contents {
  return new Map([...contents].map(([path, bytes]) => [pattern.test(path) ? to(path) : path, bytes]));
}

const MLMODEL = (flavour: string) =>
  text(
    `flavors:\n  python_function:\n    data: sparkml\n  ${flavour}:\n    model_data: sparkml\nmlflow_version: 2.9.2\n`,
  );

describe('what is recognised', () => {
  it.each([
    ['a folder', '', []],
    ['one folder around it', 'model/', []],
    ['three folders around it', 'a/b/c/', []],
  ])('%s', async (_, folder, containers) => {
    const model = await load(await churn(folder));
    expect(model.stages).toHaveLength(6);
    expect(model.artifact.containers).toEqual(containers);
  });

  it('an MLflow model of flavour spark', async () => {
    const model = await load((await churn('model/sparkml/')).set('model/MLmodel', MLMODEL('spark')));
    expect(model.artifact.containers).toEqual(['mlflow']);
  });

  it('a SparkR model, whose features column goes', async () => {
    const wrapper = text('{"class":"org.apache.spark.ml.r.GBTClassifierWrapper","features":["a"]}\n');
    const model = await load((await churn('pipeline/')).set('rMetadata/part-00000', wrapper));
    const bare = await load(await churn());
    const names = (of: PipelineModel) => of.transformSchema(of.inputSchema).fields.map((field) => field.name);
    expect(names(model)).toEqual(names(bare).filter((name) => name !== 'features'));
  });

  it('metadata under the name that Spark 4 gives it, compressed, and after empty files and lines', async () => {
    const spark4 = renamed(await churn(), /^metadata\/part-00000$/, () => 'metadata/part-00000-3d1f-c000.txt');
    expect((await load(spark4)).stages).toHaveLength(6);
    const contents = await churn();
    const line = contents.get('metadata/part-00000') as Uint8Array;
    const split = new Map(contents).set('metadata/part-00000', text('\n \n')).set('metadata/part-00001', line);
    expect((await load(split)).stages).toHaveLength(6);
    contents.delete('metadata/part-00000');
    expect((await load(contents.set('metadata/part-00000.gz', gzipSync(line)))).stages).toHaveLength(6);
  });

  it('whatever else lies beside: checksums, markers, litter, stages of an earlier save', async () => {
    const contents = await churn();
    const litter = [
      '.DS_Store',
      'metadata/.part-00000.crc',
      'stages/_started_12',
      '_committed_7',
      'stages/9_old/notes.txt',
    ];
    for (const path of litter) contents.set(path, text('x'));
    expect((await load(contents)).stages).toHaveLength(6);
  });

  it('data files under any name that begins with part-', async () => {
    const contents = renamed(await churn(), /parquet$/, (path) =>
      path.replace(/part-[^/]*$/, 'part-r-00000-tid-7.gz.parquet'),
    );
    expect((await load(contents)).stages).toHaveLength(6);
  });
});

/** The metadata of the pipeline with something changed. */
async function withMetadata(change: (json: string) => string, path = 'metadata/part-00000'): Promise<Contents> {
  const contents = await churn();
  return contents.set(path, text(change(new TextDecoder().decode(contents.get(path)))));
}

async function without(pattern: RegExp): Promise<Contents> {
  return new Map([...(await churn())].filter(([path]) => !pattern.test(path)));
}

const INDEXER = PATHS.find((path) => /0_StringIndexer.*metadata\/part/.test(path)) as string;
const rename = (to: string) => (json: string) => json.replace(/"class":"[^"]*"/, `"class":"${to}"`);

describe('what is refused by name', () => {
  it.each<[string, Promise<Contents>, string, RegExp]>([
    ['no model', Promise.resolve(new Map([['a.txt', text('a')]])), 'MODEL_UNRECOGNISED', /metadata\/.*got a\.txt/],
    [
      'another MLflow flavour',
      churn('sparkml/').then((c) => c.set('MLmodel', MLMODEL('sklearn'))),
      'MODEL_FORMAT',
      /flavours python_function, sklearn/,
    ],
    [
      'a model of local mode',
      Promise.resolve(new Map([['metadata', text('x')]])),
      'MODEL_FORMAT',
      /local mode \(saveToLocal\)/,
    ],
    ['no JSON', withMetadata(() => 'not json'), 'MODEL_METADATA', /one line of JSON/],
    ['another JSON', withMetadata(() => '[1]'), 'MODEL_METADATA', /JSON object/],
    ['no class', withMetadata((j) => j.replace('"class"', '"klass"')), 'MODEL_METADATA', /"class"/],
    ['no version', withMetadata((j) => j.replace('"sparkVersion"', '"v"')), 'MODEL_METADATA', /"sparkVersion"/],
    ['no list of stages', withMetadata((j) => j.replace('"stageUids"', '"uids"')), 'MODEL_METADATA', /uids/],
    [
      'stages outside',
      withMetadata((j) => j.replace(/"stageUids":\[/, '"stageUids":["../../x",')),
      'MODEL_METADATA',
      /uids/,
    ],
    [
      'an old RDD model',
      withMetadata(() => '{"class":"org.apache.spark.mllib.X","version":"1.0"}'),
      'MODEL_FORMAT',
      /mllib\.X.*old/,
    ],
    [
      'an estimator',
      withMetadata(rename('org.apache.spark.ml.feature.StringIndexer'), INDEXER),
      'STAGE_UNFITTED',
      /unfitted/,
    ],
    [
      'a Python class',
      withMetadata(rename('__main__.Mine'), INDEXER),
      'STAGE_UNSUPPORTED',
      /__main__\.Mine.*only in Python/,
    ],
    [
      'a third-party class',
      withMetadata(rename('com.acme.Mine'), INDEXER),
      'STAGE_UNSUPPORTED',
      /com\.acme\.Mine.*third-party/,
    ],
    [
      'bzip2',
      without(/^metadata\/part/).then((c) => new Map(c).set('metadata/part-00000.bz2', text('BZ'))),
      'MODEL_FORMAT',
      /bz2/,
    ],
    [
      'a stage without data',
      without(/0_StringIndexer.*\/data\//),
      'MODEL_INCOMPLETE',
      /StringIndexer_\d+.*expected data\//,
    ],
    ['data without Parquet', without(/0_StringIndexer.*\.parquet$/), 'MODEL_INCOMPLETE', /part-\*, got/],
    ['a stage that is not there', without(/3_VectorAssembler/), 'MODEL_INCOMPLETE', /3_VectorAssembler.*no files/],
    [
      'an unknown param that is set',
      withMetadata((j) => j.replace('"paramMap":{', '"paramMap":{"speed":2,'), INDEXER),
      'STAGE_PARAM_UNSUPPORTED',
      /param speed/,
    ],
    [
      'a param of another type',
      withMetadata((j) => j.replace(/"handleInvalid":"keep"/, '"handleInvalid":7'), INDEXER),
      'MODEL_PARAM',
      /handleInvalid.*expected one of/,
    ],
  ])('%s', async (_, contents, code, pattern) => {
    const error = await load(await contents).then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    expect(error).toMatchObject({ name: 'ScoringError', code });
    expect(error?.message).toMatch(pattern);
    expect(error?.message).not.toContain('\n');
  });
});
