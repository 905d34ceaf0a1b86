import { ScoringError } from '../core/errors.ts';
import { translateJavaRegex } from './java-regex.ts';

/** Where a match stands, end exclusive, in UTF-16 units. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A compiled Java regular expression: `java.util.regex.Pattern`. Fails as `translateJavaRegex` does.
 *
 * A pattern that looks behind fails, with INPUT_VALUE, on text with characters beyond U+FFFF: Java may let it match
 * between their surrogates.
 */
export class JavaPattern {
  readonly #regex: RegExp;
  readonly #atPlace: RegExp;
  readonly #canBeEmpty: boolean;
  readonly #looksBehind: boolean;

  constructor(pattern: string) {
    const { source, canBeEmpty, looksBehind } = translateJavaRegex(pattern);
    this.#regex = new RegExp(source, 'gu');
    this.#atPlace = new RegExp(source, 'yu');
    this.#canBeEmpty = canBeEmpty;
    this.#looksBehind = looksBehind;
  }

  /** The matches from left to right. */
  findAll(text: string): string[] {
    return this.#find(text).map(({ start, end }) => text.slice(start, end));
  }

  /**
   * The pieces between the matches: empty ones at the end go, an empty match at the start gives no empty first piece,
   * and text without a match is one piece, "" included. Mirrors `Pattern.split`.
   */
  split(text: string): string[] {
    const pieces: string[] = [];
    let from = 0;
    for (const { start, end } of this.#find(text)) {
      if (end === 0) continue;
      pieces.push(text.slice(from, start));
      from = end;
    }
    if (pieces.length === 0) return [text];
    pieces.push(text.slice(from));
    while (pieces.at(-1) === '') pieces.pop();
    return pieces;
  }

  #find(text: string): Span[] {
    if (!(this.#canBeEmpty || this.#looksBehind) || !/[\ud800-\udfff]/.test(text)) return findFrom(this.#regex, text);
    if (this.#canBeEmpty && !this.#looksBehind) return findByUnit(this.#atPlace, text);
    const message = 'expected no characters beyond U+FFFF for a pattern with \\B or a look-behind, got some';
    throw new ScoringError('INPUT_VALUE', message);
  }
}

function findFrom(regex: RegExp, text: string): Span[] {
  const spans: Span[] = [];
  regex.lastIndex = 0;
  for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
    const end = match.index + match[0].length;
    spans.push({ start: match.index, end });
    if (match[0] === '') regex.lastIndex = end + 1;
  }
  return spans;
}

/**
 * Tries a sticky expression place by place. After an empty match Java goes on one UTF-16 unit further, even if that is
 * inside of a surrogate pair; from a place without a match it goes on by a whole character.
 */
function findByUnit(atPlace: RegExp, text: string): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start <= text.length; ) {
    const match = matchAt(atPlace, text, start);
    const length = match?.[0].length ?? 0;
    if (match !== null) spans.push({ start, end: start + length });
    start += match === null && isPair(text, start) ? 2 : Math.max(1, length);
  }
  return spans;
}

/** JavaScript never starts inside of a pair: a low surrogate in the place of the high one breaks the pair up. */
function matchAt(atPlace: RegExp, text: string, start: number): RegExpExecArray | null {
  atPlace.lastIndex = start;
  return atPlace.exec(isPair(text, start - 1) ? `${text.slice(0, start - 1)}\udc00${text.slice(start)}` : text);
}

function isPair(text: string, at: number): boolean {
  return at >= 0 && at < text.length && (text.codePointAt(at) as number) > 0xffff;
}
