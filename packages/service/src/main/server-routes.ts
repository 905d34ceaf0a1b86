import type { ServeRequest } from '../app/serve.ts';
import type { Serving } from '../app/serving.ts';
import { createAzureRoutes } from '../fronts/azure/routes.ts';
import { createWireModels } from '../fronts/dialect/wire-model.ts';
import { createKserveRoutes } from '../fronts/kserve/routes.ts';
import { createMleapRoutes } from '../fronts/mleap/routes.ts';
import { createMlflowRoutes } from '../fronts/mlflow/routes.ts';
import { createOipRoutes } from '../fronts/oip/routes.ts';
import { createOpenscoringRoutes } from '../fronts/openscoring/routes.ts';
import { createAdminRoutes } from '../fronts/rest/admin-routes.ts';
import { createRestRoutes, type RestOptions } from '../fronts/rest/routes.ts';
import { createSagemakerRoutes } from '../fronts/sagemaker/routes.ts';
import { createVertexRoutes } from '../fronts/vertex/routes.ts';
import type { Route } from '../http/route.ts';

export interface ServerRoutesOptions extends RestOptions {
  readonly isReady: () => boolean;
}

type Asked = Pick<ServeRequest, 'admin' | 'invocations' | 'defaultModel' | 'vertex'>;

/** The own API and the protocols that others speak, all over the same models. */
export function createServerRoutes(serving: Serving, asked: Asked, options: ServerRoutesOptions): readonly Route[] {
  const { maxRows, version, isReady, zone } = options;
  const { admin, defaultModel: model } = asked;
  const dialect = { wireModel: createWireModels(zone), maxRows, model, version, isReady, admin };
  const createInvocations = asked.invocations === 'sagemaker' ? createSagemakerRoutes : createMlflowRoutes;
  return [
    ...createRestRoutes(serving, options),
    ...createAdminRoutes(serving, admin),
    ...createOipRoutes(serving, dialect),
    ...createKserveRoutes(serving, dialect),
    ...createInvocations(serving, dialect),
    ...(asked.vertex === undefined ? [] : createVertexRoutes(serving, { ...dialect, ...asked.vertex })),
    ...createAzureRoutes(serving, dialect),
    ...createMleapRoutes(serving, dialect),
    ...createOpenscoringRoutes(serving, dialect),
  ];
}
