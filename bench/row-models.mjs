// The models of the row suite: folders of {model/, input.jsonl, expected.jsonl}.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, digestOf, run } from './cache.mjs';
import { root } from './report.mjs';

const maker = join(root, 'tools/corpus/make_bench.py');
const cases = join(root, 'tools/corpus/maker/bench_cases.py');
const checkedIn = join(root, 'bench/models');

/** What people ask a model for; what else an expectation holds stands between the stages. */
const OUTPUTS = ['rawPrediction', 'probability', 'prediction'];

/** Every model of `folder`; without one the checked-in model and those that real Spark trains on first use. */
export async function readModels({ folder, only }) {
  const folders = folder === undefined ? [checkedIn, await trainedModels()] : [folder];
  const found = folders.flatMap((parent) =>
    readdirSync(parent)
      .filter((name) => existsSync(join(parent, name, 'model')))
      .map((name) => ({ name, folder: join(parent, name) })),
  );
  const unknown = only?.find((name) => !found.some((model) => model.name === name));
  if (unknown !== undefined) throw new Error(`expected one of ${found.map(({ name }) => name)}, got ${unknown}`);
  const wanted = only?.map((name) => found.find((model) => model.name === name)) ?? found;
  return wanted.map(readModel);
}

function readModel({ name, folder }) {
  const expected = readLines(join(folder, 'expected.jsonl'));
  return {
    name,
    folder,
    key: `models/${name}-${digestOf(join(folder, 'model'))}`,
    rows: readLines(join(folder, 'input.jsonl')),
    expected,
    columns: OUTPUTS.filter((column) => expected[0][column] !== undefined),
  };
}

/** Takes minutes, once. */
async function trainedModels() {
  return cached(`trained-${digestOf(maker, cases)}`, (path) => {
    console.error('training the models with Spark, once: some minutes');
    run('python3', [maker, '--out', path, 'all'], { stdio: ['ignore', 'inherit', 'inherit'] });
  });
}

export function readLines(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
