import type { Serving } from '../../app/serving.ts';
import type { HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { type DialectOptions, pickModel } from '../dialect/dialect-options.ts';
import { encodePredictions, healthRoute, predictionColumns } from '../dialect/predictions.ts';
import { answerRows, scoreRows } from '../dialect/score-rows.ts';
import { readInvocation } from './request.ts';
import { describeFailure } from './response.ts';

export interface MlflowOptions extends DialectOptions {
  /** Of this program. */
  readonly version: string;
  readonly isReady: () => boolean;
}

const PROTOCOL = 'mlflow';

/** MLflow's scoring server. */
export function createMlflowRoutes(serving: Serving, options: MlflowOptions): readonly Route[] {
  const { isReady, version } = options;
  return [
    {
      method: 'POST',
      path: '/invocations',
      protocol: PROTOCOL,
      handle: (request) => invoke(serving, request, options),
      fail: describeFailure,
    },
    healthRoute(PROTOCOL, '/ping', { isReady, text: '\n' }),
    healthRoute(PROTOCOL, '/health', { isReady, text: '\n' }),
    { ...healthRoute(PROTOCOL, '/version', { isReady: () => true, text: version }), access: 'predict' },
  ];
}

async function invoke(serving: Serving, request: HttpRequest, options: MlflowOptions): Promise<HttpResponse> {
  const rest = options.restModel(pickModel(serving, request, options.model));
  const { rows, columns } = readInvocation(request, rest);
  const scored = await scoreRows(rest, {
    rows,
    columns: columns ?? predictionColumns(rest),
    maxRows: options.maxRows,
    signal: request.signal,
  });
  return answerRows(rest, scored, { body: `{"predictions":${encodePredictions(rest, scored, columns)}}` });
}
