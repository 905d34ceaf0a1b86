import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../http/route.ts';
import { call, OPTIONS, openModels, readCustomers } from '../dialect/testdata/call.ts';
import { createVertexRoutes } from './routes.ts';

const { rows, expected } = readCustomers(20);
let routes: readonly Route[];

beforeAll(async () => {
  const paths = { healthRoute: '/health', predictRoute: '/v1/endpoints/1/deployedModels/2:predict' };
  routes = createVertexRoutes(await openModels(), { ...OPTIONS, ...paths, isReady: () => true });
});

describe('Vertex AI', () => {
  it('answers at the routes that the platform sets', async () => {
    expect((await call(routes, 'GET', '/health')).status).toBe(200);
    const body = { instances: rows, parameters: { columns: ['prediction', 'probability'] } };
    const { json } = await call(routes, 'POST', '/v1/endpoints/1/deployedModels/2:predict', { body });
    expect(json).toEqual({
      predictions: expected.map(({ prediction, probability }) => ({ prediction, probability })),
    });
  });

  it.each([[{}], [{ instances: 1 }], [{ instances: [1] }], [{ instances: [], parameters: [] }]])(
    'refuses %j',
    async (body) => {
      const response = await call(routes, 'POST', '/v1/endpoints/1/deployedModels/2:predict', { body });
      expect([response.status, Object.keys(response.json)]).toEqual([400, ['error']]);
    },
  );
});
