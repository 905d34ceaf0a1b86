import type { Serving } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import type { DialectOptions } from '../dialect/dialect-options.ts';
import { failWithError } from '../dialect/instances.ts';
import { createInvocationRoute } from '../dialect/invocation-route.ts';
import { encodePredictions, healthRoute } from '../dialect/predictions.ts';
import { readInvocation } from './request.ts';

export interface AzureOptions extends DialectOptions {
  readonly isReady: () => boolean;
}

const PROTOCOL = 'azure';

/** The routes of Azure Machine Learning's inference server: `/` for both probes, `/score`. */
export function createAzureRoutes(serving: Serving, options: AzureOptions): readonly Route[] {
  return [
    healthRoute(PROTOCOL, '/', { isReady: options.isReady, text: 'Healthy' }),
    createInvocationRoute(serving, options, {
      protocol: PROTOCOL,
      path: '/score',
      read: readInvocation,
      write: (wire, rows, { columns }) => ({ body: encodePredictions(wire, rows, columns) }),
      fail: failWithError,
    }),
  ];
}
