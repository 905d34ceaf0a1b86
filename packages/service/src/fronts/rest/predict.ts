import { describeJson, isObject, ScoringError } from '@tinderbox/scoring';
import type { ScoredRecords, ServedModel, Serving } from '../../app/serving.ts';
import { parseJsonBody } from '../../http/json-body.ts';
import type { HttpRequest, HttpResponse } from '../../http/route.ts';
import type { PlainRecord, WireModel } from '../dialect/wire-model.ts';
import { scoreLines, wantsLines } from './json-lines.ts';
import { type PredictRequest, readJsonRequest, readQuery } from './request.ts';
import { formatOf, requireRows, scoreTable, type TablePorts } from './table.ts';

export interface PredictOptions extends TablePorts {
  readonly serving: Serving;
  readonly wireModel: (model: ServedModel) => WireModel;
  readonly maxRows: number;
  readonly answerLater?: AnswerLater | undefined;
}

/** What a request to be answered later asks for, without its rows. */
export interface LaterRequest extends Omit<PredictRequest, 'form' | 'rows'> {
  readonly model: string;
  readonly version: string | undefined;
}

/** Undefined where the caller wants the answer now. */
export type AnswerLater = (request: HttpRequest, asked: LaterRequest) => Promise<HttpResponse | undefined>;

/** The handler of both predict routes. One record is answered at once, in this turn of the event loop. */
export function createPredict(options: PredictOptions): (request: HttpRequest) => HttpResponse | Promise<HttpResponse> {
  return (request) => {
    const { model: name = '', version } = request.parameters;
    const rest = options.wireModel((request.models ?? options.serving).model(name, version));
    const format = formatOf(request.headers['content-type']);
    if (format === 'json' && wantsLines(request.headers)) return scoreLines(rest, request);
    if (format !== undefined) return scoreTable(rest, { request, format, ...options });
    const body = parseJsonBody(request.body, rest.digits);
    const asked = readJsonRequest(body, readQuery(request.query), rest.inputs);
    if (options.answerLater !== undefined && request.headers.prefer !== undefined) {
      return answerAsPreferred(rest, asked, { ...options, request, version });
    }
    return answerNow(rest, asked, { request, maxRows: options.maxRows });
  };
}

type Now = Pick<PredictOptions, 'maxRows'> & { readonly request: HttpRequest };

function answerNow(
  rest: WireModel,
  asked: PredictRequest,
  { request, maxRows }: Now,
): HttpResponse | Promise<HttpResponse> {
  if (asked.form === 'record' && asked.onError === 'fail') return scoreOne(rest, asked);
  requireRows(asked.rows.length, maxRows);
  return scoreMany(rest, asked, request.signal);
}

async function answerAsPreferred(
  rest: WireModel,
  { form, rows, ...asked }: PredictRequest,
  around: Now & Pick<PredictOptions, 'answerLater'> & { readonly version: string | undefined },
): Promise<HttpResponse> {
  const { request, answerLater, version } = around;
  const later = await answerLater?.(request, { ...asked, model: rest.model.name, version });
  return later ?? answerNow(rest, { form, rows, ...asked }, around);
}

function scoreOne(rest: WireModel, { rows, columns, missing }: PredictRequest): HttpResponse {
  const { model, headers } = rest;
  const row = rows[0] as PlainRecord;
  if (missing === 'error') rest.requireColumns(row);
  const scorer = model.scorer(columns);
  const scored = scorer.score(row);
  const body = scored === undefined ? 'null' : rest.encoderOf(scorer)(scored);
  return { status: 200, headers, body, scored: { model, rows: 1, issues: 0 } };
}

async function scoreMany(rest: WireModel, asked: PredictRequest, signal: AbortSignal): Promise<HttpResponse> {
  const { model, headers } = rest;
  const { rows, columns, onError, missing } = asked;
  const complete = missing === 'null' ? { rows, issues: [] } : withColumns(rest, asked);
  const scored = await model.score(complete.rows, { columns, onError, signal });
  const all = mergeIssues(scored, complete.issues);
  const body = encodeAnswer(rest, asked, all);
  return { status: 200, headers, body, scored: { model, rows: rows.length, issues: all.issues.length } };
}

type Issues = ScoredRecords['issues'];

/** Rows that lack a column fail, or are taken for no row at all and told of. */
function withColumns(
  rest: WireModel,
  { rows, onError }: PredictRequest,
): Pick<ScoredRecords, 'issues'> & { rows: readonly object[] } {
  const issues: Issues[number][] = [];
  const found = rows.map((row, index) => {
    try {
      if (!isObject(row)) throw notRecord(row, index + 1);
      rest.requireColumns(row, index + 1);
      return row;
    } catch (error) {
      if (onError === 'fail') throw error;
      issues.push({ index, error: error as ScoringError });
      return {};
    }
  });
  return { rows: found, issues };
}

function notRecord(value: unknown, row: number): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected a JSON object, got ${describeJson(value)}`, { row });
}

function mergeIssues({ rows, issues }: ScoredRecords, earlier: Issues): ScoredRecords {
  if (earlier.length === 0) return { rows, issues };
  const bad = new Set(earlier.map(({ index }) => index));
  return {
    rows: rows.map((row, index) => (bad.has(index) ? undefined : row)),
    issues: [...earlier, ...issues.filter(({ index }) => !bad.has(index))].sort((a, b) => a.index - b.index),
  };
}

/** A list for a list; an object that names version and issues around anything else. */
function encodeAnswer(rest: WireModel, { form, columns, onError }: PredictRequest, scored: ScoredRecords): string {
  const scorer = rest.model.scorer(columns);
  const encode = rest.encoderOf(scorer);
  const list = () => `[${scored.rows.map((row) => (row === undefined ? 'null' : encode(row))).join(',')}]`;
  if (form === 'list' && onError === 'fail') return list();
  const { name, version } = rest.model;
  const parts = [`"model":${JSON.stringify(name)}`, `"version":${JSON.stringify(version)}`];
  if (form === 'data') parts.push(`"data":${encodeColumns(rest, scorer, scored)}`, ...droppedRows(scored));
  else parts.push(`"records":${list()}`);
  if (onError === 'report') parts.push(`"issues":${JSON.stringify(scored.issues.map(describeIssue))}`);
  return `{${parts.join(',')}}`;
}

function encodeColumns(
  rest: WireModel,
  { output }: ReturnType<ServedModel['scorer']>,
  { rows }: ScoredRecords,
): string {
  const columns = output.fields.map((field) => {
    const encode = rest.valueEncoder(field.type);
    return `${JSON.stringify(field.name)}:[${rows.map((row) => encode(row?.[field.name])).join(',')}]`;
  });
  return `{${columns.join(',')}}`;
}

/** The rows that are null in every column because there are none. */
function droppedRows({ rows }: ScoredRecords): readonly string[] {
  const dropped = rows.flatMap((row, index) => (row === undefined ? [index + 1] : []));
  return dropped.length === 0 ? [] : [`"dropped":${JSON.stringify(dropped)}`];
}

function describeIssue({ index, error: { where, code, detail } }: Issues[number]) {
  return { row: index + 1, column: where.column, stage: where.stage, code, message: detail };
}
