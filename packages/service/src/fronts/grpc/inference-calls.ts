import { ScoringError } from '@tinderbox/scoring';
import type { Serving } from '../../app/serving.ts';
import type { CallContext } from './call-record.ts';
import type { Handlers } from './calls.ts';
import { describeModel, findModel, infer } from './infer.ts';
import type { MessageOf } from './protobuf/message.ts';
import type { INFERENCE, ModelInferRequest } from './protocols/inference.ts';

export interface InferenceOptions {
  /** Requests being scored; more are refused at once. */
  readonly maxConcurrent: number;
  readonly maxRows: number;
  readonly version: string;
  readonly isReady: () => boolean;
}

/** What each call of GRPCInferenceService answers. */
export function createInference(serving: Serving, options: InferenceOptions): Handlers<typeof INFERENCE> {
  const { version, isReady } = options;
  const score = limitInfer(serving, options);
  return {
    ServerLive: () => ({ live: true }),
    ServerReady: () => ({ ready: isReady() }),
    ModelReady: ({ name, version: wanted }) => ({ ready: isReady() && isServed(serving, name, wanted) }),
    ServerMetadata: () => ({ name: 'tinderbox', version, extensions: ['model_repository'] }),
    ModelMetadata: ({ name, version: wanted }) => describeModel(serving, name, wanted),
    ModelInfer: score,
    // As Triton does it: what one request of a stream got wrong is told in its answer, and the stream goes on.
    ModelStreamInfer: async (request, context) => {
      try {
        return { inferResponse: await score(request, context) };
      } catch (error) {
        return { errorMessage: context.fail(error).details, inferResponse: { id: request.id } };
      }
    },
    RepositoryIndex: () => ({
      models: serving.models().map((model) => ({ name: model.name, version: model.version, state: 'READY' })),
    }),
  };
}

/** Scores unless too many requests are being scored. Throws OVERLOADED. */
function limitInfer(serving: Serving, { maxRows, maxConcurrent }: InferenceOptions) {
  let running = 0;
  return (request: MessageOf<typeof ModelInferRequest>, context: CallContext): ReturnType<typeof infer> => {
    if (running >= maxConcurrent) {
      throw new ScoringError('OVERLOADED', `expected at most ${maxConcurrent} requests at once, got more`);
    }
    const answer = infer(serving, request, { maxRows, context });
    if (!(answer instanceof Promise)) return answer;
    running++;
    return answer.finally(() => {
      running--;
    });
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
