import type { ServedModel, Serving } from '../../app/serving.ts';
import { DROPPED } from '../../tensors/nulls.ts';
import { type ScoredTensors, type ScoreTensorsOptions, scoreTensors } from '../../tensors/score-tensors.ts';
import type { CallContext } from './call-record.ts';
import { readTensors, rowsParameter, writeTensors } from './contents.ts';
import type { Draft, MessageOf } from './protobuf/message.ts';
import type { ModelInferRequest, ModelInferResponse } from './protocols/inference.ts';

export interface InferOptions extends Omit<ScoreTensorsOptions, 'signal'> {
  /** Its signal is asked for only where the rows take long enough to be stopped. */
  readonly context: CallContext;
}

type InferRequest = MessageOf<typeof ModelInferRequest>;
type InferResponse = Draft<typeof ModelInferResponse>;

/** Scores the rows of a request: one at once, more as a batch. */
export function infer(
  serving: Serving,
  request: InferRequest,
  { context, ...limits }: InferOptions,
): InferResponse | Promise<InferResponse> {
  const model = findModel(serving, request.modelName, request.modelVersion);
  const columns = request.outputs.length === 0 ? undefined : request.outputs.map(({ name }) => name);
  const options = { ...limits, signal: () => context.signal };
  const scored = scoreTensors(model, { tensors: readTensors(request), columns }, options);
  const answer = ({ outputs, rows, dropped }: ScoredTensors): InferResponse => {
    context.scored = { model, rows, issues: 0 };
    return {
      modelName: model.name,
      modelVersion: model.version,
      id: request.id,
      ...(dropped.length === 0 ? {} : { parameters: rowsParameter(DROPPED, dropped) }),
      ...writeTensors(outputs, isRaw(request)),
    };
  };
  return scored instanceof Promise ? scored.then(answer) : answer(scored);
}

/** An empty version is the newest one. */
export function findModel(serving: Serving, name: string, version: string): ServedModel {
  return serving.model(name, version === '' ? undefined : version);
}

/** Raw unless the request is typed. */
function isRaw({ inputs }: InferRequest): boolean {
  return inputs.every(({ contents }) => contents === undefined);
}
