/**
 * JSON parsing that loses no digit: an integer beyond 2^53 becomes a bigint, another number that a double might not
 * hold a JsonNumber with its text. Everything else is as JSON.parse gives it.
 */
import { ScoringError } from '@tinderbox/scoring';

/** A number whose text may say more than its double. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Any text of at most 15 digits comes back from a double unchanged. */
const SAFE_DIGITS = 15;
const MAX_DEPTH = 500;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['t', true],
  ['f', false],
  ['n', null],
]);

/** Texts in which a long may need more than a double: 16 digits before any point. */
export const LONG_DIGITS = /(?:^|[^.\d])\d{16}/;
/** Texts in which a decimal may. */
export const DECIMAL_DIGITS = /[\d.]{16}/;

/** The value of a JSON text, exact where `digits` matches it. Throws INPUT_FORMAT without quoting the text. */
export function parseJson(text: string, digits = DECIMAL_DIGITS): unknown {
  return digits.test(text) ? parseJsonExact(text) : parseJsonFast(text);
}

/** JSON.parse: for texts, or uses, where a double is enough for every number. */
export function parseJsonFast(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson();
  }
}

/**
 * As parseJson whatever the digits. The values of the keys of the outermost object that `rawKeys` names come as their
 * JSON text, unless they are strings or null.
 */
export function parseJsonExact(text: string, rawKeys?: ReadonlySet<string>): unknown {
  const parser = new Parser(text, rawKeys);
  const value = parser.parseValue(0);
  if (!parser.atEnd()) throw notJson();
  return value;
}

/** True for what a JSON object parses to. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

/** Sets an own property, also for the one name that assignment treats otherwise. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

function notJson(): ScoringError {
  return new ScoringError('INPUT_FORMAT', 'expected JSON, got text that does not parse as JSON');
}

class Parser {
  #at = 0;
  readonly #text: string;
  readonly #rawKeys: ReadonlySet<string> | undefined;

  constructor(text: string, rawKeys: ReadonlySet<string> | undefined) {
    this.#text = text;
    this.#rawKeys = rawKeys;
  }

  atEnd(): boolean {
    this.#skipSpace();
    return this.#at === this.#text.length;
  }

  parseValue(depth: number): unknown {
    if (depth > MAX_DEPTH) {
      throw new ScoringError('INPUT_FORMAT', `expected JSON nested at most ${MAX_DEPTH} deep, got deeper`);
    }
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === '{') return this.#parseObject(depth + 1);
    if (first === '[') return this.#parseArray(depth + 1);
    if (first === '"') return this.#parseString();
    return first === 't' || first === 'f' || first === 'n' ? this.#parseWord(first) : this.#parseNumber();
  }

  #parseObject(depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    this.#at++;
    if (this.#take('}')) return result;
    do {
      this.#skipSpace();
      const key = this.#parseString();
      if (!this.#take(':')) throw notJson();
      setOwn(result, key, depth === 1 && this.#rawKeys?.has(key) ? this.#parseRaw() : this.parseValue(depth));
    } while (this.#take(','));
    if (!this.#take('}')) throw notJson();
    return result;
  }

  #parseArray(depth: number): unknown[] {
    const result: unknown[] = [];
    this.#at++;
    if (this.#take(']')) return result;
    do result.push(this.parseValue(depth));
    while (this.#take(','));
    if (!this.#take(']')) throw notJson();
    return result;
  }

  #parseRaw(): unknown {
    this.#skipSpace();
    const start = this.#at;
    const value = this.parseValue(1);
    return value === null || typeof value === 'string' ? value : this.#text.slice(start, this.#at);
  }

  #parseString(): string {
    if (this.#text[this.#at] !== '"') throw notJson();
    let end = this.#at + 1;
    for (; this.#text[end] !== '"'; end++) {
      if (end >= this.#text.length) throw notJson();
      if (this.#text[end] === '\\') end++;
    }
    const start = this.#at;
    this.#at = end + 1;
    return parseJsonFast(this.#text.slice(start, this.#at)) as string;
  }

  #parseWord(first: string): unknown {
    const value = WORDS.get(first);
    if (!this.#text.startsWith(String(value), this.#at)) throw notJson();
    this.#at += String(value).length;
    return value;
  }

  #parseNumber(): number | bigint | JsonNumber {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) throw notJson();
    const [text, fraction, exponent] = match;
    this.#at += text.length;
    if (text.length <= SAFE_DIGITS) return Number(text);
    if (fraction !== undefined || exponent !== undefined) return new JsonNumber(text);
    return BigInt(text);
  }

  #take(mark: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at++;
    }
  }
}
