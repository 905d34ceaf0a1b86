import { isObject, ScoringError, type StructType, setOwn } from '@tinderbox/scoring';
import { parseJsonBody } from '../../http/json-body.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Half a character, which text in UTF-8 cannot hold: what follows it is no text of the caller. */
const MARK = '\ud800';
/** What Python's json writes and JSON has not. */
const WORDS = new Map([
  ['NaN', Number.NaN],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['Infinity', Number.POSITIVE_INFINITY],
]);

/** As parseJsonBody, of what Python's json writes too: NaN, Infinity and -Infinity without quotes are those numbers. */
export function parsePythonJson(body: Buffer, digits?: RegExp): unknown {
  if (!body.includes('NaN') && !body.includes('Infinity')) return parseJsonBody(body, digits);
  const quoted = quoteWords(body.toString());
  return quoted === undefined ? parseJsonBody(body, digits) : readMarks(parseJsonBody(Buffer.from(quoted), digits));
}

/** The words as marked strings, outside of strings; undefined where there are none. */
function quoteWords(text: string): string | undefined {
  let quoted = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) === QUOTE) at = endOfString(text, at);
    const word = wordAt(text, at);
    if (word === undefined) continue;
    quoted += `${text.slice(from, at)}"\\ud800${word}"`;
    from = at + word.length;
    at = from - 1;
  }
  return from === 0 ? undefined : quoted + text.slice(from);
}

function wordAt(text: string, at: number): string | undefined {
  for (const word of WORDS.keys()) if (text.startsWith(word, at)) return word;
  return undefined;
}

/** Where the closing quote is, or the end. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** Marked strings as their numbers; as deep as parseJsonBody allows. */
function readMarks(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? (WORDS.get(value.slice(1)) ?? value) : value;
  if (Array.isArray(value)) return value.map(readMarks);
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const read: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith(MARK)) throw new ScoringError('INPUT_FORMAT', 'expected names in quotes, got a bare word');
    setOwn(read, key, readMarks(inner));
  }
  return read;
}

/** As pandas' frames become Spark's: NaN is a number in columns of such, and null in all others. */
export function readNaN(rows: readonly unknown[], { fields }: StructType): void {
  const others = fields.filter(({ type }) => type !== 'double' && type !== 'float');
  for (const row of rows) {
    if (!isObject(row)) continue;
    for (const { name } of others) if (Number.isNaN(row[name])) row[name] = null;
  }
}
