import type { ServedModel, Serving } from '../../app/serving.ts';
import type { HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { describeModel } from '../../tensors/describe-model.ts';
import { type ScoredTensors, scoreTensors } from '../../tensors/score-tensors.ts';
import type { DialectOptions } from '../dialect/dialect-options.ts';
import { failWithError } from '../dialect/instances.ts';
import { jsonResponse } from '../dialect/json-response.ts';
import { createRepositoryRoutes } from './repository-routes.ts';
import { readInferRequest } from './request.ts';
import { encodeInferResponse } from './response.ts';

export interface OipOptions extends DialectOptions {
  /** Of this program. */
  readonly version: string;
  readonly isReady: () => boolean;
  /** Whether callers may load and unload models. */
  readonly admin: boolean;
}

/** The Open Inference Protocol (KServe V2) over REST, with Triton's extensions of binary tensors and the repository. */
export function createOipRoutes(serving: Serving, options: OipOptions): readonly Route[] {
  const model = ({ parameters: { model: name = '', version } }: HttpRequest) => serving.model(name, version);
  const server = {
    name: 'tinderbox',
    version: options.version,
    extensions: ['binary_tensor_data', 'model_repository'],
  };
  const perModel = (prefix: string): readonly Route[] => [
    route('GET', prefix, (request) => jsonResponse(describeModel(serving, model(request)))),
    route('GET', `${prefix}/ready`, (request) => jsonResponse({ name: model(request).name, ready: true })),
    route('POST', `${prefix}/infer`, (request) => infer(model(request), request, options)),
  ];
  return [
    route('GET', '/v2', () => jsonResponse(server)),
    route('GET', '/v2/health/live', () => jsonResponse({ live: true })),
    route('GET', '/v2/health/ready', () => {
      const ready = options.isReady();
      return { ...jsonResponse({ ready }), status: ready ? 200 : 503 };
    }),
    ...createRepositoryRoutes(serving, options.admin, route),
    ...perModel('/v2/models/:model'),
    ...perModel('/v2/models/:model/versions/:version'),
  ];
}

function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  return { method, path, protocol: 'oip', handle, fail: failWithError };
}

function infer(
  model: ServedModel,
  request: HttpRequest,
  { wireModel, maxRows }: OipOptions,
): HttpResponse | Promise<HttpResponse> {
  const wire = wireModel(model);
  const asked = readInferRequest(request, wire);
  const columns = asked.outputs?.map(({ name }) => name);
  const options = { maxRows, zone: wire.zone, signal: () => request.signal };
  const scored = scoreTensors(model, { tensors: asked.tensors, columns }, options);
  const answer = (tensors: ScoredTensors): HttpResponse => {
    const { headers, body } = encodeInferResponse(model, asked, tensors);
    return {
      status: 200,
      headers: { ...wire.headers, ...headers },
      body,
      scored: { model, rows: tensors.rows, issues: 0 },
    };
  };
  return scored instanceof Promise ? scored.then(answer) : answer(scored);
}
