import { describeType, type Field } from '@tinderbox/scoring';
import type { ScoredRecords, ServedModel } from '../../app/serving.ts';
import { encodeRecords } from '../dialect/records-json.ts';
import type { WireModel } from '../dialect/wire-model.ts';
import type { Evaluation } from './request.ts';

/** One answer a request: its results, or the message of its failure. */
export function encodeEvaluations(
  wire: WireModel,
  requests: readonly Evaluation[],
  { rows, issues }: ScoredRecords,
): readonly string[] {
  const messages = new Map(issues.map(({ index, error }) => [index, error.message]));
  return encodeRecords(wire, rows).map((results, index) => {
    const message = messages.get(index);
    const id = JSON.stringify(requests[index]?.id ?? null);
    const outcome = message === undefined ? `"results":${results}` : `"message":${JSON.stringify(message)}`;
    return `{"id":${id},${outcome}}`;
  });
}

export function summarise({ name, version, loadedAt }: ServedModel) {
  const properties = { 'created.timestamp': new Date(loadedAt).toISOString(), 'model.version': version };
  return { id: name, summary: 'Spark ML pipeline', properties };
}

export function describeModel(model: ServedModel) {
  const schema = {
    inputFields: model.input.fields.map(describeField),
    outputFields: model.output.fields.map(describeField),
  };
  return { ...summarise(model), schema };
}

function describeField({ name, type }: Field) {
  return {
    id: name,
    dataType: describeType(type).toLowerCase(),
    opType: type === 'string' ? 'categorical' : 'continuous',
  };
}
