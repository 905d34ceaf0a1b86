import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MODEL } from './testdata/churn.ts';
import { runCommand as run } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

const spark = (path: string) => `corpus/org.apache.spark.ml.${path}/model`;
const ALS = spark('recommendation.ALSModel/rank-4-3.5.9');
const FOREST = spark('classification.RandomForestClassificationModel/numbers-3.5.9');

const file = useScratchFolder();

describe('inspect --value', () => {
  it('prints JSON, and text as it is', async () => {
    const labels = await run(['inspect', MODEL, '--value', 'categorySizes']);
    expect(labels).toEqual({ status: 0, stdout: '[5,4,5,6]\n', stderr: '' });
    const text = await run(['inspect', FOREST, '--value', 'toDebugString']);
    expect(text.stdout).toMatch(
      /^RandomForestClassificationModel: uid=\S+, numTrees=\d+.*\n {2}Tree 0 \(weight 1\.0\):\n/,
    );
    const json = await run(['inspect', FOREST, '--stage', '-1', '--value', 'toDebugString', '--json']);
    expect(`${(JSON.parse(json.stdout) as string).trimEnd()}\n`).toBe(text.stdout);
  });

  it('prints maps as objects and names values and queries', async () => {
    const maps = spark('feature.VectorIndexerModel/keep-3.5.9');
    const { stdout } = await run(['inspect', maps, '--value', 'categoryMaps']);
    expect(JSON.parse(stdout)).toBeTypeOf('object');
    const names = await run(['inspect', MODEL, '--values']);
    expect(names.stdout).toContain('labels, labelsArray');
    expect(names.stdout).toContain('surrogateDF()');
  });

  it.each([
    [['--value', 'pi'], 'expected the name of a value, got "'],
    [['--value', 'mean', '--stage', 'GBTClassificationModel'], 'expected the name of a value, got "'],
    [['--value', 'labels', '--stage', '9'], 'expected a stage from 0 to 5, got 9'],
  ])('refuses %j', async (args, message) => {
    const outcome = await run(['inspect', MODEL, ...args]);
    expect(outcome.status).toBe(3);
    expect(outcome.stderr).toContain(message);
  });
});

describe('query', () => {
  it('lists what can be asked', async () => {
    const { stdout } = await run(['query', ALS]);
    expect(stdout).toMatch(/^recommendForUserSubset\(ids, numItems\) {2}ALS_/m);
    expect((await run(['query', FOREST])).stdout).toBe('No stage of this model can be asked anything.\n');
  });

  it('answers for ids of a file as for a list', async () => {
    const users = file('users.csv', 'user\n3\n0\n');
    const asked = ['query', ALS, 'recommendForUserSubset', '--given', 'numItems=2'];
    const listed = await run([...asked, '--given', 'ids=[0,3]']);
    expect(listed.stdout.split('\n').filter(Boolean)).toHaveLength(2);
    expect(await run([...asked, '--given', `ids=@${users}`])).toEqual(listed);
  });

  it('tells that rows are answered by their numbers', async () => {
    expect((await run(['query', '--help'])).stdout).toContain('the first being 0');
  });

  it('finds neighbours among the vectors of a file', async () => {
    const model = spark('feature.MinHashLSHModel/five-tables-3.5.9');
    const rows = file('rows.jsonl', '{"v":[1,0,1]}\n{"v":[0,1,0]}\n');
    const key = '{"type":1,"values":[1,0,1]}';
    const outcome = await run([
      'query',
      model,
      'approxNearestNeighbors',
      '-g',
      `dataset=@${rows}`,
      '-g',
      `key=${key}`,
      '-g',
      'numNearestNeighbors=1',
    ]);
    expect(outcome).toEqual({ status: 0, stdout: '{"row":0,"distCol":0.0}\n', stderr: '' });
  });

  it('takes text for text', async () => {
    const model = spark('feature.Word2VecModel/five-3.5.9');
    const words = await run(['query', model, 'getVectors']);
    const { word } = JSON.parse(words.stdout.split('\n')[0] as string) as { word: string };
    const { stdout } = await run(['query', model, 'findSynonyms', '-g', `word=${word}`, '-g', 'num=1']);
    expect(JSON.parse(stdout)).toHaveProperty('similarity');
  });

  it('writes files of every format, whole or not at all', async () => {
    for (const name of ['factors.parquet', 'factors.arrow', 'factors.jsonl']) {
      expect(await run(['query', ALS, 'userFactors', '-o', file(name)])).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(readFileSync(file(name)).length).toBeGreaterThan(0);
    }
    const stopped = await run(['query', ALS, 'userFactors', '-o', file('none.jsonl')], { signal: AbortSignal.abort() });
    expect(stopped.status).toBe(7);
    expect(() => readFileSync(file('none.jsonl'))).toThrow();
  });

  it.each([
    [['userFactor'], 3, 'expected the name of a query, got "userFactor" (have: userFactors, '],
    [['recommendForAllUsers'], 3, 'expected a positive integer as numItems, got none'],
    [['recommendForAllUsers', '-g', 'numItems=many'], 3, 'expected a positive integer as numItems, got another value'],
    [['recommendForAllUsers', '-g', 'items=2'], 3, 'expected numItems, got another name'],
    [['recommendForAllUsers', '-g', 'numItems=@x.csv'], 3, 'expected rows for a list of the query'],
    [['recommendForUserSubset', '-g', 'ids=@nowhere.csv'], 6, 'got nothing of that name'],
    [['recommendForAllUsers', '-g', 'numItems'], 2, 'expected name=value'],
  ])('refuses %j', async (args, status, message) => {
    const outcome = await run(['query', ALS, ...args]);
    expect(outcome.stderr).toContain(message);
    expect(outcome.status).toBe(status);
  });
});
