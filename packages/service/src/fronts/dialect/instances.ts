import type { ServedModel } from '../../app/serving.ts';
import type { Failure, HttpRequest, HttpResponse } from '../../http/route.ts';
import { readColumnNames, readJsonObject, requireObject } from './body.ts';
import type { DialectOptions } from './dialect-options.ts';
import { readInstances } from './predictions.ts';
import { encodeRecords } from './records-json.ts';
import { answerRows, scoreRows } from './score-rows.ts';

/** Answers `{instances, parameters}` with `{predictions}`, an object a row; `parameters.columns` names the columns. */
export async function answerInstances(
  model: ServedModel,
  request: HttpRequest,
  { wireModel, maxRows }: DialectOptions,
): Promise<HttpResponse> {
  const wire = wireModel(model);
  const { instances, parameters = {} } = readJsonObject(request, wire);
  const columns = readColumnNames(requireObject(parameters, 'an object in "parameters"').columns, 'parameters.columns');
  const rows = readInstances(instances, wire, 'instances');
  const scored = await scoreRows(wire, { rows, columns, maxRows, signal: request.signal });
  return answerRows(wire, scored, { body: `{"predictions":[${encodeRecords(wire, scored, columns).join(',')}]}` });
}

/** A failure as `{"error": message}`. */
export function failWithError({ message }: Failure): unknown {
  return { error: message };
}
