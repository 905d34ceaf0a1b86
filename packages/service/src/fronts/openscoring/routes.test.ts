import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../http/route.ts';
import { call, OPTIONS, openModels, readCustomers } from '../dialect/testdata/call.ts';
import { createOpenscoringRoutes } from './routes.ts';

const { rows, expected } = readCustomers(5);
const PATH = '/openscoring/model/churn';
let routes: readonly Route[];

beforeAll(async () => {
  routes = createOpenscoringRoutes(await openModels(), OPTIONS);
});

describe('Openscoring', () => {
  it('evaluates one request', async () => {
    const { json } = await call(routes, 'POST', PATH, { body: { id: 'r1', arguments: rows[0] } });
    expect(json).toMatchObject({
      id: 'r1',
      results: { prediction: expected[0]?.prediction, outlook: expected[0]?.outlook },
    });
  });

  it('evaluates a batch, each request by itself', async () => {
    const requests = [
      ...rows.map((row, k) => ({ id: `r${k}`, arguments: row })),
      { id: 'bad', arguments: { seats: 'x' } },
    ];
    const { json } = await call(routes, 'POST', `${PATH}/batch`, { body: { id: 'b', requests } });
    expect(json.id).toBe('b');
    const good = json.responses.slice(0, -1);
    expect(good.map(({ results }: { results: { outlook: string } }) => results.outlook)).toEqual(
      expected.map(({ outlook }) => outlook),
    );
    expect(json.responses.at(-1)).toEqual({ id: 'bad', message: expect.stringMatching(/"seats"/) });
  });

  it('tells models and their schemas', async () => {
    expect((await call(routes, 'GET', '/openscoring/model')).json.models).toMatchObject([{ id: 'churn' }]);
    const { json } = await call(routes, 'GET', PATH);
    expect(json.schema.inputFields).toContainEqual({ id: 'plan', dataType: 'string', opType: 'categorical' });
    expect((await call(routes, 'GET', '/openscoring/model/other')).json).toEqual({ message: expect.any(String) });
  });

  it.each([[{}], [{ arguments: 1 }], [{ id: 1, arguments: {} }], [[]]])('refuses %j', async (body) => {
    const response = await call(routes, 'POST', PATH, { body });
    expect([response.status, Object.keys(response.json)]).toEqual([400, ['message']]);
  });
});
