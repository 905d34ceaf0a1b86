import type { HttpResponse, Route } from '../../http/route.ts';
import type { PlainRecord, RestModel } from '../rest/rest-model.ts';
import { requireList, requireObject } from './body.ts';
import { namesOf, rowsByColumn, rowsByPosition } from './positional-rows.ts';
import { encodeColumn, encodeRecords } from './records-json.ts';
import type { ScoredRows } from './score-rows.ts';

const PREDICTION = 'prediction';

/** The column that stands for the answer where none is asked for, as in MLflow's flavour of Spark: `prediction`. */
export function predictionColumns({ model }: RestModel): readonly string[] | undefined {
  return namesOf(model.output).includes(PREDICTION) ? [PREDICTION] : undefined;
}

/** A JSON list with the values of the prediction, or with objects of the columns that were asked for. */
export function encodePredictions(rest: RestModel, rows: ScoredRows, columns?: readonly string[]): string {
  if (columns === undefined && predictionColumns(rest) !== undefined) {
    return `[${encodeColumn(rest, rows, PREDICTION).join(',')}]`;
  }
  return `[${encodeRecords(rest, rows, columns).join(',')}]`;
}

/** Rows from a list of records, or of lists of values in the order of the columns that the model reads. */
export function readInstances(value: unknown, rest: RestModel, key: string): readonly unknown[] {
  const list = requireList(value, `a list in "${key}"`);
  return Array.isArray(list[0]) ? rowsByPosition(list, namesOf(rest.model.input)) : list;
}

/** As readInstances, or from an object of columns with lists of values. */
export function readInputs(value: unknown, rest: RestModel, key: string): readonly unknown[] {
  if (Array.isArray(value)) return readInstances(value, rest, key);
  return rowsByColumn(requireObject(value, `a list or an object of columns in "${key}"`));
}

/** The form that pandas calls `split`: names, and a list of values a row. Without names they are those of the model. */
export function readSplit({ columns, data }: PlainRecord, rest: RestModel): readonly PlainRecord[] {
  const names =
    columns === undefined ? namesOf(rest.model.input) : requireList(columns, 'a list of names in "columns"');
  return rowsByPosition(requireList(data, 'a list of rows in "data"'), names.map(String));
}

/** A route for everyone that answers 200 while models can answer and 503 else. */
export function healthRoute(
  protocol: string,
  path: string,
  health: { readonly isReady: () => boolean; readonly text: string },
): Route {
  const handle = (): HttpResponse => ({
    status: health.isReady() ? 200 : 503,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: health.text,
  });
  return { method: 'GET', path, protocol, access: 'public', handle };
}
