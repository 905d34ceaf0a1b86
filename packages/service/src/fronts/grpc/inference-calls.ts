import { ScoringError, type Zone } from '@tinderbox/scoring';
import type { Serving } from '../../app/serving.ts';
import { describeModel } from '../../tensors/describe-model.ts';
import type { CallContext } from './call-record.ts';
import type { Handlers } from './calls.ts';
import { findModel, infer } from './infer.ts';
import type { MessageOf } from './protobuf/message.ts';
import type { INFERENCE, ModelInferRequest } from './protocols/inference.ts';
import { createRepositoryCalls } from './repository-calls.ts';

export interface InferenceOptions {
  /** Requests being scored; more are refused at once. */
  readonly maxConcurrent: number;
  readonly maxRows: number;
  /** Of timestamps that name none. */
  readonly zone: Zone;
  readonly version: string;
  readonly isReady: () => boolean;
  /** Whether callers may load and unload models. */
  readonly admin: boolean;
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
    ModelMetadata: ({ name, version: wanted }) => describeModel(serving, findModel(serving, name, wanted)),
    ModelInfer: score,
    // As Triton does it: what one request of a stream got wrong is told in its answer, and the stream goes on.
    ModelStreamInfer: async (request, context) => {
      try {
        return { inferResponse: await score(request, context) };
      } catch (error) {
        return { errorMessage: context.fail(error).details, inferResponse: { id: request.id } };
      }
    },
    ...createRepositoryCalls(serving, options.admin),
  };
}

/** Scores unless too many requests are being scored. Throws OVERLOADED. */
function limitInfer(serving: Serving, { maxRows, zone, maxConcurrent }: InferenceOptions) {
  let running = 0;
  return (request: MessageOf<typeof ModelInferRequest>, context: CallContext): ReturnType<typeof infer> => {
    if (running >= maxConcurrent) {
      throw new ScoringError('OVERLOADED', `expected at most ${maxConcurrent} requests at once, got more`);
    }
    const answer = infer(serving, request, { maxRows, zone, context });
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
