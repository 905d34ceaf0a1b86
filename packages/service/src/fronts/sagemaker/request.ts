import { locate, ScoringError } from '@tinderbox/scoring';
import type { HttpRequest } from '../../http/route.ts';
import { contentType, isJson, requireBody, requireObject, requireUtf8 } from '../dialect/body.ts';
import { readCsvRows } from '../dialect/csv-rows.ts';
import type { Invocation } from '../dialect/invocation-route.ts';
import { readInstances } from '../dialect/predictions.ts';
import { parsePythonJson } from '../dialect/python-json.ts';
import type { WireModel } from '../dialect/wire-model.ts';

export type Format = 'csv' | 'lines' | 'json';

export interface SagemakerInvocation extends Invocation {
  /** Of the answer: that of the Accept header, else that of the request. */
  readonly answer: Format;
  /** What the caller wants to have back. */
  readonly attributes: string | undefined;
}

/** The header of what SageMaker passes on in both directions. */
export const ATTRIBUTES = 'x-amzn-sagemaker-custom-attributes';

/** Throws INPUT_FORMAT for a body that is no rows, FORMAT_UNSUPPORTED for another type or charset. */
export function readInvocation(request: HttpRequest, wire: WireModel): SagemakerInvocation {
  requireUtf8(request);
  const { headers, body } = request;
  const format = formatOf(contentType(request));
  if (format === undefined) {
    const expected = 'the Content-Type text/csv, application/json or application/jsonlines';
    throw new ScoringError('FORMAT_UNSUPPORTED', `expected ${expected}, got another`);
  }
  const attributes = headers[ATTRIBUTES];
  return {
    rows: READERS[format](body, wire),
    columns: undefined,
    answer: acceptedFormat(headers.accept) ?? format,
    attributes: typeof attributes === 'string' ? attributes : undefined,
  };
}

const READERS: { readonly [F in Format]: (body: Buffer, wire: WireModel) => readonly unknown[] } = {
  csv: (body, { model }) => readCsvRows(body, model.input, false),
  lines: readLines,
  json: (body, wire) => readJson(parsePythonJson(body, wire.digits), wire),
};

/** The first format that the caller names; other types are passed over. */
function acceptedFormat(accept: string | undefined): Format | undefined {
  const types = accept?.split(',').map((type) => type.split(';', 1)[0]?.trim().toLowerCase()) ?? [];
  return types.map((type) => (type === '' ? undefined : formatOf(type))).find((format) => format !== undefined);
}

function formatOf(type: string | undefined): Format | undefined {
  if (type === 'text/csv') return 'csv';
  if (type === 'application/jsonlines' || type === 'application/x-ndjson') return 'lines';
  return isJson(type) ? 'json' : undefined;
}

function readLines(body: Buffer, { digits }: WireModel): readonly unknown[] {
  requireBody(body);
  const lines = body.toString().split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [parsePythonJson(Buffer.from(line), digits)];
    } catch (error) {
      throw locate(error, { row: index + 1 });
    }
  });
}

/** A list of rows, an object with such a list in `instances`, or one record. */
function readJson(body: unknown, wire: WireModel): readonly unknown[] {
  if (Array.isArray(body)) return readInstances(body, wire, 'body');
  const record = requireObject(body, 'a record, a list of rows, or an object with instances');
  return record.instances === undefined ? [record] : readInstances(record.instances, wire, 'instances');
}
