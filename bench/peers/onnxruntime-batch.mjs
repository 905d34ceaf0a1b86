// ONNX Runtime in Python between the Parquet reader and writer of pyarrow.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../cache.mjs';
import { clocked } from '../clock.mjs';
import { onnxModel } from './onnxruntime.mjs';
import { PYTHON_PACKAGES } from './python-batch.mjs';

const THREADS = 2;
const program = fileURLToPath(new URL('onnx_batch.py', import.meta.url));

export const onnxruntimeBatch = {
  name: 'onnxruntime with pyarrow',
  remark: `Python; ${THREADS} threads; single precision`,
  formats: ['parquet'],
  tolerance: 1e-4,

  async measure({ model, rows, input, scratch }) {
    const python = await pythonWith('batch', PYTHON_PACKAGES);
    const output = join(scratch, 'scored.parquet');
    const args = [await onnxModel(model), rows.schema, input.path, output, String(THREADS)];
    const { printed: _, ...used } = clocked(python, [program, ...args]);
    return [{ engine: this.name, output, ...used }];
  },
};
