// The rows of the batch suite in every form, and Spark's answers for them.

import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, digestOf } from './cache.mjs';
import { olderModel, runJava, sparkJars } from './peers/jvm.mjs';

const maker = fileURLToPath(new URL('peers/SparkRows.java', import.meta.url));

/** Names of folders, and what stands in them: `id` from 0 on and the columns of the model, normally distributed doubles. */
const INPUTS = {
  parquet: { format: 'parquet', title: 'Parquet, one file' },
  parquet4: { format: 'parquet', title: 'Parquet, four files' },
  csv: { format: 'csv', title: 'CSV, one file' },
  json: { format: 'json', title: 'JSON lines, one file' },
};

export const INPUT_NAMES = Object.keys(INPUTS);

/** Rows as Spark writes them, its answers (`id`, `prediction`) and the schema of the rows; made once, in some minutes. */
export async function makeRows(model, rows) {
  const folder = await cached(
    `rows/${model.name}-${rows}-${digestOf(maker, join(model.folder, 'model'))}`,
    async (path) => {
      console.error(`making ${rows} rows with Spark, once`);
      const args = [await olderModel(model), join(model.folder, 'schema.json'), String(rows), path];
      await runJava('SparkRows', [sparkJars()], args);
    },
  );
  const inputs = INPUT_NAMES.map((name) => {
    const path = join(folder, name);
    return { name, ...INPUTS[name], path, bytes: sum(filesOf(path).map((file) => statSync(file).size)) };
  });
  return { rows, inputs, answers: join(folder, 'answers'), schema: join(folder, 'schema.json') };
}

/** Reads the files once, so that every engine finds them in the memory of the system. */
export function warmUp({ path }) {
  const buffer = Buffer.alloc(2 ** 20);
  for (const file of filesOf(path)) {
    const opened = openSync(file);
    while (readSync(opened, buffer) > 0);
    closeSync(opened);
  }
}

function filesOf(folder) {
  return readdirSync(folder)
    .filter((name) => name.startsWith('part-'))
    .map((name) => join(folder, name));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
