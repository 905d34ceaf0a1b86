import { rowsByColumn } from '../../app/record-list.ts';
import type { HttpResponse, Route } from '../../http/route.ts';
import { requireList, requireObject } from './body.ts';
import { namesOf, rowsByPosition } from './positional-rows.ts';
import { encodeColumn, encodeRecords } from './records-json.ts';
import type { ScoredRows } from './score-rows.ts';
import type { PlainRecord, WireModel } from './wire-model.ts';

const PREDICTION = 'prediction';

/** The column that stands for the answer where none is asked for, as in MLflow's flavour of Spark: `prediction`. */
export function predictionColumns({ model }: WireModel): readonly string[] | undefined {
  return namesOf(model.output).includes(PREDICTION) ? [PREDICTION] : undefined;
}

/** A JSON list with the values of the prediction, or with objects of the columns that were asked for. */
export function encodePredictions(wire: WireModel, rows: ScoredRows, columns?: readonly string[]): string {
  if (columns === undefined && predictionColumns(wire) !== undefined) {
    return `[${encodeColumn(wire, rows, PREDICTION).join(',')}]`;
  }
  return `[${encodeRecords(wire, rows, columns).join(',')}]`;
}

/** Rows from a list of records, or of lists of values in the order of the columns that the model reads. */
export function readInstances(value: unknown, wire: WireModel, key: string): readonly unknown[] {
  const list = requireList(value, `a list in "${key}"`);
  return Array.isArray(list[0]) ? rowsByPosition(list, namesOf(wire.model.input)) : list;
}

/** As readInstances, or from an object of columns with lists of values. */
export function readInputs(value: unknown, wire: WireModel, key: string): readonly unknown[] {
  if (Array.isArray(value)) return readInstances(value, wire, key);
  return rowsByColumn(requireObject(value, `a list or an object of columns in "${key}"`));
}

/** The form that pandas calls `split`: names, and a list of values a row. Without names they are those of the model. */
export function readSplit({ columns, data }: PlainRecord, wire: WireModel): readonly PlainRecord[] {
  const names =
    columns === undefined ? namesOf(wire.model.input) : requireList(columns, 'a list of names in "columns"');
  return rowsByPosition(requireList(data, 'a list of rows in "data"'), names.map(String));
}

/** A route that answers 200 while models can answer and 503 else. */
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
  return { method: 'GET', path, protocol, handle };
}
