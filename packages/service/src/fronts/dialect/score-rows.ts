import { describeJson, isObject, locate, ScoringError } from '@tinderbox/scoring';
import type { HttpResponse } from '../../http/route.ts';
import { readNaN } from './python-json.ts';
import type { PlainRecord, WireModel } from './wire-model.ts';

export interface RowsRequest {
  readonly rows: readonly unknown[];
  /** Default all that the pipeline adds. */
  readonly columns?: readonly string[] | undefined;
  /** What a column is that a row does not have. Default: error. */
  readonly missing?: 'error' | 'null';
  readonly maxRows: number;
  readonly signal: AbortSignal;
}

export type ScoredRows = readonly (PlainRecord | undefined)[];

/** All rows or a failure that names the first bad one; undefined where the pipeline drops a row. */
export async function scoreRows(wire: WireModel, request: RowsRequest): Promise<ScoredRows> {
  const { rows, columns, missing = 'error', maxRows, signal } = request;
  if (rows.length > maxRows) {
    throw new ScoringError('INPUT_LIMIT', `expected at most ${maxRows} rows, got ${rows.length}`);
  }
  rows.forEach((row, index) => {
    if (!isObject(row)) {
      throw new ScoringError('INPUT_FORMAT', `expected a JSON object, got ${describeJson(row)}`, { row: index + 1 });
    }
    if (missing === 'error') wire.requireColumns(row, index + 1);
  });
  readNaN(rows, wire.model.input);
  const records = rows as readonly PlainRecord[];
  if (records.length !== 1) return (await wire.model.score(records, { columns, signal })).rows;
  const { score } = wire.model.scorer(columns);
  try {
    return [score(records[0] as PlainRecord)];
  } catch (error) {
    throw locate(error, { row: 1 });
  }
}

/** The answer for scored rows, counted for the metrics. */
export function answerRows(
  { model, headers }: WireModel,
  { length }: ScoredRows,
  answer: Pick<HttpResponse, 'body' | 'headers'>,
): HttpResponse {
  return {
    status: 200,
    ...answer,
    headers: { ...headers, ...answer.headers },
    scored: { model, rows: length, issues: 0 },
  };
}
