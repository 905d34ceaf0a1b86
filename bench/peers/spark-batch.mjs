// Spark itself in a process of its own: with its start, and once more when it is warm.

import { join } from 'node:path';
import { clocked } from '../clock.mjs';
import { javaCommand, olderModel, sparkJars } from './jvm.mjs';

export const sparkBatch = {
  name: 'Spark local[2]',
  remark: 'with its start and its end; "warm" is a second pass in the same session; at most 2 GB of heap',
  formats: ['parquet', 'csv', 'json'],
  tolerance: 0,

  async measure({ model, rows, input, scratch }) {
    const args = [await olderModel(model), rows.schema, input.format, input.path, scratch];
    const { printed, peak_mb, ...whole } = clocked(...(await javaCommand('SparkBatch', [sparkJars()], args)));
    const warm = JSON.parse(printed);
    const first = { seconds: whole.seconds - warm.seconds, cpu_seconds: whole.cpu_seconds - warm.cpu_seconds };
    return [
      { engine: this.name, output: join(scratch, 'first'), ...first, peak_mb },
      { engine: `${this.name}, warm`, output: join(scratch, 'warm'), ...warm, peak_mb },
    ];
  },
};
