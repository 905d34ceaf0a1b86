import type { ServedModel, Serving } from '../../app/serving.ts';
import { describeTensors } from '../../tensors/column-datatype.ts';
import { fromRows } from '../../tensors/from-rows.ts';
import { toRows } from '../../tensors/to-rows.ts';
import type { CallContext } from './call-record.ts';
import { readTensors, rowsParameter, writeTensors } from './contents.ts';
import type { Draft, MessageOf } from './protobuf/message.ts';
import type { ModelInferRequest, ModelInferResponse, ModelMetadataResponse } from './protocols/inference.ts';

export interface InferOptions {
  readonly maxRows: number;
  /** Its signal is asked for only where the rows take long enough to be stopped. */
  readonly context: CallContext;
}

type InferRequest = MessageOf<typeof ModelInferRequest>;
type InferResponse = Draft<typeof ModelInferResponse>;
type ScoredRow = Record<string, unknown> | undefined;

/** Scores the rows of a request: one at once, more as a batch. */
export function infer(
  serving: Serving,
  request: InferRequest,
  { maxRows, context }: InferOptions,
): InferResponse | Promise<InferResponse> {
  const model = findModel(serving, request.modelName, request.modelVersion);
  const columns = request.outputs.length === 0 ? undefined : request.outputs.map(({ name }) => name);
  const rows = toRows(readTensors(request), model.input, { maxRows });
  context.scored = { model, rows: rows.length, issues: 0 };
  const scorer = model.scorer(columns);
  const answer = (scored: readonly ScoredRow[]) => ({
    modelName: model.name,
    modelVersion: model.version,
    id: request.id,
    ...noteDropped(scored),
    ...writeTensors(fromRows(scored, scorer.output), isRaw(request)),
  });
  if (rows.length === 1) return answer([scorer.score(rows[0] ?? {})]);
  return model.score(rows, { columns, signal: context.signal }).then(({ rows: scored }) => answer(scored));
}

/** An empty version is the newest one. */
export function findModel(serving: Serving, name: string, version: string): ServedModel {
  return serving.model(name, version === '' ? undefined : version);
}

function noteDropped(scored: readonly ScoredRow[]) {
  const dropped = scored.flatMap((row, k) => (row === undefined ? [k] : []));
  return dropped.length === 0 ? {} : { parameters: rowsParameter('dropped', dropped) };
}

/** Raw unless the request is typed. */
function isRaw({ inputs }: InferRequest): boolean {
  return inputs.every(({ contents }) => contents === undefined);
}

/** What a client must send and gets. */
export function describeModel(serving: Serving, name: string, version: string): Draft<typeof ModelMetadataResponse> {
  const model = findModel(serving, name, version);
  const versions = serving.models().filter((each) => each.name === model.name);
  return {
    name: model.name,
    versions: versions.map((each) => each.version),
    platform: 'spark-ml',
    inputs: describeTensors(model.input),
    outputs: describeTensors(model.output),
  };
}
