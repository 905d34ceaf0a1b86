// Spark itself, warm: a data frame of one row, transformed and collected.

import { join } from 'node:path';
import { lastLine, olderModel, readSchema, runJava, SPARK_LINE, sparkJars, writeRows } from './jvm.mjs';

export const spark = {
  name: 'Spark local[2]',
  tolerance: 1e-9,
  remark: 'a data frame of one row, transformed and collected',
  version: () => SPARK_LINE,

  async measure(model, { answers, seconds, scratch }) {
    const rows = join(scratch, 'rows.tsv');
    writeRows(rows, { rows: model.rows, schema: readSchema(model.folder) });
    const files = [await olderModel(model), join(model.folder, 'schema.json'), rows];
    const args = [...files, model.columns.join(','), answers, String(seconds)];
    return lastLine(await runJava('SparkRow', [sparkJars()], args));
  },
};
