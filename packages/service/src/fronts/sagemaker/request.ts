import { locate, parseJson, parseJsonFast, ScoringError } from '@tinderbox/scoring';
import { parseJsonBody } from '../../http/json-body.ts';
import type { HttpRequest } from '../../http/route.ts';
import { contentType, isJson, requireObject, requireUtf8 } from '../dialect/body.ts';
import { readCsvRows } from '../dialect/csv-rows.ts';
import { readInstances } from '../dialect/predictions.ts';
import type { RestModel } from '../rest/rest-model.ts';

export type Format = 'csv' | 'lines' | 'json';

export interface InvocationRequest {
  readonly rows: readonly unknown[];
  /** Of the answer: that of the Accept header, else that of the request. */
  readonly answer: Format;
}

/** Throws INPUT_FORMAT for a body that is no rows, FORMAT_UNSUPPORTED for another type or charset. */
export function readInvocation(request: HttpRequest, rest: RestModel): InvocationRequest {
  requireUtf8(request);
  const format = formatOf(contentType(request));
  if (format === undefined) {
    const expected = 'the Content-Type text/csv, application/json or application/jsonlines';
    throw new ScoringError('FORMAT_UNSUPPORTED', `expected ${expected}, got another`);
  }
  const accept = request.headers.accept?.split(/[,;]/)[0]?.trim().toLowerCase();
  const answer = (accept === undefined ? undefined : formatOf(accept)) ?? format;
  if (format === 'csv') return { rows: readCsvRows(request.body, rest.model.input, false), answer };
  if (format === 'lines') return { rows: readLines(request.body, rest), answer };
  return { rows: readJson(parseJsonBody(request.body, rest.digits), rest), answer };
}

function formatOf(type: string | undefined): Format | undefined {
  if (type === 'text/csv') return 'csv';
  if (type === 'application/jsonlines' || type === 'application/x-ndjson') return 'lines';
  return isJson(type) ? 'json' : undefined;
}

function readLines(body: Buffer, { digits }: RestModel): readonly unknown[] {
  const lines = body.toString().split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [digits === undefined ? parseJsonFast(line) : parseJson(line, digits)];
    } catch (error) {
      throw locate(error, { row: index + 1 });
    }
  });
}

/** A list of rows, an object with such a list in `instances`, or one record. */
function readJson(body: unknown, rest: RestModel): readonly unknown[] {
  if (Array.isArray(body)) return readInstances(body, rest, 'body');
  const record = requireObject(body, 'a record, a list of rows, or an object with instances');
  return record.instances === undefined ? [record] : readInstances(record.instances, rest, 'instances');
}
