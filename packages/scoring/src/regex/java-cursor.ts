import { ScoringError } from '../core/errors.ts';

/** The flags of `java.util.regex.Pattern` that stand where the cursor is. */
export interface PatternFlags {
  /** (?i) */
  readonly ignoreCase: boolean;
  /** (?m) */
  readonly multiline: boolean;
  /** (?s) */
  readonly dotAll: boolean;
  /** (?d) */
  readonly unixLines: boolean;
  /** (?u) */
  readonly unicodeCase: boolean;
  /** (?x) */
  readonly comments: boolean;
  /** (?U) */
  readonly unicodeClasses: boolean;
}

export const NO_FLAGS: PatternFlags = {
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  unixLines: false,
  unicodeCase: false,
  comments: false,
  unicodeClasses: false,
};

const DEEPEST = 100;

const BACKSLASH = 0x5c;

/** What `peek` and its kin answer behind the end. */
export const END = 0;

/**
 * A place in a Java regular expression, read by code points; white space and comments are stepped over under (?x).
 * Quotations \Q..\E are resolved before. Behind the end every code point is 0, as in Java: compare `isAtEnd`.
 */
export class JavaCursor {
  readonly #points: readonly number[];
  #depth = 0;
  at = 0;
  flags: PatternFlags = NO_FLAGS;

  constructor(pattern: string) {
    this.#points = resolveQuotations(Array.from(pattern, (character) => character.codePointAt(0) as number));
  }

  get length(): number {
    return this.#points.length;
  }

  get isAtEnd(): boolean {
    return this.at >= this.length;
  }

  /** The code point at the place, whatever it is. */
  raw(ahead = 0): number {
    return this.#points[this.at + ahead] ?? END;
  }

  /** The next code point that counts; what does not count is stepped over. */
  peek(): number {
    if (this.flags.comments) this.#skipComments();
    return this.raw();
  }

  /** Steps over one code point. */
  step(): void {
    this.at++;
  }

  /** Steps over one code point and answers the one behind it that counts. */
  next(): number {
    this.at++;
    return this.peek();
  }

  /** Takes the next code point that counts. */
  read(): number {
    const point = this.peek();
    this.at++;
    return point;
  }

  /** Takes the code point behind the one at the place. */
  skip(): number {
    const point = this.raw(1);
    this.at += 2;
    return point;
  }

  /** The text of these code points. */
  textOf(from: number, to: number): string {
    return String.fromCodePoint(...this.#points.slice(from, to));
  }

  /** Reads what is nested here; deep nesting is refused before the stack runs out. */
  nest<T>(read: () => T): T {
    if (this.#depth === DEEPEST) throw this.refuse(`more than ${DEEPEST} levels`);
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }

  /** True where a code point from `from` on lies beyond U+FFFF or is half a surrogate pair. */
  hasWide(from: number): boolean {
    return this.#points.slice(from).some(isWide);
  }

  /** The failure for a pattern that Java does not accept either; `description` is Java's. */
  fail(description: string): ScoringError {
    const message = `expected a Java regular expression, got the error "${description}"`;
    return new ScoringError('MODEL_PARAM', `${message} near index ${this.at - 1}`);
  }

  /** The failure for a construct that is not followed. */
  refuse(construct: string): ScoringError {
    const message = `expected a regular expression that can be followed exactly, got ${construct}`;
    return new ScoringError('STAGE_PARAM_UNSUPPORTED', `${message} (before character ${this.at + 1})`);
  }

  #skipComments(): void {
    for (;;) {
      while (isSpace(this.raw())) this.at++;
      if (this.raw() !== 0x23) return;
      while (!this.isAtEnd && !this.#isLineEnd(this.raw())) this.at++;
      if (this.isAtEnd) return;
    }
  }

  #isLineEnd(point: number): boolean {
    return point === 10 || (!this.flags.unixLines && /[\r\u0085\u2028\u2029]/.test(String.fromCodePoint(point)));
  }
}

/** True beyond U+FFFF and, as Java looks at the lower 16 bits, for halves of surrogate pairs. */
export function isWide(point: number): boolean {
  return point > 0xffff || (point & 0xf800) === 0xd800;
}

function isSpace(point: number): boolean {
  return point === 0x20 || (point >= 9 && point <= 13);
}

/**
 * \Q..\E as escapes of its characters; an open \Q quotes to the end. The first digit of a quotation becomes \x3., lest
 * an escape before it take it.
 */
function resolveQuotations(points: readonly number[]): readonly number[] {
  const result: number[] = [];
  for (let i = 0; i < points.length; i++) {
    const point = points[i] as number;
    const next = points[i + 1];
    if (point !== BACKSLASH) {
      result.push(point);
    } else if (next !== 0x51) {
      result.push(point);
      if (next !== undefined) result.push(next);
      i++;
    } else {
      const end = endOfQuotation(points, i + 2);
      points.slice(i + 2, end).forEach((quoted, at) => {
        result.push(...escaped(quoted, at === 0));
      });
      i = end + 1;
    }
  }
  return result;
}

function endOfQuotation(points: readonly number[], from: number): number {
  for (let i = from; i < points.length; i++) if (points[i] === BACKSLASH && points[i + 1] === 0x45) return i;
  return points.length;
}

function escaped(point: number, isFirst: boolean): readonly number[] {
  const isDigit = point >= 0x30 && point <= 0x39;
  const isLetter = (point | 32) >= 0x61 && (point | 32) <= 0x7a && point < 0x80;
  if (isDigit) return isFirst ? [BACKSLASH, 0x78, 0x33, point] : [point];
  return point > 0x7f || isLetter ? [point] : [BACKSLASH, point];
}
