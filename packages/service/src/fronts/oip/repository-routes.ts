import { describeJson, ScoringError } from '@tinderbox/scoring';
import { changeRepository, listRepository, type RepositoryAction } from '../../app/model-repository.ts';
import type { RepositoryEntry, Serving } from '../../app/serving.ts';
import { parseJsonBody } from '../../http/json-body.ts';
import type { HttpRequest, Route } from '../../http/route.ts';
import { requireObject } from '../dialect/body.ts';
import { jsonResponse } from '../dialect/json-response.ts';
import type { PlainRecord } from '../dialect/wire-model.ts';

type MakeRoute = (method: Route['method'], path: string, handle: Route['handle']) => Route;

/** The model repository extension of Triton: what could be served, and bringing it in and out. */
export function createRepositoryRoutes(serving: Serving, admin: boolean, route: MakeRoute): readonly Route[] {
  const change = (action: RepositoryAction) =>
    route('POST', `/v2/repository/models/:model/${action}`, async (request) => {
      const { model = '' } = request.parameters;
      await changeRepository(serving, admin, { action, model, parameters: parameterNames(readObject(request)) });
      return jsonResponse({});
    });
  return [
    route('POST', '/v2/repository/index', async (request) => {
      const { ready = false } = readObject(request);
      if (typeof ready === 'boolean') return jsonResponse((await listRepository(serving, ready)).map(describeEntry));
      throw new ScoringError('INPUT_FORMAT', `expected "ready" as true or false, got ${describeJson(ready)}`);
    }),
    change('load'),
    change('unload'),
  ];
}

function describeEntry({ name, version, state, reason }: RepositoryEntry) {
  return { name, version: version ?? '', state, reason };
}

/** A body may be missing. */
function readObject({ body }: HttpRequest): PlainRecord {
  return body.length === 0 ? {} : requireObject(parseJsonBody(body), 'a JSON object');
}

function parameterNames({ parameters }: PlainRecord): readonly string[] {
  return parameters === undefined || parameters === null
    ? []
    : Object.keys(requireObject(parameters, 'parameters as an object'));
}
