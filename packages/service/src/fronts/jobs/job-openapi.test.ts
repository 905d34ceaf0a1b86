import { beforeAll, describe, expect, it } from 'vitest';
import type { Jobs } from '../../app/jobs.ts';
import { createOpenApi } from '../rest/openapi.ts';
import { JOBS_API } from './job-openapi.ts';
import { createJobRoutes } from './job-routes.ts';
import { serveChurn } from './testdata/churn-serving.ts';

interface Document {
  readonly paths: { readonly [path: string]: { readonly [method: string]: { readonly operationId: string } } };
}

let text: string;
let paths: Document['paths'];

beforeAll(async () => {
  const serving = await serveChurn('examples/churn/model');
  text = JSON.stringify(createOpenApi(serving, '1', JOBS_API));
  ({ paths } = JSON.parse(text) as Document);
});

describe('the description of jobs', () => {
  it('names every route of jobs', () => {
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = createJobRoutes({} as Jobs).map(
      ({ method, path }) => `${method} ${path.replace(':token', '{token}')}`,
    );
    expect(described).toEqual(expect.arrayContaining(routes));
  });

  it('refers to what it holds', () => {
    const document = JSON.parse(text);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path.split('/'));
    for (const path of references) {
      expect(
        path.reduce((value, key) => value?.[key], document),
        path.join('/'),
      ).toBeDefined();
    }
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const linked = [...text.matchAll(/"operationId":"(\w+)","parameters":\{/g)].map(([, id]) => id);
    expect(linked.length).toBeGreaterThan(3);
    expect(ids).toEqual(expect.arrayContaining(linked));
  });

  it('tells predictions that their callers may prefer a job', () => {
    expect(paths['/v1/models/churn/predict']?.post).toMatchObject({
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'Prefer', in: 'header' })]),
      responses: { 202: expect.anything() },
    });
  });
});
