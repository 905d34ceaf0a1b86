import type { Words } from '../core/words.ts';
import { javaLowerCase } from './java-lower-case.ts';

/**
 * Lower-cases a text as Java does and splits it at each of Java's six ASCII white-space characters: two in a row give an
 * empty word, empty ones at the end go; a text without any is one word.
 */
export function splitLowerCase(text: string, words: Words): void {
  words.wide = undefined;
  if (scan(text, words)) return;
  words.wide = javaLowerCase(text);
  scan(words.wide, words);
}

/** Takes capitals of ASCII for small. False where a letter is not of ASCII: it then depends on those around it. */
function scan(text: string, words: Words): boolean {
  words.clear(text.length);
  const { codes } = words;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127 && words.wide === undefined) return false;
    codes[i] = code >= 65 && code <= 90 ? code + 32 : code;
    if (!isSpace(code)) continue;
    words.add(start, i);
    start = i + 1;
  }
  dropEmptyEnd(words, start, text.length);
  return true;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** The last word, unless it is empty: then those before it that are empty go too. */
function dropEmptyEnd(words: Words, start: number, end: number): void {
  if (words.count === 0 || end > start) words.add(start, end);
  else while (words.count > 0 && words.starts[words.count - 1] === words.ends[words.count - 1]) words.count--;
}
