import { Readable, Writable } from 'node:stream';
import { type PlainRow, ScoringError, type Value } from '@tinderbox/scoring';
import { withoutFile } from '../../app/body-error.ts';
import { createPlainRows } from '../../app/plain-values.ts';
import type { HttpRequest, HttpResponse } from '../../http/route.ts';
import type { ReaderOptions, RecordFormat, RecordReader, RecordWriter, WriterOptions } from '../../records/records.ts';
import { BODY_TYPES, TABLE_TYPES, tableFormat } from '../dialect/table-types.ts';
import type { WireModel } from '../dialect/wire-model.ts';
import { readQuery } from './request.ts';

/** What reads and writes rows in formats of files. */
export interface TablePorts {
  openReader(options: ReaderOptions): Promise<RecordReader>;
  openWriter(options: WriterOptions): Promise<RecordWriter>;
}

export interface TableRequest extends TablePorts {
  readonly request: HttpRequest;
  readonly format: RecordFormat;
  readonly maxRows: number;
}

/** What curl sends where nothing is said counts as JSON too. */
const JSON_TYPES = /^application\/(json|[\w.+-]+\+json|x-www-form-urlencoded)\b/i;

/** The format of a table by its Content-Type, undefined for JSON. Throws FORMAT_UNSUPPORTED. */
export function formatOf(contentType: string | undefined): RecordFormat | undefined {
  if (contentType === undefined || JSON_TYPES.test(contentType)) return undefined;
  const found = tableFormat(contentType);
  if (found !== undefined) return found;
  throw new ScoringError(
    'FORMAT_UNSUPPORTED',
    `expected the Content-Type ${BODY_TYPES}, got ${contentType.slice(0, 100)}`,
  );
}

export function requireRows(rows: number, most: number): void {
  if (rows > most) throw new ScoringError('INPUT_LIMIT', `expected at most ${most} rows, got more`);
}

/**
 * A table gives one of as many rows, in the format that is accepted, by default its own. A row that the pipeline drops, or that
 * could not be scored where that is to be passed over, is nulls throughout.
 */
export async function scoreTable(rest: WireModel, asked: TableRequest): Promise<HttpResponse> {
  const { model } = rest;
  const { request, format } = asked;
  const { columns, onError, missing } = readQuery(request.query);
  const rows = await readTable(rest, asked, missing);
  const { rows: scored, issues } = await model.score(rows, { columns, onError, signal: request.signal });
  const { output: schema } = model.scorer(columns);
  const target = new Collector();
  const wanted = acceptedFormat(request) ?? format;
  const writer = await asked.openWriter({ format: wanted, target, schema, zone: rest.zone });
  await writer.write(scored.map((record) => schema.fields.map(({ name }) => (record?.[name] ?? null) as Value)));
  await writer.finish();
  const [type = ''] = TABLE_TYPES.find(([, of]) => of === wanted) ?? [];
  const headers = { ...rest.headers, 'content-type': type, 'tinderbox-issues': String(issues.length) };
  return { status: 200, headers, body: target.bytes(), scored: { model, rows: rows.length, issues: issues.length } };
}

/** The first format of tables that the caller names; other types are passed over. */
export function acceptedFormat({ headers }: Pick<HttpRequest, 'headers'>): RecordFormat | undefined {
  const formats = (headers.accept ?? '').split(',').map(tableFormat);
  return formats.find((format) => format !== undefined);
}

async function readTable(
  rest: WireModel,
  asked: TableRequest,
  missing: 'error' | 'null',
): Promise<readonly PlainRow[]> {
  const { request, format, maxRows } = asked;
  const { input: expected } = rest.model;
  // Readers of files undo it without a limit.
  if (request.body[0] === 0x1f && request.body[1] === 0x8b) {
    throw new ScoringError(
      'INPUT_FORMAT',
      'expected Content-Encoding: gzip beside a packed body, got a packed body alone',
    );
  }
  const source = Readable.from([request.body], { objectMode: false });
  try {
    const reader = await asked.openReader({ format, source, expected, zone: rest.zone });
    try {
      if (missing === 'error') rest.requireNames(reader.schema.fields.map(({ name }) => name));
      const toPlain = createPlainRows(reader.schema, rest.inputs);
      const rows: PlainRow[] = [];
      for await (const batch of reader.batches()) {
        requireRows(rows.length + batch.length, maxRows);
        for (const row of batch) rows.push(toPlain(row));
      }
      return rows;
    } finally {
      await reader.close();
    }
  } catch (error) {
    throw withoutFile(error);
  }
}

class Collector extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
