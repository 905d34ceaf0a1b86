import { beforeAll, describe, expect, it } from 'vitest';
import type { Serving } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import { createAzureRoutes } from '../azure/routes.ts';
import { createKserveRoutes } from '../kserve/routes.ts';
import { createMleapRoutes } from '../mleap/routes.ts';
import { createMlflowRoutes } from '../mlflow/routes.ts';
import { createOipRoutes } from '../oip/routes.ts';
import { createOpenscoringRoutes } from '../openscoring/routes.ts';
import { createSagemakerRoutes } from '../sagemaker/routes.ts';
import { createVertexRoutes } from '../vertex/routes.ts';
import { call, OPTIONS, openModels, readCustomers } from './testdata/call.ts';

const options = { ...OPTIONS, maxRows: 2, version: '1', isReady: () => true, admin: false };
const error = { error: expect.any(String) };
const { rows } = readCustomers(3);

/** A protocol, where it is asked, where for a model or version that is not there, and how it writes a failure. */
interface Protocol {
  readonly name: string;
  readonly routes: (serving: Serving) => readonly Route[];
  readonly address: string;
  readonly unknown: readonly string[];
  readonly body: (rows: readonly object[]) => unknown;
  readonly failure: object;
  /** Whether the type of the body counts. */
  readonly isTyped?: boolean;
}

const unnamed = (address: string) => [`${address}?model=other`, `${address}?model=churn&version=9`];
const PROTOCOLS: readonly Protocol[] = [
  {
    name: 'oip',
    routes: (s) => createOipRoutes(s, options),
    address: '/v2/models/churn/infer',
    unknown: ['/v2/models/other/infer', '/v2/models/churn/versions/9/infer'],
    body: (some) => ({
      inputs: Object.keys(some[0] ?? {}).map((name) => ({
        name,
        shape: [some.length],
        datatype: typeof rows[0]?.[name] === 'string' ? 'BYTES' : 'FP64',
        data: some.map((row) => (row as Record<string, unknown>)[name]),
      })),
    }),
    failure: error,
    isTyped: false,
  },
  {
    name: 'kserve',
    routes: (s) => createKserveRoutes(s, options),
    address: '/v1/models/churn:predict',
    unknown: ['/v1/models/other:predict'],
    body: (instances) => ({ instances }),
    failure: error,
  },
  {
    name: 'mlflow',
    routes: (s) => createMlflowRoutes(s, options),
    address: '/invocations',
    unknown: unnamed('/invocations'),
    body: (some) => ({ dataframe_records: some }),
    failure: { error_code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) },
  },
  {
    name: 'sagemaker',
    routes: (s) => createSagemakerRoutes(s, options),
    address: '/invocations',
    unknown: unnamed('/invocations'),
    body: (instances) => ({ instances }),
    failure: error,
  },
  {
    name: 'vertex',
    routes: (s) => createVertexRoutes(s, { ...options, healthRoute: '/health', predictRoute: '/predict' }),
    address: '/predict',
    unknown: unnamed('/predict'),
    body: (instances) => ({ instances }),
    failure: error,
  },
  {
    name: 'azure',
    routes: (s) => createAzureRoutes(s, options),
    address: '/score',
    unknown: unnamed('/score'),
    body: (data) => ({ data }),
    failure: error,
  },
  {
    name: 'mleap',
    routes: (s) => createMleapRoutes(s, options),
    address: '/models/churn/transform',
    unknown: ['/models/other/transform'],
    body: (some) => ({
      schema: { fields: Object.keys(some[0] ?? {}).map((name) => ({ name, type: 'double' })) },
      rows: some.map((row) => Object.values(row)),
    }),
    failure: error,
  },
  {
    name: 'openscoring',
    routes: (s) => createOpenscoringRoutes(s, options),
    address: '/openscoring/model/churn/batch',
    unknown: ['/openscoring/model/other/batch', '/openscoring/model/other'],
    body: (some) => ({ requests: some.map((row) => ({ arguments: row })) }),
    failure: { message: expect.any(String) },
  },
];

let serving: Serving;
beforeAll(async () => {
  serving = await openModels();
});

describe.each(PROTOCOLS)('$name', ({ routes, address, unknown, body, failure, isTyped = true }) => {
  const post = (to: string, given: unknown, type = 'application/json') =>
    call(routes(serving), 'POST', to, { body: given, headers: { 'content-type': type } });

  it('answers', async () => {
    expect((await post(address, body(rows.slice(0, 2)))).status).toBe(200);
  });

  it.each([
    ['no body', ''],
    ['no JSON', '{"'],
    ['a list of numbers', [1]],
    ['a number', 1],
    ['an empty object', {}],
    ['what is nested too deep', '['.repeat(10_000)],
    ['bytes that are no text', Buffer.alloc(100, 0xff)],
  ])('refuses %s', async (_, given) => {
    const { status, json } = await post(address, given);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(json).toEqual(failure);
  });

  it.each(['text/csv', 'application/jsonlines'])('refuses no body of %s', async (type) => {
    const { status, json } = await post(address, '', type);
    expect([400, 415]).toContain(status);
    expect(json).toEqual(failure);
  });

  it('refuses more rows than it takes, and rows of another type', async () => {
    const { status, json } = await post(address, body(rows));
    expect([status, json]).toEqual([413, failure]);
    const typed = await post(address, body(rows.slice(0, 2)), 'image/png');
    expect(typed.status).toBe(isTyped ? 415 : 200);
    if (isTyped) expect(typed.json).toEqual(failure);
  });

  it('does not know what is not there', async () => {
    for (const where of unknown) {
      const { status, json } = await post(where, body(rows.slice(0, 1)));
      expect([where, status, json]).toEqual([where, 404, failure]);
    }
  });
});
