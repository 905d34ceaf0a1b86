import type { Serving } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import type { DialectOptions } from '../dialect/dialect-options.ts';
import { createInvocationRoute } from '../dialect/invocation-route.ts';
import { encodePredictions, healthRoute } from '../dialect/predictions.ts';
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
    createInvocationRoute(serving, options, {
      protocol: PROTOCOL,
      path: '/invocations',
      read: readInvocation,
      write: (wire, rows, { columns }) => ({ body: `{"predictions":${encodePredictions(wire, rows, columns)}}` }),
      fail: describeFailure,
    }),
    healthRoute(PROTOCOL, '/ping', { isReady, text: '\n' }),
    healthRoute(PROTOCOL, '/health', { isReady, text: '\n' }),
    healthRoute(PROTOCOL, '/version', { isReady: () => true, text: version }),
  ];
}
