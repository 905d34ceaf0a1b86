#!/usr/bin/env node
// Runs the tests that ask real Spark, with the newest pyspark of a line out of a virtual environment in .cache/.

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../processes.mjs';
import { CANNOT_RUN, closeWith, root, runVitest } from '../runner.mjs';

const VERSION = '3.5.9';

/** The Python of an environment that has pyspark, made where it is missing. */
function installSpark() {
  const folder = join(root, '.cache', `spark-${VERSION}`);
  const python = join(folder, 'bin/python');
  const hasSpark = () =>
    run(python, ['-c', 'import pyspark; print(pyspark.__version__)']).toString().trim() === VERSION;
  if (existsSync(python) && hasSpark()) return python;
  rmSync(folder, { recursive: true, force: true });
  run('python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', `pyspark==${VERSION}`, 'setuptools', 'pyarrow', 'pandas', 'duckdb']);
  return python;
}

function runWithSpark() {
  try {
    process.env.TINDERBOX_TEST_SPARK = installSpark();
    return runVitest(process.execPath, ['spark.test']);
  } catch (error) {
    console.error(error.message);
    return CANNOT_RUN;
  }
}

closeWith([runWithSpark()]);
