import type { IncomingHttpHeaders } from 'node:http';
import { describeJson, isObject, locate, parseJson, parseJsonFast, ScoringError } from '@tinderbox/scoring';
import { requireShallow } from '../../http/json-body.ts';
import type { HttpRequest, HttpResponse } from '../../http/route.ts';
import { createRecordEncoder } from '../../records/json-text.ts';
import { tableFormat } from '../dialect/table-types.ts';
import type { PlainRecord, WireModel } from '../dialect/wire-model.ts';
import { readQuery } from './request.ts';
import { acceptedFormat } from './table.ts';

const LINES_TYPE = 'application/x-ndjson';
export const ISSUES = 'tinderbox-issues';

/** True where records come a line each, and are to go so. */
export function wantsLines(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'];
  return type !== undefined && tableFormat(type) === 'json' && (acceptedFormat({ headers }) ?? 'json') === 'json';
}

/**
 * A line for each line that is not blank: the answer to a record, nulls throughout where the pipeline drops it, or where it
 * could not be scored and that is to be passed over.
 */
export async function scoreLines(rest: WireModel, request: HttpRequest): Promise<HttpResponse> {
  const { columns, onError, missing } = readQuery(request.query);
  const { model } = rest;
  const bad = new Set<number>();
  const rows = readRecords(request.body, rest).map((read, index) => {
    try {
      const record = read();
      if (missing === 'error') rest.requireColumns(record);
      return record;
    } catch (error) {
      if (onError === 'fail') throw locate(error, { row: index + 1 });
      bad.add(index);
      return {};
    }
  });
  const scored = await model.score(rows, { columns, onError, signal: request.signal });
  for (const { index } of scored.issues) bad.add(index);
  const { output } = model.scorer(columns);
  // In the text of Spark's numbers, as files have it.
  const encode = createRecordEncoder(output, rest.zone);
  const nulls = Object.fromEntries(output.fields.map(({ name }) => [name, null]));
  const lines = scored.rows.map((row, index) => `${encode(row === undefined || bad.has(index) ? nulls : row)}\n`);
  const headers = { ...rest.headers, 'content-type': LINES_TYPE, [ISSUES]: String(bad.size) };
  return { status: 200, headers, body: lines.join(''), scored: { model, rows: rows.length, issues: bad.size } };
}

function readRecords(body: Buffer, { digits }: WireModel): readonly (() => PlainRecord)[] {
  requireShallow(body);
  const lines = body.toString().split('\n');
  return lines.flatMap((line) => {
    const text = line.trim();
    return text === ''
      ? []
      : [() => requireRecord(digits === undefined ? parseJsonFast(text) : parseJson(text, digits))];
  });
}

function requireRecord(value: unknown): PlainRecord {
  if (isObject(value)) return value;
  throw new ScoringError('INPUT_FORMAT', `expected a JSON object in a line, got ${describeJson(value)}`);
}
