import { listNames, ScoringError } from '@tinderbox/scoring';
import type { HttpRequest } from '../../http/route.ts';
import { contentType, isJson, readColumnNames, readJsonObject, requireObject, requireUtf8 } from '../dialect/body.ts';
import { readCsvRows } from '../dialect/csv-rows.ts';
import type { Invocation } from '../dialect/invocation-route.ts';
import { readInputs, readInstances, readSplit } from '../dialect/predictions.ts';
import type { WireModel } from '../dialect/wire-model.ts';

type RowsOf = (value: unknown, wire: WireModel) => readonly unknown[];

const FORMS: Readonly<Record<string, RowsOf>> = {
  dataframe_split: (value, wire) => readSplit(requireObject(value, 'an object in "dataframe_split"'), wire),
  dataframe_records: (value, wire) => readInstances(value, wire, 'dataframe_records'),
  instances: (value, wire) => readInstances(value, wire, 'instances'),
  inputs: (value, wire) => readInputs(value, wire, 'inputs'),
};
const KEYS = Object.keys(FORMS);

/** Throws INPUT_FORMAT for a body that is none of MLflow's forms, FORMAT_UNSUPPORTED for another type or charset. */
export function readInvocation(request: HttpRequest, wire: WireModel): Invocation {
  const type = contentType(request);
  requireUtf8(request);
  if (type === 'text/csv') return { rows: readCsvRows(request.body, wire.model.input, true), columns: undefined };
  if (!isJson(type)) {
    throw new ScoringError('FORMAT_UNSUPPORTED', 'expected the Content-Type application/json or text/csv, got another');
  }
  const body = readJsonObject(request, wire);
  const given = KEYS.filter((key) => Object.hasOwn(body, key));
  const [key] = given;
  if (key === undefined || given.length > 1) {
    throw new ScoringError('INPUT_FORMAT', `expected one of the keys ${KEYS.join(', ')}, got ${listNames(given)}`);
  }
  const params = body.params === undefined ? {} : requireObject(body.params, 'an object in "params"');
  const rows = (FORMS[key] as RowsOf)(body[key], wire);
  return { rows, columns: readColumnNames(params.columns, 'params.columns') };
}
