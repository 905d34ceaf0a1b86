import { ScoringError } from '../core/errors.ts';

const DEEPEST = 100;

/** A place in a Java regular expression, read by code points. Quotations \Q..\E are resolved before. */
export class PatternCursor {
  readonly #points: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#points = Array.from(resolveQuotations(pattern));
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#points.length;
  }

  /** The code point `ahead` of the next one; "" behind the end. */
  peek(ahead = 0): string {
    return this.#points[this.#at + ahead] ?? '';
  }

  next(): string {
    const point = this.#points[this.#at];
    if (point === undefined) throw this.refuse('an unfinished construct');
    this.#at++;
    return point;
  }

  /** Steps over `text` if it comes next. */
  take(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.peek(i) !== text[i]) return false;
    this.#at += text.length;
    return true;
  }

  /** Reads up to `end` and steps over it. */
  until(end: string): string {
    const from = this.#at;
    while (this.next() !== end);
    return this.#points.slice(from, this.#at - 1).join('');
  }

  /** The next code points, at most `most`, as long as `accept` holds for each. */
  while(accept: RegExp, most: number): string {
    const from = this.#at;
    while (this.#at - from < most && accept.test(this.peek())) this.#at++;
    return this.#points.slice(from, this.#at).join('');
  }

  /** Reads what is nested here; deep nesting is refused before the stack runs out. */
  nest<T>(read: () => T): T {
    if (this.#depth === DEEPEST) throw this.refuse(`more than ${DEEPEST} levels`);
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }

  /** The failure for a construct that has no exact counterpart, or that Java refuses too. */
  refuse(construct: string): ScoringError {
    const message = `expected a regular expression that can be followed exactly, got ${construct}`;
    return new ScoringError('STAGE_PARAM_UNSUPPORTED', `${message} (before character ${this.#at + 1})`);
  }
}

/** \Q..\E as escapes of its characters; an open \Q quotes to the end. */
function resolveQuotations(pattern: string): string {
  let result = '';
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== '\\') {
      result += pattern[i];
    } else if (pattern[i + 1] !== 'Q') {
      result += pattern.slice(i, i + 2);
      i++;
    } else {
      const end = pattern.indexOf('\\E', i + 2);
      for (const point of pattern.slice(i + 2, end < 0 ? undefined : end)) {
        result += `\\x{${(point.codePointAt(0) as number).toString(16)}}`;
      }
      i = end < 0 ? pattern.length : end + 1;
    }
  }
  return result;
}
