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

/** What real Spark trains on first use. */
const TRAINED = ['lin20', 'lin100', 'rf20', 'rf100d10', 'gbt500', 'text', 'cat', 'catni'];

/** What is trained for those who ask for it: `text` with words hashed into 2^10. */
const ASIDE = ['text10'];

/** The models of `folder`; without one the checked-in model and those that are trained here. */
export async function readModels({ folder, only }) {
  const known = folder === undefined ? [...readdirSync(checkedIn), ...TRAINED] : listModels(folder);
  const unknown = only?.find((name) => !known.includes(name) && !ASIDE.includes(name));
  if (unknown !== undefined) throw new Error(`expected one of ${known}, got ${unknown}`);
  const models = [];
  for (const name of only ?? known) {
    const parent = folder ?? ([...TRAINED, ...ASIDE].includes(name) ? await trained(name) : checkedIn);
    models.push(readModel({ name, folder: join(parent, name) }));
  }
  return models;
}

function listModels(folder) {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'model')));
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

/** The folder that the model stands in. Takes up to some minutes, once. */
async function trained(name) {
  return cached(`trained-${digestOf(maker, cases)}/${name}`, (path) => {
    console.error(`training ${name} with Spark, once`);
    run('python3', [maker, '--out', path, name]);
  });
}

export function readLines(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
