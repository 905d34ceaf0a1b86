// The physical yardstick: the trees as nested ifs in C, compiled with gcc -O2, called in a loop over an array of doubles.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, digestOf, run } from '../cache.mjs';
import { forestSource } from './forest-source.mjs';
import { readForest } from './parameters.mjs';

const main = fileURLToPath(new URL('forest-main.c', import.meta.url));
const writer = fileURLToPath(new URL('forest-source.mjs', import.meta.url));

export const gccForest = {
  name: 'gcc -O2 forest',
  tolerance: 1e-12,
  remark: 'reads an array of doubles, gives one double',
  version: () => run('gcc', ['--version']).split('\n')[0],

  /** Writes its answers as JSON lines to `answers`; gives back the times. */
  async measure(model, { answers, seconds, scratch }) {
    const forest = await readForest(model);
    const program = await cached(`${model.key}/forest-${digestOf(main, writer)}`, (folder) => compile(forest, folder));
    const [rows, sums] = [join(scratch, 'rows.bin'), join(scratch, 'sums.bin')];
    writeFileSync(
      rows,
      Buffer.from(Float64Array.from(model.rows.flatMap((row) => forest.columns.map((name) => row[name]))).buffer),
    );
    const args = [rows, String(forest.columns.length), sums, String(seconds)];
    const line = JSON.parse(run(join(program, 'forest'), args));
    const bytes = readFileSync(sums);
    const doubles = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
    writeFileSync(answers, Array.from(doubles, (sum) => `${JSON.stringify(answerOf(sum, forest))}\n`).join(''));
    return line;
  },
};

function compile(forest, folder) {
  mkdirSync(folder);
  const source = join(folder, 'forest.c');
  writeFileSync(source, forestSource(forest));
  run('gcc', ['-O2', '-march=native', '-o', join(folder, 'forest'), source, main]);
}

function answerOf(sum, { kind, isClassifier }) {
  if (!isClassifier) return { prediction: sum };
  if (kind === 'boosted') return { rawPrediction: [-sum, sum], prediction: sum > 0 ? 1 : 0 };
  return { probability: [1 - sum, sum], prediction: sum > 0.5 ? 1 : 0 };
}
