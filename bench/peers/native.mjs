// Ours: the row program, with Spark's own order of sums and with the order that is fastest.

import { join } from 'node:path';
import { run } from '../cache.mjs';
import { commandLine } from '../report.mjs';
import { readSchema } from './jvm.mjs';

export const exact = { name: 'tinderbox', remark: 'compared bit by bit', measure: measureWith([]) };
export const fast = {
  name: 'tinderbox, fast sums',
  remark: 'last bits differ',
  measure: measureWith(['--sums', 'fast']),
};

/** How a build of the command line is measured; it compares its answers itself. */
export function measureWith(flags, program = commandLine) {
  return async ({ folder, columns }, { seconds }) => {
    const files = ['--input', join(folder, 'input.jsonl'), '--expected', join(folder, 'expected.jsonl')];
    const wanted = ['--columns', columns.join(',')];
    const args = [
      program,
      'bench',
      'row',
      join(folder, 'model'),
      ...files,
      '--seconds',
      String(seconds),
      '--json',
      ...wanted,
      ...schemaOf(folder),
      ...flags,
    ];
    const { engine: _, model: __, ...line } = JSON.parse(run(process.execPath, args));
    return line;
  };
}

/** Types of columns need saying only where there are words: they may look like numbers. */
function schemaOf(folder) {
  const hasWords = readSchema(folder).some(({ type }) => type === 'string');
  return hasWords ? ['--schema', join(folder, 'schema.json')] : [];
}
