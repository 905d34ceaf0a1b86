import type { Serving } from '../../app/serving.ts';
import type { HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { type DialectOptions, pickModel } from '../dialect/dialect-options.ts';
import { answerInstances, failWithError } from '../dialect/instances.ts';
import { healthRoute } from '../dialect/predictions.ts';

export interface VertexOptions extends DialectOptions {
  /** AIP_HEALTH_ROUTE. */
  readonly healthRoute: string;
  /** AIP_PREDICT_ROUTE. */
  readonly predictRoute: string;
  readonly isReady: () => boolean;
}

const PROTOCOL = 'vertex';

/** The routes of a container of Vertex AI. */
export function createVertexRoutes(serving: Serving, options: VertexOptions): readonly Route[] {
  const predict = (request: HttpRequest): Promise<HttpResponse> =>
    answerInstances(pickModel(serving, request, options.model), request, options);
  return [
    healthRoute(PROTOCOL, options.healthRoute, { isReady: options.isReady, text: 'ok' }),
    { method: 'POST', path: options.predictRoute, protocol: PROTOCOL, handle: predict, fail: failWithError },
  ];
}
