/** Texts by their characters: code points, as Spark counts them, not UTF-16 units. */

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
