import type { Serving } from '../../app/serving.ts';
import type { HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { type DialectOptions, pickModel } from '../dialect/dialect-options.ts';
import { failWithError } from '../dialect/instances.ts';
import { healthRoute, predictionColumns } from '../dialect/predictions.ts';
import { answerRows, scoreRows } from '../dialect/score-rows.ts';
import { readInvocation } from './request.ts';
import { encodeInvocation } from './response.ts';

export interface SagemakerOptions extends DialectOptions {
  readonly isReady: () => boolean;
}

const PROTOCOL = 'sagemaker';
const ATTRIBUTES = 'x-amzn-sagemaker-custom-attributes';

/** The routes of a container of SageMaker; `/invocations` is MLflow's address too, so a server has one or the other. */
export function createSagemakerRoutes(serving: Serving, options: SagemakerOptions): readonly Route[] {
  const handle = (request: HttpRequest) => invoke(serving, request, options);
  return [
    healthRoute(PROTOCOL, '/ping', { isReady: options.isReady, text: '\n' }),
    { method: 'POST', path: '/invocations', protocol: PROTOCOL, handle, fail: failWithError },
  ];
}

async function invoke(serving: Serving, request: HttpRequest, options: SagemakerOptions): Promise<HttpResponse> {
  const rest = options.restModel(pickModel(serving, request, options.model));
  const { rows, answer } = readInvocation(request, rest);
  const scored = await scoreRows(rest, {
    rows,
    columns: predictionColumns(rest),
    maxRows: options.maxRows,
    signal: request.signal,
  });
  const { body, headers } = encodeInvocation(rest, scored, answer);
  const attributes = request.headers[ATTRIBUTES];
  const passed = typeof attributes === 'string' ? { [ATTRIBUTES]: attributes } : {};
  return answerRows(rest, scored, { body, headers: { ...headers, ...passed } });
}
