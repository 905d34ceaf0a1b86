// Servers in Python, each with the model in ONNX Runtime, single precision. One process, none that logs requests.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../cache.mjs';
import { onnxModel } from './onnxruntime.mjs';
import { parametersFile } from './parameters.mjs';

const program = fileURLToPath(new URL('serve_onnx.py', import.meta.url));
const MODEL = ['onnxruntime==1.32.0', 'numpy==2.4.6'];

const FASTAPI = ['fastapi==0.165.0', 'uvicorn[standard]==0.54.0'];
const MLFLOW = ['mlflow==3.17.2'];
const MLSERVER = ['mlserver==1.7.1'];

const readProbability = ({ probability }) => ({ probability });
const values = (row) => Object.values(row);

export const PYTHON_SERVERS = [
  pythonServer('fastapi', FASTAPI, {
    name: 'FastAPI + ONNX Runtime',
    path: '/predict',
    bodyOf: (row) => row,
    answerOf: readProbability,
  }),
  pythonServer('mlflow', MLFLOW, {
    name: 'MLflow scoring server + ONNX Runtime',
    path: '/invocations',
    bodyOf: (row) => ({ dataframe_split: { columns: Object.keys(row), data: [values(row)] } }),
    answerOf: ({ predictions }) => readProbability(predictions[0]),
  }),
  pythonServer('mlserver', MLSERVER, {
    name: 'MLServer + ONNX Runtime',
    path: '/v2/models/gbt100/infer',
    bodyOf: (row) => ({
      id: 'a',
      inputs: [{ name: 'rows', shape: [1, values(row).length], datatype: 'FP64', data: values(row) }],
    }),
    answerOf: ({ outputs: [{ data }] }) => ({ probability: data }),
  }),
];

function pythonServer(server, packages, speech) {
  return {
    ...speech,
    tolerance: 1e-4,
    remark: `${packages.join(', ')}; ${MODEL[0]}`,
    /** A program and its arguments. */
    command: async (model, { port, scratch }) => {
      const python = await pythonWith(`serve-${server}`, [...packages, ...MODEL]);
      const [assembler] = JSON.parse(readFileSync(await parametersFile(model), 'utf8')).stages;
      const columns = assembler.params.inputCols.join(',');
      return [python, [program, server, await onnxModel(model), columns, String(port), scratch]];
    },
  };
}
