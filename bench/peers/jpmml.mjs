// JPMML-Evaluator: the pipeline as PMML, converted by JPMML-SparkML in the Spark that it is for.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, digestOf } from '../cache.mjs';
import { lastLine, mavenJars, olderModel, readSchema, runJava, sparkJars, writeRows } from './jvm.mjs';
import { Refusal } from './parameters.mjs';

const EVALUATOR = '1.7.7';
const CONVERTER = '2.5.3';
const program = fileURLToPath(new URL('ToPmml.java', import.meta.url));

export const jpmml = {
  name: 'JPMML-Evaluator',
  tolerance: 1e-9,
  remark: `PMML by JPMML-SparkML ${CONVERTER}; reads a Map`,
  version: () => EVALUATOR,

  async measure(model, { answers, seconds, scratch }) {
    const pmml = await cached(`${model.key}/model-${digestOf(program)}.pmml`, (path) => convert(model, path));
    const rows = join(scratch, 'rows.tsv');
    writeRows(rows, { rows: model.rows, schema: readSchema(model.folder) });
    const jars = [await mavenJars('org.jpmml', 'pmml-evaluator-metro', EVALUATOR)];
    return lastLine(await runJava('JpmmlRow', jars, [pmml, rows, answers, String(seconds)]));
  },
};

async function convert(model, path) {
  const jars = [await mavenJars('org.jpmml', 'pmml-sparkml', CONVERTER, 'org.apache.spark'), sparkJars()];
  try {
    await runJava('ToPmml', jars, [await olderModel(model), join(model.folder, 'schema.json'), path]);
  } catch (error) {
    const [, refusal] = error.message.match(/(Transformer class \S+ is not supported)/) ?? [];
    throw refusal === undefined ? error : new Refusal(refusal);
  }
}
