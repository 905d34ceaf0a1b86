import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAGES } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { listCases, readCase } from './cases.ts';
import { loadCase } from './run-case.ts';

/** What the models of pyspark tell, by class; see tools/corpus/list_python_api.py. */
const API = JSON.parse(readFileSync(join(import.meta.dirname, 'values', 'python-api.json'), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>;

/** What is not given, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  predict: 'transform answers it',
  predictRaw: 'transform answers it',
  predictProbability: 'transform answers it',
  predictLeaf: 'transform answers it, in leafCol',
  predictQuantiles: 'transform answers it, in quantilesCol',
  evaluate: 'a summary needs a session',
  hasSummary: 'no saved model has a summary that loads without Spark',
  summary: 'no saved model has a summary that loads without Spark',
  evaluateEachIteration: 'needs labelled rows',
  computeCost: 'needs rows, and is deprecated',
  logLikelihood: 'needs rows',
  logPerplexity: 'needs rows',
  trainingLogLikelihood: 'a sum over the training rows, whose order differs from run to run',
  logPrior: 'a sum over the training rows, whose order differs from run to run',
  toLocal: 'the stage does what the local model does',
  getCheckpointFiles: 'files of the training run',
  findSynonymsArray: 'the query findSynonyms',
};

/** A case of each class of the corpus whose model is of that class itself. */
async function findStage(model: string) {
  const definition = STAGES.find(
    ({ spark }) => spark.startsWith('org.apache.spark.ml.') && spark.endsWith(`.${model}`),
  );
  if (definition === undefined) throw new Error(`no stage ${model}`);
  for (const name of listCases().filter(
    (name) => name.startsWith(`${definition.spark}/`) && !name.includes('-error'),
  )) {
    const stage = await loadCase(readCase(name));
    if (stage.spark === definition.spark) return stage;
  }
  throw new Error(`no bare model of ${model} in the corpus`);
}

describe("the models of Spark's Python API", () => {
  it.each(Object.entries(API).filter(([, names]) => names.length > 0))('%s tells the same', async (model, names) => {
    const { values, queries } = await findStage(model);
    const given = new Set([...values, ...Object.keys(queries), ...Object.keys(LEFT_OUT)]);
    expect(names.filter((name) => !given.has(name))).toEqual([]);
  });
});
