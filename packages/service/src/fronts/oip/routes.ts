import type { ServedModel, Serving } from '../../app/serving.ts';
import { parseJsonBody } from '../../http/json-body.ts';
import type { Failure, HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { requireObject } from '../dialect/body.ts';
import type { DialectOptions } from '../dialect/dialect-options.ts';
import { answerRows, scoreRows } from '../dialect/score-rows.ts';
import { readInferRequest } from './request.ts';
import { encodeInferResponse } from './response.ts';
import { fromRows, tensorForm, toRows } from './tensors.ts';

export interface OipOptions extends DialectOptions {
  /** Of this program. */
  readonly version: string;
  readonly isReady: () => boolean;
}

/** The Open Inference Protocol (KServe V2) over REST, with binary tensors and the index of the repository. */
export function createOipRoutes(serving: Serving, options: OipOptions): readonly Route[] {
  const model = ({ parameters: { model: name = '', version } }: HttpRequest) => serving.model(name, version);
  const infer = (request: HttpRequest) => inferRows(model(request), request, options);
  const server = {
    name: 'tinderbox',
    version: options.version,
    extensions: ['binary_tensor_data', 'model_repository'],
  };
  const perModel = (prefix: string): readonly Route[] => [
    route('GET', prefix, (request) => json(describeModel(serving, model(request)))),
    route('GET', `${prefix}/ready`, (request) => json({ name: model(request).name, ready: true })),
    route('POST', `${prefix}/infer`, infer),
  ];
  return [
    route('GET', '/v2', () => json(server)),
    probe('/v2/health/live', () => json({ live: true })),
    probe('/v2/health/ready', () => {
      const ready = options.isReady();
      return { ...json({ ready }), status: ready ? 200 : 503 };
    }),
    route('POST', '/v2/repository/index', (request) => json(listModels(serving, request))),
    ...perModel('/v2/models/:model'),
    ...perModel('/v2/models/:model/versions/:version'),
  ];
}

function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  return { method, path, protocol: 'oip', handle, fail: ({ message }: Failure) => ({ error: message }) };
}

function probe(path: string, handle: Route['handle']): Route {
  return { ...route('GET', path, handle), access: 'public' };
}

function json(value: unknown): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

async function inferRows(
  model: ServedModel,
  request: HttpRequest,
  { restModel, maxRows }: OipOptions,
): Promise<HttpResponse> {
  const rest = restModel(model);
  const asked = readInferRequest(request, rest);
  const columns = asked.outputs?.map(({ name }) => name);
  const rows = await scoreRows(rest, {
    rows: toRows(asked.tensors, model),
    columns,
    maxRows,
    signal: request.signal,
  });
  const tensors = fromRows(rows, model.scorer(columns).output.fields);
  return answerRows(rest, rows, encodeInferResponse(rest, asked, tensors));
}

function describeModel(serving: Serving, { name, input, output }: ServedModel) {
  const versions = serving.models().filter((other) => other.name === name);
  return {
    name,
    versions: versions.map(({ version }) => version),
    platform: 'spark_ml',
    inputs: input.fields.map(tensorForm),
    outputs: output.fields.map(tensorForm),
  };
}

/** All that is listed is ready, so a request for what is ready gets the same. */
function listModels(serving: Serving, { body }: HttpRequest) {
  if (body.length > 0) requireObject(parseJsonBody(body), 'a JSON object');
  return serving.models().map(({ name, version }) => ({ name, version, state: 'READY', reason: '' }));
}
