import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ServedModel } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import {
  type Answer,
  type Customer,
  call,
  HOUSES,
  OPTIONS,
  openModels,
  readCustomers,
} from '../dialect/testdata/call.ts';
import { createOipRoutes } from './routes.ts';

const INFER = '/v2/models/churn/infer';
const { rows, expected } = readCustomers(30);
let routes: readonly Route[];
let model: ServedModel;

beforeAll(async () => {
  const serving = await openModels();
  model = serving.model('churn');
  routes = createOipRoutes(serving, { ...OPTIONS, version: '1.2.3', isReady: () => true, admin: false });
});

const DATATYPE: Readonly<Record<string, string>> = { string: 'BYTES', integer: 'INT32', double: 'FP64' };

/** Tensors in JSON, nulls as null. */
function tensorsOf(customers: readonly Customer[]) {
  return model.input.fields.map(({ name, type }) => ({
    name,
    datatype: DATATYPE[type as string],
    shape: [customers.length, 1],
    data: customers.map((customer) => customer[name]),
  }));
}

type Output = {
  name: string;
  datatype: string;
  shape: number[];
  data: unknown[];
  parameters?: Record<string, unknown>;
};

function outputsOf({ json }: Answer): ReadonlyMap<string, Output> {
  return new Map(json.outputs.map((output: Output) => [output.name, output]));
}

describe('inference with JSON', () => {
  it('answers as Spark, a tensor a column', async () => {
    const response = await call(routes, 'POST', INFER, { body: { id: 'x1', inputs: tensorsOf(rows) } });
    expect(response.status).toBe(200);
    expect(response.json).toMatchObject({ model_name: 'churn', model_version: '1', id: 'x1' });
    const outputs = outputsOf(response);
    expect(outputs.get('prediction')).toEqual({
      name: 'prediction',
      datatype: 'FP64',
      shape: [30],
      data: expected.map(({ prediction }) => prediction),
    });
    expect(outputs.get('outlook')?.data).toEqual(expected.map(({ outlook }) => outlook));
    const probability = expected.map((row) => (row.probability as { values: number[] }).values);
    expect(outputs.get('probability')).toMatchObject({ datatype: 'FP64', shape: [30, 2], data: probability.flat() });
    expect(outputs.get('plan_vector')?.shape).toEqual([30, 4]);
  });

  it('answers the outputs that are asked for, and a null input as null', async () => {
    const inputs = tensorsOf([{ ...rows[0], monthly_charge: null }]);
    const body = { inputs, outputs: [{ name: 'region' }, { name: 'monthly_charge' }] };
    const response = await call(routes, 'POST', INFER, { body });
    expect(response.json.outputs).toEqual([
      { name: 'region', datatype: 'BYTES', shape: [1], data: ['asia pacific'] },
      { name: 'monthly_charge', datatype: 'FP64', shape: [1], parameters: { nulls: '0' }, data: [null] },
    ]);
  });

  it.each<[string, (inputs: Record<string, unknown>[]) => unknown, number, RegExp]>([
    ['no body', () => '', 400, /JSON/],
    ['no inputs', () => ({}), 400, /"inputs"/],
    ['a tensor too few', (inputs) => ({ inputs: inputs.slice(1) }), 400, /column "plan".*none/],
    ['another shape', (inputs) => ({ inputs: [{ ...inputs[0], shape: [3] }, ...inputs.slice(1)] }), 400, /3 elements/],
    ['no datatype', (inputs) => ({ inputs: [{ ...inputs[0], datatype: 'FP8' }] }), 400, /datatype/],
    ['an unknown output', (inputs) => ({ inputs, outputs: [{ name: 'nothing' }] }), 400, /nothing/],
    [
      'text for a number',
      (inputs) => ({ inputs: inputs.map((t) => (t.name === 'seats' ? { ...t, data: ['a', 'b'] } : t)) }),
      400,
      /"seats", row 1/,
    ],
  ])('refuses %s', async (_, body, status, message) => {
    const given = tensorsOf(rows.slice(0, 2));
    given.sort((a, b) => Number(b.name === 'plan') - Number(a.name === 'plan'));
    const response = await call(routes, 'POST', INFER, { body: body(given) });
    expect(response.status).toBe(status);
    expect(Object.keys(response.json)).toEqual(['error']);
    expect(response.json.error).toMatch(message);
  });
});

describe('inference with binary tensors', () => {
  const encoders: Readonly<Record<string, (values: readonly unknown[]) => Buffer>> = {
    INT32: (values) => Buffer.from(Int32Array.from(values as number[]).buffer),
    FP64: (values) => Buffer.from(Float64Array.from(values as number[]).buffer),
    BYTES: (values) =>
      Buffer.concat(
        (values as string[]).flatMap((value) => {
          const length = Buffer.alloc(4);
          length.writeUInt32LE(Buffer.byteLength(value ?? ''));
          return [length, Buffer.from(value ?? '')];
        }),
      ),
  };

  function binaryRequest(customers: readonly Customer[], parameters: object) {
    const parts: Buffer[] = [];
    const inputs = tensorsOf(customers).map(({ data, ...tensor }) => {
      const bytes = encoders[tensor.datatype as string]?.(data) as Buffer;
      parts.push(bytes);
      const nulls = data.flatMap((value, k) => (value === null ? [k] : [])).join(',');
      return { ...tensor, parameters: { binary_data_size: bytes.length, ...(nulls === '' ? {} : { nulls }) } };
    });
    const json = Buffer.from(JSON.stringify({ inputs, parameters }));
    return {
      headers: { 'inference-header-content-length': String(json.length) },
      body: Buffer.concat([json, ...parts]),
    };
  }

  it('answers as Spark in bytes', async () => {
    const response = await call(routes, 'POST', INFER, binaryRequest(rows, { binary_data_output: true }));
    expect(response.status).toBe(200);
    expect(response.headers?.['content-type']).toBe('application/octet-stream');
    let at = Number(response.headers?.['inference-header-content-length']);
    const outputs: Output[] = JSON.parse(response.bytes.subarray(0, at).toString()).outputs;
    const bytes = new Map<string, Buffer>();
    for (const { name, parameters } of outputs) {
      const size = parameters?.binary_data_size as number;
      bytes.set(name, response.bytes.subarray(at, at + size));
      at += size;
    }
    expect(at).toBe(response.bytes.length);
    const doubles = (name: string) =>
      Array.from({ length: (bytes.get(name) as Buffer).length / 8 }, (_, k) => bytes.get(name)?.readDoubleLE(k * 8));
    expect(doubles('prediction')).toEqual(expected.map(({ prediction }) => prediction));
    expect(doubles('rawPrediction')).toEqual(
      expected.flatMap((row) => (row.rawPrediction as { values: number[] }).values),
    );
    expect(bytes.get('outlook')?.subarray(0, 9)).toEqual(Buffer.from('\x05\0\0\0stays'));
  });

  it.each([
    ['a header beyond the body', { 'inference-header-content-length': '1000000' }],
    ['a header that is no number', { 'inference-header-content-length': '-1' }],
  ])('refuses %s', async (_, headers) => {
    const { body } = binaryRequest(rows.slice(0, 2), {});
    expect((await call(routes, 'POST', INFER, { headers, body })).status).toBe(400);
  });

  it('refuses bytes that are cut off, and bytes that are left', async () => {
    const { headers, body } = binaryRequest(rows.slice(0, 2), {});
    const cut = await call(routes, 'POST', INFER, { headers, body: body.subarray(0, -1) });
    expect(cut.json.error).toMatch(/binary_data_size/);
    const more = await call(routes, 'POST', INFER, { headers, body: Buffer.concat([body, Buffer.from('x')]) });
    expect(more.json.error).toMatch(/1 more/);
  });
});

describe('descriptions', () => {
  it('tell the server, its health and its models', async () => {
    expect((await call(routes, 'GET', '/v2')).json).toMatchObject({ name: 'tinderbox', version: '1.2.3' });
    expect((await call(routes, 'GET', '/v2/health/live')).json).toEqual({ live: true });
    expect((await call(routes, 'GET', '/v2/health/ready')).json).toEqual({ ready: true });
    expect((await call(routes, 'POST', '/v2/repository/index')).json).toEqual([
      { name: 'churn', version: '1', state: 'READY', reason: '' },
    ]);
    expect((await call(routes, 'GET', '/v2/models/churn/versions/1/ready')).json).toEqual({
      name: 'churn',
      ready: true,
    });
    const other = await call(routes, 'GET', '/v2/models/other');
    expect([other.status, Object.keys(other.json)]).toEqual([404, ['error']]);
  });

  it('tell a tensor a column', async () => {
    const { json } = await call(routes, 'GET', '/v2/models/churn');
    expect(json).toMatchObject({ name: 'churn', versions: ['1'], platform: 'spark_ml' });
    expect(json.inputs).toContainEqual({ name: 'plan', datatype: 'BYTES', shape: [-1] });
    expect(json.inputs.map(({ name }: Output) => name)).not.toContain('label');
    expect(json.outputs).toContainEqual({ name: 'plan_vector', datatype: 'FP64', shape: [-1, 4] });
  });
});

describe('a pipeline of Spark’s corpus', () => {
  it('answers rows with nulls as Spark', async () => {
    const serving = await openModels(`houses=${HOUSES}/model`);
    const houses = createOipRoutes(serving, { ...OPTIONS, version: '1', isReady: () => true, admin: false });
    const read = (file: string) =>
      readFileSync(`${HOUSES}/${file}`, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const answers: Record<string, unknown>[] = read('expected.jsonl');
    const input: Record<string, unknown>[] = read('input.jsonl');
    const { inputs } = (await call(houses, 'GET', '/v2/models/houses')).json;
    expect(answers.length).toBe(input.length);
    const tensors = inputs.map(({ name, datatype }: Output) => ({
      name,
      datatype,
      shape: [input.length],
      data: input.map((row) => row[name] ?? null),
    }));
    const response = await call(houses, 'POST', '/v2/models/houses/infer', { body: { inputs: tensors } });
    expect(outputsOf(response).get('estimate')?.data).toEqual(answers.map(({ estimate }) => estimate));
  });
});
