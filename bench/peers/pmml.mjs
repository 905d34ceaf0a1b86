// The PMML of a model, as its peers read it.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, digestOf } from '../cache.mjs';
import { lastLine, mavenJars, olderModel, readSchema, runJava, sparkJars, writeRows } from './jvm.mjs';
import { Refusal } from './parameters.mjs';

/** For Spark 3.5. */
const CONVERTER = '2.5.3';
const program = fileURLToPath(new URL('ToPmml.java', import.meta.url));

export const PMML_ORIGIN = `PMML by JPMML-SparkML ${CONVERTER}`;

/** How an engine of PMML is measured: `jars()` says where it is, `program` is a Java file of this folder. */
export function measurePmml({ program: name, jars }) {
  return async (model, { answers, seconds, scratch }) => {
    const pmml = await pmmlModel(model);
    const rows = join(scratch, 'rows.tsv');
    writeRows(rows, { rows: model.rows, schema: readSchema(model.folder) });
    return lastLine(await runJava(name, await jars(), [pmml, rows, answers, String(seconds)]));
  };
}

/** The converted model; refuses where it cannot be. */
export function pmmlModel(model) {
  return cached(`${model.key}/model-${digestOf(program)}.pmml`, (path) => convert(model, path));
}

async function convert(model, path) {
  const jars = [await mavenJars('org.jpmml', 'pmml-sparkml', CONVERTER, 'org.apache.spark'), sparkJars()];
  try {
    await runJava('ToPmml', jars, [await olderModel(model), join(model.folder, 'schema.json'), path]);
  } catch (error) {
    const [, refusal] = error.message.match(/(Transformer class \S+ is not supported)/) ?? [];
    throw refusal === undefined ? error : new Refusal(refusal);
  }
}
