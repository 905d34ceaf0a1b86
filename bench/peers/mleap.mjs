// MLeap's row transformer. Its Spark side is not to be had for the Spark of the models, so the bundle is written
// here where a model does not bring one.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, digestOf, pythonWith, run } from '../cache.mjs';
import { lastLine, mavenJars, readSchema, runJava, writeRows } from './jvm.mjs';
import { PYTHON_PACKAGES, parametersFile, refusalOf } from './parameters.mjs';

const VERSION = '0.20.0';
const converter = fileURLToPath(new URL('make_bundle.py', import.meta.url));

export const mleap = {
  name: 'MLeap',
  tolerance: 1e-9,
  remark: 'row transformer; reads a Row, gives all columns',
  version: () => VERSION,

  async measure(model, { answers, seconds, scratch }) {
    const bundle = await bundleOf(model);
    const rows = join(scratch, 'rows.tsv');
    writeRows(rows, { rows: model.rows, schema: readSchema(model.folder) });
    const jars = [await mavenJars('ml.combust.mleap', 'mleap-runtime_2.12', VERSION)];
    return lastLine(await runJava('MleapRow', jars, [bundle, rows, answers, String(seconds)]));
  },
};

/** The bundle that lies beside the model, or one written here. */
async function bundleOf(model) {
  const given = join(model.folder, 'bundle.zip');
  if (existsSync(given)) return given;
  const parameters = await parametersFile(model);
  return cached(`${model.key}/bundle-${digestOf(converter)}`, (path) => convert(parameters, path));
}

async function convert(parameters, path) {
  const python = await pythonWith('readers', PYTHON_PACKAGES);
  try {
    run(python, [converter, parameters, path]);
  } catch (error) {
    throw refusalOf(error);
  }
}
