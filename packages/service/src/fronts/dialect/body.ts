import { describeJson, isObject, ScoringError } from '@tinderbox/scoring';
import type { HttpRequest } from '../../http/route.ts';
import { parsePythonJson } from './python-json.ts';
import type { PlainRecord, WireModel } from './wire-model.ts';

/** The type of a body in lower case, without parameters; undefined where none is told. */
export function contentType({ headers }: HttpRequest): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

const UTF_8 = /^(utf-?8|us-ascii|ascii)$/i;

/** Throws FORMAT_UNSUPPORTED for text in another charset than UTF-8. */
export function requireUtf8({ headers }: HttpRequest): void {
  const [, charset] = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '') ?? [];
  if (charset === undefined || UTF_8.test(charset)) return;
  throw new ScoringError('FORMAT_UNSUPPORTED', 'expected text in the charset utf-8, got another charset');
}

/** Throws INPUT_FORMAT for no body at all. */
export function requireBody({ length }: Buffer): void {
  if (length === 0) throw new ScoringError('INPUT_FORMAT', 'expected rows in the body, got an empty body');
}

/** What curl sends where nothing is said counts as JSON too. */
export function isJson(type: string | undefined): boolean {
  return type === undefined || /^application\/(json|[\w.+-]+\+json|x-www-form-urlencoded)$/.test(type);
}

/** The object in a body of JSON, or of what Python takes for it, numbers as exact as the model needs them. */
export function readJsonObject(request: HttpRequest, wire: WireModel): PlainRecord {
  requireUtf8(request);
  if (!isJson(contentType(request))) {
    throw new ScoringError('FORMAT_UNSUPPORTED', 'expected the Content-Type application/json, got another');
  }
  return requireObject(parsePythonJson(request.body, wire.digits), 'a JSON object');
}

/** Throws INPUT_FORMAT for anything but an object. */
export function requireObject(value: unknown, expected: string): PlainRecord {
  if (isObject(value)) return value;
  throw new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${describeJson(value)}`);
}

/** Throws INPUT_FORMAT for anything but a list. */
export function requireList(value: unknown, expected: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${describeJson(value)}`);
}

/** The names in a list of columns; undefined where there is none. Throws INPUT_FORMAT. */
export function readColumnNames(value: unknown, key: string): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name !== '')) {
    return [...new Set(value as string[])];
  }
  throw new ScoringError('INPUT_FORMAT', `expected the names of columns in "${key}", got ${describeJson(value)}`);
}
