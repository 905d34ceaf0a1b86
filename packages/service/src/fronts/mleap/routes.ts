import type { ServedModel, Serving } from '../../app/serving.ts';
import type { HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import type { DialectOptions } from '../dialect/dialect-options.ts';
import { failWithError } from '../dialect/instances.ts';
import { jsonResponse } from '../dialect/json-response.ts';
import { namesOf } from '../dialect/positional-rows.ts';
import { answerRows, scoreRows } from '../dialect/score-rows.ts';
import { readLeapFrame } from './request.ts';
import { describeModel, encodeLeapFrame } from './response.ts';

const PROTOCOL = 'mleap';

/** What MLeap's server answers for a model: frames in JSON, and the schemas. */
export function createMleapRoutes(serving: Serving, options: DialectOptions): readonly Route[] {
  const model = ({ parameters }: HttpRequest) => serving.model(parameters.name ?? '');
  return [
    {
      method: 'POST',
      path: '/models/:name/transform',
      protocol: PROTOCOL,
      handle: (request) => transform(model(request), request, options),
      fail: failWithError,
    },
    {
      method: 'GET',
      path: '/models/:name/meta',
      protocol: PROTOCOL,
      handle: (request) => jsonResponse(describeModel(model(request))),
      fail: failWithError,
    },
  ];
}

/** All columns that the model reads and all that it adds. */
async function transform(
  model: ServedModel,
  request: HttpRequest,
  { wireModel, maxRows }: DialectOptions,
): Promise<HttpResponse> {
  const wire = wireModel(model);
  const rows = readLeapFrame(request, wire);
  const columns = [...new Set([...namesOf(model.input), ...namesOf(model.output)])];
  const scored = await scoreRows(wire, { rows, columns, maxRows, signal: request.signal });
  return answerRows(wire, scored, { body: encodeLeapFrame(model.scorer(columns).output, scored, wire.zone) });
}
