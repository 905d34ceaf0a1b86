import type { Serving } from '../../app/serving.ts';
import type { Handlers } from './calls.ts';
import { describeModel, findModel, infer } from './infer.ts';
import type { INFERENCE } from './protocols/inference.ts';
import { statusOf } from './status.ts';

export interface InferenceOptions {
  readonly maxRows: number;
  readonly version: string;
  readonly isReady: () => boolean;
}

/** What each call of GRPCInferenceService answers. */
export function createInference(serving: Serving, options: InferenceOptions): Handlers<typeof INFERENCE> {
  const { maxRows, version, isReady } = options;
  return {
    ServerLive: () => ({ live: true }),
    ServerReady: () => ({ ready: isReady() }),
    ModelReady: ({ name, version: wanted }) => ({ ready: isReady() && isServed(serving, name, wanted) }),
    ServerMetadata: () => ({ name: 'tinderbox', version, extensions: ['model_repository'] }),
    ModelMetadata: ({ name, version: wanted }) => describeModel(serving, name, wanted),
    ModelInfer: (request, signal) => infer(serving, request, { maxRows, signal }),
    // As Triton does it: what one request of a stream got wrong is told in its answer, and the stream goes on.
    ModelStreamInfer: async (request, signal) => {
      try {
        return { inferResponse: await infer(serving, request, { maxRows, signal }) };
      } catch (error) {
        return { errorMessage: statusOf(error).details, inferResponse: { id: request.id } };
      }
    },
    RepositoryIndex: () => ({
      models: serving.models().map((model) => ({ name: model.name, version: model.version, state: 'READY' })),
    }),
  };
}

function isServed(serving: Serving, name: string, version: string): boolean {
  try {
    findModel(serving, name, version);
    return true;
  } catch {
    return false;
  }
}
