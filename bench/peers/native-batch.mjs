// Ours: `tinderbox batch` over one thread and over two, with Spark's own order of sums and with the fastest.

import { join } from 'node:path';
import { clocked } from '../clock.mjs';
import { commandLine } from '../report.mjs';

export const nativeBatches = [
  native('tinderbox, 1 worker', ['--workers', '1']),
  native('tinderbox, 2 workers', ['--workers', '2']),
  native('tinderbox, 1 worker, fast sums', ['--workers', '1', '--sums', 'fast']),
  native('tinderbox, 2 workers, fast sums', ['--workers', '2', '--sums', 'fast']),
];

/** What the others are compared with. */
export const OURS = 'tinderbox, 2 workers';

function native(name, flags) {
  return {
    name,
    formats: ['parquet', 'csv', 'json'],
    // A fast sum may fall on the other side of a threshold.
    tolerance: flags.includes('fast') ? 1e-5 : 0,

    async measure({ model, rows, input, scratch }) {
      const output = join(scratch, 'scored.parquet');
      const files = ['--input', input.path, '--schema', rows.schema, '--output', output];
      const args = ['batch', join(model.folder, 'model'), ...files, '--columns', 'id,prediction', ...flags];
      const { printed: _, ...used } = clocked(process.execPath, [commandLine, ...args]);
      return [{ engine: name, output, ...used }];
    },
  };
}
