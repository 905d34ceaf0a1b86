import type { HttpResponse } from '../../http/route.ts';
import { namesOf } from '../dialect/positional-rows.ts';
import { encodePredictions, predictionColumns } from '../dialect/predictions.ts';
import { encodeColumn } from '../dialect/records-json.ts';
import type { ScoredRows } from '../dialect/score-rows.ts';
import type { WireModel } from '../dialect/wire-model.ts';
import { ATTRIBUTES, type Format, type SagemakerInvocation } from './request.ts';

type Answer = Required<Pick<HttpResponse, 'body' | 'headers'>>;

/** The prediction of each row, or all that the pipeline adds where there is no such column. */
export function encodeInvocation(
  wire: WireModel,
  rows: ScoredRows,
  { answer, attributes }: SagemakerInvocation,
): Answer {
  const { headers, body } = encodeRows(wire, rows, answer);
  return { headers: attributes === undefined ? headers : { ...headers, [ATTRIBUTES]: attributes }, body };
}

function encodeRows(wire: WireModel, rows: ScoredRows, format: Format): Answer {
  if (format === 'json') return { headers: {}, body: `{"predictions":${encodePredictions(wire, rows)}}` };
  const columns = predictionColumns(wire) ?? namesOf(wire.model.output);
  const values = columns.map((column) => encodeColumn(wire, rows, column));
  const lines = rows.map((_, row) => {
    const texts = values.map((column) => column[row] as string);
    if (format === 'csv') return texts.map(csvCell).join(',');
    return `{${texts.map((text, k) => `${JSON.stringify(columns[k])}:${text}`).join(',')}}`;
  });
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonlines';
  return { headers: { 'content-type': type }, body: lines.map((line) => `${line}\n`).join('') };
}

/** Text without its JSON quotes, null as nothing; a quote inside quotes is doubled. */
function csvCell(json: string): string {
  if (json === 'null') return '';
  const value: unknown = json.startsWith('"') ? JSON.parse(json) : json;
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
