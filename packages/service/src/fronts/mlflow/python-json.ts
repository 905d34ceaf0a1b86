import { isObject, type StructType } from '@tinderbox/scoring';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Half a character, which text in UTF-8 cannot hold. */
const NAN = '\ud800NaN';
/** What Python's json writes and JSON has not, and what stands for it. */
const WORDS = [
  ['NaN', '"\\ud800NaN"'],
  ['-Infinity', '"-Infinity"'],
  ['Infinity', '"Infinity"'],
] as const;

/** JSON with the NaN and Infinity of Python's json as strings. MLflow's own client sends NaN for what pandas misses. */
export function quoteWords(body: Buffer): Buffer {
  if (!body.includes('NaN') && !body.includes('Infinity')) return body;
  const text = body.toString();
  let quoted = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) === QUOTE) at = endOfString(text, at);
    const word = WORDS.find(([name]) => text.startsWith(name, at));
    if (word === undefined) continue;
    quoted += text.slice(from, at) + word[1];
    from = at + word[0].length;
    at = from - 1;
  }
  return Buffer.from(quoted + text.slice(from));
}

/** Where the closing quote is, or the end. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** As pandas' frames become Spark's: NaN is a number in columns of such, and null in all others. */
export function readNaN(rows: readonly unknown[], { fields }: StructType): void {
  for (const row of rows) {
    if (!isObject(row)) continue;
    for (const { name, type } of fields) {
      if (row[name] === NAN) row[name] = type === 'double' || type === 'float' ? Number.NaN : null;
    }
  }
}
