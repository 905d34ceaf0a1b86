import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../http/route.ts';
import { call, OPTIONS, openModels, readCustomers } from '../dialect/testdata/call.ts';
import { createMlflowRoutes } from './routes.ts';

const { rows, expected } = readCustomers(20);
const predictions = expected.map(({ prediction }) => prediction);
const columns = Object.keys(rows[0] ?? {});
const data = rows.map((row) => columns.map((name) => row[name]));
const byColumn = Object.fromEntries(columns.map((name) => [name, rows.map((row) => row[name])]));
const csv = [columns, ...data].map((line) => line.map((cell) => cell ?? '').join(',')).join('\n');
let routes: readonly Route[];

beforeAll(async () => {
  routes = createMlflowRoutes(await openModels(), { ...OPTIONS, version: '1.2.3', isReady: () => true });
});

const invoke = (body: unknown, headers = {}) => call(routes, 'POST', '/invocations', { body, headers });

describe('/invocations', () => {
  it.each([
    ['dataframe_split', { dataframe_split: { columns, data, index: [1] } }],
    ['dataframe_records', { dataframe_records: rows }],
    ['instances', { instances: rows }],
    ['inputs by column', { inputs: byColumn }],
    ['inputs as records', { inputs: rows, params: {} }],
  ])('answers %s with Spark’s predictions', async (_, body) => {
    const { status, json } = await invoke(body);
    expect([status, json]).toEqual([200, { predictions }]);
  });

  it('answers CSV with a header', async () => {
    const { json } = await invoke(csv, { 'content-type': 'text/csv; charset=UTF-8' });
    expect(json).toEqual({ predictions });
  });

  it('answers the columns that params name', async () => {
    const { json } = await invoke({ dataframe_records: rows, params: { columns: ['outlook', 'probability'] } });
    expect(json.predictions).toEqual(expected.map(({ outlook, probability }) => ({ outlook, probability })));
  });

  it.each<[string, unknown, object, number]>([
    ['no key', {}, {}, 400],
    ['two keys', { instances: rows, inputs: rows }, {}, 400],
    ['a record too short', { dataframe_split: { columns, data: [[1]] } }, {}, 400],
    ['a column too few', { dataframe_records: [{ seats: 1 }] }, {}, 400],
    ['no JSON', '{', {}, 400],
    ['a list', [1], {}, 400],
    ['another charset', csv, { 'content-type': 'text/csv; charset=latin1' }, 415],
    ['another type', csv, { 'content-type': 'application/octet-stream' }, 415],
  ])('refuses %s', async (_, body, headers, status) => {
    const response = await invoke(body, headers);
    expect([response.status, Object.keys(response.json)]).toEqual([status, ['error_code', 'message']]);
  });
});

describe('health and version', () => {
  it.each(['/ping', '/health', '/version'])('%s answers 200', async (path) => {
    expect((await call(routes, 'GET', path)).status).toBe(200);
  });

  it('tells when it is not ready', async () => {
    const starting = createMlflowRoutes(await openModels(), { ...OPTIONS, version: '1', isReady: () => false });
    expect((await call(starting, 'GET', '/ping')).status).toBe(503);
  });
});
