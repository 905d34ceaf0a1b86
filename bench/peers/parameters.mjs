// What a saved pipeline has learnt, read by a program that shares nothing with ours.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, pythonWith, run } from '../cache.mjs';

export const PYTHON_PACKAGES = ['pyarrow==26.0.1', 'onnx==1.23.2'];
const reader = fileURLToPath(new URL('read_model.py', import.meta.url));

/** A peer that cannot do a model, and why. */
export class Refusal extends Error {}

/** A converter that ended with "not converted: ..." refuses; any other failure stays one. */
export function refusalOf(error) {
  const [refusal] = error.message.match(/not converted: .*/) ?? [];
  return refusal === undefined ? error : new Refusal(refusal);
}

/** Path of the model's parameters as JSON; their form is told in read_model.py. */
export async function parametersFile({ key, folder }) {
  const python = await pythonWith('readers', PYTHON_PACKAGES);
  return cached(`${key}/parameters.json`, (path) => run(python, [reader, join(folder, 'model'), path]));
}

/** The trees of a pipeline that is an assembler of numbers and an ensemble. Refuses every other. */
export async function readForest(model) {
  const { stages } = JSON.parse(readFileSync(await parametersFile(model), 'utf8'));
  const [assembler, forest] = stages;
  const known = stages.length === 2 && assembler.class === 'VectorAssembler' && forest.trees.length > 0;
  if (!known) throw new Refusal('not an assembler and a forest');
  return {
    columns: assembler.params.inputCols,
    kind: forest.class.startsWith('GBT') ? 'boosted' : 'bagged',
    isClassifier: forest.class.includes('Classification'),
    trees: forest.trees,
  };
}
