import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../http/route.ts';
import { call, OPTIONS, openModels, readCustomers } from '../dialect/testdata/call.ts';
import { createAzureRoutes } from './routes.ts';

const { rows, expected } = readCustomers(20);
const predictions = expected.map(({ prediction }) => prediction);
const columns = Object.keys(rows[0] ?? {});
const split = { columns, index: rows.map((_, k) => k), data: rows.map((row) => columns.map((name) => row[name])) };
let routes: readonly Route[];

beforeAll(async () => {
  routes = createAzureRoutes(await openModels(), { ...OPTIONS, isReady: () => true });
});

describe('/score', () => {
  it.each([
    ['input_data split', { input_data: split }],
    ['input_data records', { input_data: rows }],
    ['data', { data: rows }],
  ])('answers %s with a list', async (_, body) => {
    expect((await call(routes, 'POST', '/score', { body })).json).toEqual(predictions);
  });

  it.each([[{}], [{ data: rows, input_data: rows }], [{ data: 1 }]])('refuses other keys', async (body) => {
    expect((await call(routes, 'POST', '/score', { body })).status).toBe(400);
  });

  it('is alive at /', async () => {
    expect((await call(routes, 'GET', '/')).status).toBe(200);
  });
});
