// ONNX Runtime in Node: the same trees and weights in single precision, as its operators have them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, digestOf, pythonWith, run } from '../cache.mjs';
import { PYTHON_PACKAGES, parametersFile, refusalOf } from './parameters.mjs';

const VERSION = '1.30.0';
const converter = fileURLToPath(new URL('make_onnx.py', import.meta.url));
const runner = fileURLToPath(new URL('onnxruntime-row.mjs', import.meta.url));

export const onnxruntime = {
  name: 'onnxruntime-node',
  tolerance: 1e-4,
  remark: 'one thread; single precision; gives one number',
  version: () => VERSION,

  async measure(model, { answers, seconds, scratch }) {
    const onnx = await onnxModel(model);
    const [assembler, last] = JSON.parse(readFileSync(await parametersFile(model), 'utf8')).stages;
    const input = join(model.folder, 'input.jsonl');
    const job = {
      model: onnx,
      columns: assembler.params.inputCols,
      input,
      answers,
      classifies: /Classification|Logistic/.test(last.class),
      seconds,
    };
    const path = join(scratch, 'job.json');
    writeFileSync(path, JSON.stringify(job));
    return JSON.parse(run(process.execPath, [runner, await install(), path]));
  },
};

/** The converted model; refuses where it cannot be. */
export async function onnxModel(model) {
  const parameters = await parametersFile(model);
  return cached(`${model.key}/model-${digestOf(converter)}.onnx`, (path) => convert(parameters, path));
}

/** Without its install script, which only fetches what a GPU needs. */
async function install() {
  const folder = await cached(`onnxruntime-node-${VERSION}`, (path) => {
    mkdirSync(path);
    writeFileSync(join(path, 'package.json'), '{"private":true}');
    run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', `onnxruntime-node@${VERSION}`], {
      cwd: path,
    });
  });
  return join(folder, 'package.json');
}

async function convert(parameters, path) {
  const python = await pythonWith('readers', PYTHON_PACKAGES);
  try {
    run(python, [converter, parameters, path]);
  } catch (error) {
    throw refusalOf(error);
  }
}
