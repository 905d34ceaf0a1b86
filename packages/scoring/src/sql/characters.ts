/** Texts by their characters: code points, as Spark counts them, not UTF-16 units. */
import { failRow } from './dialect.ts';

/** True where every character is one UTF-16 unit. */
function isPlain(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}

export function characterCount(text: string): number {
  return isPlain(text) ? text.length : Array.from(text).length;
}

/** Characters `from` to `to`, end exclusive, both at least 0. */
export function sliceCharacters(text: string, from: number, to: number): string {
  return isPlain(text) ? text.slice(from, to) : Array.from(text).slice(from, to).join('');
}

/** `substring(text, position, length)` with Spark's positions: from 1, or from the end where negative; 0 is as 1. */
export function substring(text: string, position: number, length: number): string {
  const count = characterCount(text);
  const start = position > 0 ? position - 1 : position < 0 ? count + position : 0;
  const end = Math.min(start + length, count);
  return end <= start ? '' : sliceCharacters(text, Math.max(0, start), Math.max(0, end));
}

/** The character at which a part begins, counted from 1, at or after `start`; 0 where it does not occur. */
export function locate(part: string, text: string, start: number): number {
  if (start < 1) return 0;
  if (part === '') return 1;
  const from = isPlain(text)
    ? start - 1
    : Array.from(text)
        .slice(0, start - 1)
        .join('').length;
  if (from > text.length) return 0;
  const at = text.indexOf(part, from);
  return at < 0 ? 0 : characterCount(text.slice(0, at)) + 1;
}

/** The text made `length` characters long: cut at the right, or filled with the pattern. */
export function padText(
  text: string,
  { length, pattern, atStart }: { length: number; pattern: string; atStart: boolean },
): string {
  const missing = length - characterCount(text);
  if (missing <= 0) return length <= 0 ? '' : sliceCharacters(text, 0, length);
  if (pattern === '') return text;
  const filling = sliceCharacters(pattern.repeat(Math.ceil(missing / characterCount(pattern))), 0, missing);
  return atStart ? filling + text : text + filling;
}

/** The text without any of these characters at its ends. */
export function trimText(
  text: string,
  characters: string,
  sides: { readonly start: boolean; readonly end: boolean },
): string {
  const wanted = new Set(characters);
  const all = Array.from(text);
  let [from, to] = [0, all.length];
  if (sides.start) while (from < to && wanted.has(all[from] as string)) from++;
  if (sides.end) while (to > from && wanted.has(all[to - 1] as string)) to--;
  return all.slice(from, to).join('');
}

/** The place of an occurrence counted from a position; backwards from a negative one. Occurrences may overlap. */
export function findOccurrence(text: string, part: string, [position, occurrence]: readonly [number, number]): number {
  if (occurrence < 1)
    throw failRow('INVALID_PARAMETER_VALUE.OCCURRENCE', 'expected an occurrence above 0, got another');
  if (part === '') return 1;
  const [all, wanted] = [[...text], [...part]];
  const step = position < 0 ? -1 : 1;
  const first = position < 0 ? all.length + position : position - 1;
  let left = occurrence;
  for (let at = first; at >= 0 && at < all.length; at += step) {
    if (wanted.every((character, i) => all[at + i] === character) && --left === 0) return at + 1;
  }
  return 0;
}
