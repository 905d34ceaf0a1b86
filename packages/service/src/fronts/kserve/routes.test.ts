import { expect, it } from 'vitest';
import { call, OPTIONS, openModels, readCustomers } from '../dialect/testdata/call.ts';
import { createKserveRoutes } from './routes.ts';

const { rows, expected } = readCustomers(20);

it('answers :predict of KServe’s V1 protocol', async () => {
  const routes = createKserveRoutes(await openModels(), OPTIONS);
  const body = { instances: rows };
  const { json } = await call(routes, 'POST', '/v1/models/churn:predict', { body });
  expect(json.predictions.map(({ prediction }: { prediction: number }) => prediction)).toEqual(
    expected.map(({ prediction }) => prediction),
  );
  const other = await call(routes, 'POST', '/v1/models/other:predict', { body });
  expect([other.status, Object.keys(other.json)]).toEqual([404, ['error']]);
  expect((await call(routes, 'POST', '/v1/models/:predict', { body })).status).toBe(404);
});
