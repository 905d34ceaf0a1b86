import type { Serving } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import type { DialectOptions } from '../dialect/dialect-options.ts';
import { answerInstances, failWithError } from '../dialect/instances.ts';

/** `:predict` of KServe's V1 protocol; the state of a model is told by the own API. */
export function createKserveRoutes(serving: Serving, options: DialectOptions): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/v1/models/:model:predict',
      protocol: 'kserve',
      handle: (request) => answerInstances(serving.model(request.parameters.model ?? ''), request, options),
      fail: failWithError,
    },
  ];
}
