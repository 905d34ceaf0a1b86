import { isObject, parseJson, ScoringError } from '@tinderbox/scoring';
import type { FileInput, JobRequest, JobTask } from '../../app/jobs.ts';
import { queryValue } from '../../http/query-value.ts';
import type { HttpRequest } from '../../http/route.ts';
import { detectFormat } from '../../records/format.ts';
import type { RecordFormat } from '../../records/records.ts';
import { BODY_TYPES, tableFormat } from '../dialect/table-types.ts';

const FORMATS: readonly string[] = ['csv', 'json', 'parquet', 'arrow'] satisfies readonly RecordFormat[];
const EMPTY = new Uint8Array(0);

/**
 * What a request asks for: with `?model=` the body is rows of its media type; without, it is JSON with the model and
 * rows or paths. Throws INPUT_FORMAT, FORMAT_UNSUPPORTED.
 */
export function readJobRequest(request: HttpRequest): JobRequest {
  const { query, headers, body } = request;
  const key = keyOf(request);
  const type = (headers['content-type'] ?? 'application/json').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const model = queryValue(query, 'model');
  if (model === undefined) {
    if (type === 'application/json') return { ...readEnvelope(body), key };
    throw invalid('the query parameter "model" beside a body of rows, or a body of application/json');
  }
  const columns = queryValue(query, 'columns')?.split(',');
  const options = readOptions(queryValue(query, 'on_error'), queryValue(query, 'missing'));
  const settings = { model, version: queryValue(query, 'version'), columns, ...options };
  if (type === 'application/json') return { ...settings, input: { kind: 'records' }, body, key };
  const format = tableFormat(type);
  if (format !== undefined) return { ...settings, input: { kind: 'table', format }, body, key };
  throw new ScoringError(
    'FORMAT_UNSUPPORTED',
    `expected a body of a known media type, got another (have: ${BODY_TYPES})`,
  );
}

/** As the Internet draft has it, a string in quotes; most callers send it bare. */
function keyOf({ headers }: HttpRequest): string | undefined {
  const value = headers['idempotency-key'];
  if (value === undefined) return undefined;
  const key = String(value).replace(/^"(.*)"$/, '$1');
  if (key !== '' && key.length <= 255) return key;
  throw invalid('an Idempotency-Key of 1 to 255 characters');
}

function readEnvelope(body: Uint8Array): JobRequest {
  const value = parseJson(new TextDecoder().decode(body));
  if (!isObject(value) || typeof value.model !== 'string') throw invalid('a JSON object with "model" as text');
  const { model, version, columns, input, output } = value;
  if (version !== undefined && typeof version !== 'string') throw invalid('"version" as text');
  if (columns !== undefined && !isTexts(columns)) throw invalid('"columns" as an array of text');
  const given = ['records', 'data', 'input'].filter((name) => value[name] !== undefined);
  if (given.length !== 1) throw invalid('one of "records", "data" and "input"');
  const task = { model, version, columns, ...readOptions(value.on_error, value.missing) };
  if (input === undefined) return { ...task, input: { kind: 'records' }, body };
  return { ...task, input: { kind: 'files', ...readFiles(input, output) }, body: EMPTY };
}

function readFiles(input: unknown, output: unknown): FileInput {
  if (!isObject(input) || typeof input.path !== 'string') throw invalid('"input" as an object with "path" as text');
  if (!isObject(output) || typeof output.path !== 'string') throw invalid('"output" as an object with "path" as text');
  const { kind = hasExtension(output.path) ? 'file' : 'folder', mode } = output;
  if (kind !== 'file' && kind !== 'folder') throw invalid('"kind" of "output" as file or folder');
  if (mode !== undefined && mode !== 'error' && mode !== 'overwrite') {
    throw invalid('"mode" of "output" as error or overwrite');
  }
  const format = formatOf(output.format) ?? (kind === 'file' ? detectFormat(output.path).format : undefined);
  return { path: input.path, format: formatOf(input.format), output: { path: output.path, kind, mode, format } };
}

function hasExtension(path: string): boolean {
  return /\.[^./\\]+$/.test(path);
}

function formatOf(value: unknown): RecordFormat | undefined {
  if (value === undefined || (typeof value === 'string' && FORMATS.includes(value)))
    return value as RecordFormat | undefined;
  throw invalid(`"format" as one of ${FORMATS.join(', ')}`);
}

function readOptions(onError: unknown, missing: unknown): Pick<JobTask, 'onError' | 'missing'> {
  if (onError !== undefined && onError !== 'fail' && onError !== 'report') throw invalid('on_error as fail or report');
  if (missing !== undefined && missing !== 'error' && missing !== 'null') throw invalid('missing as error or null');
  return { onError, missing };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function invalid(expected: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected ${expected}, got something else`);
}
