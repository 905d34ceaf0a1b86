import { changeRepository, type RepositoryAction } from '../../app/model-repository.ts';
import type { Serving } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import { jsonResponse } from '../dialect/json-response.ts';
import { describeModel } from './describe.ts';

/** Bringing models in and out by the own API: both answer the versions that are served then. */
export function createAdminRoutes(serving: Serving, admin: boolean): readonly Route[] {
  const change = (action: RepositoryAction): Route => ({
    method: 'POST',
    path: `/v1/models/:model/${action}`,
    protocol: 'rest',
    handle: async ({ parameters: { model = '' } }) => {
      await changeRepository(serving, admin, { action, model });
      return jsonResponse(describeModel(serving, model));
    },
  });
  return [change('load'), change('unload')];
}
