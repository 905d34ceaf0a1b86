import { VECTOR } from '@tinderbox/scoring';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ServedModel } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import { call, OPTIONS, openModels, readCustomers } from '../dialect/testdata/call.ts';
import { readLeapValue } from './leap-frame.ts';
import { createMleapRoutes } from './routes.ts';

const { rows, expected } = readCustomers(20);
const PATH = '/models/churn/transform';
let routes: readonly Route[];
let model: ServedModel;

beforeAll(async () => {
  const serving = await openModels();
  model = serving.model('churn');
  routes = createMleapRoutes(serving, OPTIONS);
});

function frame() {
  const names = Object.keys(rows[0] ?? {});
  const fields = names.map((name) => ({ name, type: typeof rows[0]?.[name] === 'string' ? 'string' : 'double' }));
  return { schema: { fields }, rows: rows.map((row) => names.map((name) => row[name])) };
}

describe('transform', () => {
  it('answers a frame of inputs and all that the pipeline adds, as Spark', async () => {
    const { status, json } = await call(routes, 'POST', PATH, { body: frame() });
    expect(status).toBe(200);
    const names: string[] = json.schema.fields.map(({ name }: { name: string }) => name);
    const types = new Map(json.schema.fields.map(({ name, type }: { name: string; type: unknown }) => [name, type]));
    expect(names.slice(0, model.input.fields.length)).toEqual(model.input.fields.map(({ name }) => name));
    expect(types.get('outlook')).toBe('string');
    expect(types.get('plan_vector')).toEqual({ type: 'tensor', base: 'double', dimensions: [4] });
    const column = (name: string) => json.rows.map((row: unknown[]) => row[names.indexOf(name)]);
    expect(column('region')).toEqual(rows.map(({ region }) => region));
    expect(column('prediction')).toEqual(expected.map(({ prediction }) => prediction));
    type Sparse = { size: number; indices: number[]; values: number[] };
    expect(column('plan_vector')).toEqual(
      expected.map((row) => {
        const { size, indices, values } = row.plan_vector as Sparse;
        return { indices: indices.map((index) => [index]), values, dimensions: [size] };
      }),
    );
    expect(column('probability')).toEqual(
      expected.map((row) => ({ values: (row.probability as Sparse).values, dimensions: [2] })),
    );
  });

  it.each([
    ['no schema', { rows: [] }],
    ['a field without name', { schema: { fields: [{}] }, rows: [] }],
    ['a row too short', { schema: { fields: [{ name: 'a' }, { name: 'b' }] }, rows: [[1]] }],
  ])('refuses %s', async (_, body) => {
    const response = await call(routes, 'POST', PATH, { body });
    expect([response.status, Object.keys(response.json)]).toEqual([400, ['error']]);
  });
});

describe('tensors', () => {
  it('are vectors', () => {
    expect(readLeapValue({ values: [1, 2], dimensions: [2] }, VECTOR)).toEqual([1, 2]);
    expect(readLeapValue({ indices: [[1]], values: [5], dimensions: [3] }, VECTOR)).toEqual({
      type: 0,
      size: 3,
      indices: [1],
      values: [5],
    });
    expect(() => readLeapValue({ values: [1], dimensions: [1, 1] }, VECTOR)).toThrow(/one dimension/);
  });
});

describe('meta', () => {
  it('tells the schemas', async () => {
    const { json } = await call(routes, 'GET', '/models/churn/meta');
    expect(json.inputSchema.fields).toContainEqual({ name: 'plan', type: 'string' });
    expect(json.outputSchema.fields).toContainEqual({ name: 'prediction', type: 'double' });
  });
});
