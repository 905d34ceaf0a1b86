/** Functions of texts by their letters and words. */
import { javaLowerCase } from '../kernels/java-lower-case.ts';
import { checkTextLength } from './limits.ts';

export function initCap(s: string): string {
  return javaLowerCase(s).replace(/(^| )([^ ])/gu, (_, blank: string, letter: string) => blank + titleCase(letter));
}

/** Since Spark 4 the first letter is not made small before it is made a capital. */
export function initCapWhole(s: string): string {
  return s.replace(/([^ ])([^ ]*)/gu, (_, letter: string, rest: string) => wholeTitle(letter) + javaLowerCase(rest));
}

/** A letter that becomes two, such as ß, is a capital and a small one. */
function wholeTitle(letter: string): string {
  const upper = letter.toUpperCase();
  return upper.length > letter.length ? upper.slice(0, 1) + upper.slice(1).toLowerCase() : titleCase(letter);
}

function titleCase(letter: string): string {
  return letter === 'ǆ' || letter === 'ǅ'
    ? 'ǅ'
    : letter === 'ß'
      ? 'ß'
      : letter.toUpperCase().length > letter.length
        ? letter
        : letter.toUpperCase();
}

/** Mirrors `UTF8String.levenshteinDistance`; -1 above the threshold. */
export function levenshtein(a: string, b: string, threshold = Number.POSITIVE_INFINITY): number {
  const [s, t] = [Array.from(a), Array.from(b)];
  checkTextLength(s.length * t.length);
  let row = t.map((_, j) => j + 1);
  s.forEach((character, i) => {
    let [diagonal, left] = [i, i + 1];
    row = row.map((above, j) => {
      const cost = Math.min(above + 1, left + 1, diagonal + (character === t[j] ? 0 : 1));
      diagonal = above;
      left = cost;
      return cost;
    });
  });
  const distance = row.at(-1) ?? s.length;
  return distance > threshold ? -1 : distance;
}

const SOUNDEX = '01230127022455012623017202';

export function soundex(s: string): string {
  if (s === '' || !/^[a-z]/i.test(s)) return s;
  let code = (s[0] as string).toUpperCase();
  let last = SOUNDEX[code.charCodeAt(0) - 65];
  for (const character of s.slice(1).toUpperCase()) {
    if (code.length === 4) break;
    const digit = /[A-Z]/.test(character) ? (SOUNDEX[character.charCodeAt(0) - 65] as string) : '0';
    if (/[A-Z]/.test(character)) {
      if (digit === '7') continue;
      if (digit !== '0' && digit !== last) code += digit;
      last = digit;
    } else last = '0';
  }
  return code.padEnd(4, '0');
}

export function substringIndex(s: string, delimiter: string, count: number): string {
  if (delimiter === '' || count === 0 || s === '') return '';
  const places: number[] = [];
  for (let at = s.indexOf(delimiter); at >= 0; at = s.indexOf(delimiter, at + 1)) places.push(at);
  if (count > 0) return places.length < count ? s : s.slice(0, places[count - 1]);
  let end = s.length;
  for (let left = -count; left > 0; left--) {
    const at = end === 0 ? -1 : s.lastIndexOf(delimiter, end - 1);
    if (at < 0) return s;
    end = at;
    if (left === 1) return s.slice(at + delimiter.length);
  }
  return s;
}

export function translate(s: string, from: string, to: string): string {
  const targets = Array.from(to);
  const table = new Map<string, string>();
  Array.from(from).forEach((character, i) => {
    if (!table.has(character)) table.set(character, targets[i] ?? '');
  });
  return Array.from(s, (character) => table.get(character) ?? character).join('');
}

/** 1 for equal texts, 0 where they share nothing; code units are compared, as in commons-text. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length > b.length ? [b, a] : [a, b];
  const matched = matchNearby(short, long);
  const count = matched.short.length;
  if (count === 0) return 0;
  const moved = matched.short.split('').filter((unit, i) => unit !== matched.long[i]).length;
  const similarity = (count / a.length + count / b.length + (count - moved / 2) / count) / 3;
  let prefix = 0;
  while (prefix < Math.min(4, short.length) && a[prefix] === b[prefix]) prefix++;
  return similarity + 0.1 * prefix * (1 - similarity);
}

/** The units that stand in both texts at places near to each other, in the order of each text. */
function matchNearby(short: string, long: string): { readonly short: string; readonly long: string } {
  const range = Math.max(Math.floor(long.length / 2) - 1, 0);
  const taken = new Set<number>();
  let found = '';
  for (let i = 0; i < short.length; i++) {
    for (let j = Math.max(i - range, 0); j < Math.min(i + range + 1, long.length); j++) {
      if (taken.has(j) || short[i] !== long[j]) continue;
      taken.add(j);
      found += short[i];
      break;
    }
  }
  return { short: found, long: [...taken].sort((x, y) => x - y).reduce((text, place) => text + long[place], '') };
}
