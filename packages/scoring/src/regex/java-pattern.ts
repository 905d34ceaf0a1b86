import { ScoringError } from '../core/errors.ts';
import { translateJavaRegex } from './java-regex.ts';

/**
 * A compiled Java regular expression: `java.util.regex.Pattern`. Fails as `translateJavaRegex` does.
 *
 * On text with characters beyond U+FFFF, a pattern that Java may match inside of one fails the row with INPUT_VALUE.
 */
export class JavaPattern {
  readonly #regex: RegExp;
  readonly #entersPairs: boolean;

  constructor(pattern: string) {
    const { source, entersPairs } = translateJavaRegex(pattern);
    this.#regex = new RegExp(source, 'gu');
    this.#entersPairs = entersPairs;
  }

  /** The matches from left to right. */
  findAll(text: string): readonly string[] {
    this.#checkText(text);
    return text.match(this.#regex) ?? [];
  }

  /** The pieces between the matches, as `Pattern.split`. */
  split(text: string): string[] {
    this.#checkText(text);
    return splitLikeJava(text, this.#regex);
  }

  #checkText(text: string): void {
    if (!this.#entersPairs || !/[\ud800-\udfff]/.test(text)) return;
    const pattern = 'for a pattern with a look-behind, \\B or empty matches';
    throw new ScoringError('INPUT_VALUE', `expected no characters beyond U+FFFF ${pattern}, got some`);
  }
}

/**
 * The pieces of the text between the matches of a regular expression with the flag g: empty ones at the end go, a match
 * of no width at the start gives no empty first piece, and text without a match is one piece, "" included.
 */
export function splitLikeJava(text: string, regex: RegExp): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const match of text.matchAll(regex)) {
    const end = match.index + match[0].length;
    if (end === 0) continue;
    pieces.push(text.slice(start, match.index));
    start = end;
  }
  if (pieces.length === 0) return [text];
  pieces.push(text.slice(start));
  while (pieces.at(-1) === '') pieces.pop();
  return pieces;
}
