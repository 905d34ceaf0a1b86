import type { Serving } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import type { DialectOptions } from '../dialect/dialect-options.ts';
import { failWithError } from '../dialect/instances.ts';
import { createInvocationRoute } from '../dialect/invocation-route.ts';
import { healthRoute } from '../dialect/predictions.ts';
import { readInvocation } from './request.ts';
import { encodeInvocation } from './response.ts';

export interface SagemakerOptions extends DialectOptions {
  readonly isReady: () => boolean;
}

const PROTOCOL = 'sagemaker';

/** The routes of a container of SageMaker; `/invocations` is MLflow's address too, so a server has one or the other. */
export function createSagemakerRoutes(serving: Serving, options: SagemakerOptions): readonly Route[] {
  return [
    healthRoute(PROTOCOL, '/ping', { isReady: options.isReady, text: '\n' }),
    createInvocationRoute(serving, options, {
      protocol: PROTOCOL,
      path: '/invocations',
      read: readInvocation,
      write: encodeInvocation,
      fail: failWithError,
    }),
  ];
}
