import { ScoringError } from '@tinderbox/scoring';
import type { Jobs, ResultForm } from '../../app/jobs.ts';
import type { HttpRequest, HttpResponse } from '../../http/route.ts';
import { type ByteRange, readRange } from './byte-range.ts';

/** The first of those that a caller likes equally. */
const MEDIA_TYPES: readonly (readonly [string, ResultForm])[] = [
  ['application/x-ndjson', 'ndjson'],
  ['application/json', 'json'],
  ['text/csv', 'csv'],
  ['application/vnd.apache.parquet', 'parquet'],
  ['application/vnd.apache.arrow.stream', 'arrow-stream'],
  ['application/vnd.apache.arrow.file', 'arrow'],
];

/** The media types that a result can have. */
export const RESULT_TYPES: readonly string[] = MEDIA_TYPES.map(([type]) => type);

/** The rows of a finished job in the form that `Accept` names, whole or the range that is asked for. */
export async function resultResponse(jobs: Jobs, token: string, { headers }: HttpRequest): Promise<HttpResponse> {
  const [type, form] = chooseForm(headers.accept);
  const { job, size, read } = await jobs.result(token, form);
  const tag = `"${token}.${job.endedAt}.${form}"`;
  const common = { 'content-type': type, etag: tag, 'accept-ranges': 'bytes', vary: 'accept' };
  const isSame = headers['if-range'] === undefined || headers['if-range'] === tag;
  const range = isSame ? readRange(headers.range, size) : 'all';
  if (range === undefined) return outside(size);
  if (range !== 'all') return partOf(range, size, { headers: common, body: read(range.start, range.end) });
  return { status: 200, headers: { ...common, 'content-length': String(size) }, body: read() };
}

/** The one failure that tells something in a header too. */
function outside(size: number): HttpResponse {
  const message = `expected a range that begins within the ${size} bytes of the result, got another`;
  const headers = { 'content-type': 'application/json', 'content-range': `bytes */${size}` };
  return { status: 416, headers, body: JSON.stringify({ error: { code: 'RANGE_NOT_SATISFIABLE', message } }) };
}

function partOf({ start, end }: ByteRange, size: number, whole: Omit<HttpResponse, 'status'>): HttpResponse {
  const place = { 'content-length': String(end - start), 'content-range': `bytes ${start}-${end - 1}/${size}` };
  return { ...whole, status: 206, headers: { ...whole.headers, ...place } };
}

/** By the weights of RFC 9110, an exact name before a pattern. Throws FORMAT_UNSUPPORTED where nothing fits. */
export function chooseForm(accept = '*/*'): readonly [string, ResultForm] {
  const wishes = accept.split(',').map(readWish);
  let best: { readonly weight: number; readonly choice: readonly [string, ResultForm] } | undefined;
  for (const choice of MEDIA_TYPES) {
    const weight = weightOf(choice[0], wishes);
    if (weight > (best?.weight ?? 0)) best = { weight, choice };
  }
  if (best !== undefined) return best.choice;
  const have = MEDIA_TYPES.map(([type]) => type).join(', ');
  throw new ScoringError(
    'FORMAT_UNSUPPORTED',
    `expected to be asked for a known media type, got others (have: ${have})`,
  );
}

interface Wish {
  readonly type: string;
  readonly weight: number;
}

function readWish(text: string): Wish {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type, weight: weight === undefined ? 1 : Number(weight) || 0 };
}

function weightOf(type: string, wishes: readonly Wish[]): number {
  for (const pattern of [type, `${type.split('/', 1)[0]}/*`, '*/*']) {
    const wish = wishes.find((candidate) => candidate.type === pattern);
    if (wish !== undefined) return wish.weight;
  }
  return 0;
}
