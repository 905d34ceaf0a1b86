import { beforeAll, describe, expect, it } from 'vitest';
import type { ServedModel } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import { call, HOUSES, OPTIONS, openModels, readCustomers } from '../dialect/testdata/call.ts';
import { createSagemakerRoutes } from './routes.ts';

const { rows, expected } = readCustomers(20);
const predictions = expected.map(({ prediction }) => prediction);
const lines = predictions.map((x) => `${x}\n`).join('');
let routes: readonly Route[];
let model: ServedModel;

beforeAll(async () => {
  const serving = await openModels();
  model = serving.model('churn');
  routes = createSagemakerRoutes(serving, { ...OPTIONS, isReady: () => true });
});

const invoke = (body: unknown, headers = {}) => call(routes, 'POST', '/invocations', { body, headers });
const csv = () => rows.map((row) => model.input.fields.map(({ name }) => row[name] ?? '').join(',')).join('\r\n');
const jsonLines = () => rows.map((row) => JSON.stringify(row)).join('\n');

describe('/invocations', () => {
  it('answers CSV without header, columns in the order of the model, with CSV', async () => {
    const { status, headers, text } = await invoke(csv(), { 'content-type': 'text/csv', accept: '*/*' });
    expect([status, headers?.['content-type'], text]).toEqual([200, 'text/csv; charset=utf-8', lines]);
  });

  it('answers in the format that Accept names', async () => {
    const { json } = await invoke(csv(), { 'content-type': 'text/csv', accept: 'application/json' });
    expect(json).toEqual({ predictions });
    const response = await invoke(jsonLines(), { 'content-type': 'application/jsonlines', accept: 'text/csv' });
    expect(response.text).toBe(lines);
  });

  it('answers JSON lines with one object a line', async () => {
    const { text } = await invoke(jsonLines(), { 'content-type': 'application/jsonlines' });
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(predictions.map((prediction) => ({ prediction })));
  });

  it.each([
    ['a list', rows, predictions],
    ['instances', { instances: rows }, predictions],
    ['one record', rows[0], predictions.slice(0, 1)],
  ])('answers JSON: %s', async (_, body, answer) => {
    expect((await invoke(body)).json).toEqual({ predictions: answer });
  });

  it('passes custom attributes back', async () => {
    const attributes = { 'x-amzn-sagemaker-custom-attributes': 'trace=1' };
    expect((await invoke(rows, attributes)).headers).toMatchObject(attributes);
  });

  it.each<[string, unknown, object, number]>([
    ['CSV with a cell too few', 'a,b', { 'content-type': 'text/csv' }, 400],
    ['lines that are no JSON', '{}\n{', { 'content-type': 'application/jsonlines' }, 400],
    ['another type', 'x', { 'content-type': 'image/png' }, 415],
  ])('refuses %s', async (_, body, headers, status) => {
    const response = await invoke(body, headers);
    expect([response.status, Object.keys(response.json)]).toEqual([status, ['error']]);
  });
});

describe('several models', () => {
  it('are told apart by the address, or by the set default', async () => {
    const serving = await openModels('churn=examples/churn/model', `houses=${HOUSES}/model`);
    const both = createSagemakerRoutes(serving, { ...OPTIONS, isReady: () => true });
    const unnamed = await call(both, 'POST', '/invocations', { body: rows });
    expect([unnamed.status, unnamed.json.error]).toEqual([404, expect.stringMatching(/have: .*churn/)]);
    expect((await call(both, 'POST', '/invocations?model=churn', { body: rows })).json).toEqual({ predictions });
    const preferring = createSagemakerRoutes(serving, { ...OPTIONS, model: 'churn', isReady: () => true });
    expect((await call(preferring, 'POST', '/invocations', { body: rows })).json).toEqual({ predictions });
  });
});
