/** JSON as Jackson reads and writes it for Spark: numbers keep their text until they are written, keys may repeat. */
import { javaDouble } from '../core/java-text.ts';

/** A number by its text. */
export class JsonNumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Json = null | boolean | string | JsonNumberText | readonly Json[] | JsonMembers;

/** The members of an object in their order. */
export class JsonMembers {
  readonly entries: readonly (readonly [string, Json])[];

  constructor(entries: readonly (readonly [string, Json])[]) {
    this.entries = entries;
  }

  /** The first member of that name. */
  get(name: string): Json | undefined {
    return this.entries.find(([key]) => key === name)?.[1];
  }

  /** The last member of that name. */
  last(name: string): Json | undefined {
    return this.entries.findLast(([key]) => key === name)?.[1];
  }
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [string, Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const ESCAPED: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
  "'": "'",
};
/** Objects and arrays within each other, as Jackson's `StreamReadConstraints` has it. */
const MOST_DEPTH = 1000;

/** The first value of a text, whatever follows it; undefined where it is no JSON. */
export function readJson(text: string, { singleQuotes }: { singleQuotes: boolean }): Json | undefined {
  const reader = new JsonReader(text, singleQuotes);
  const value = reader.read(0);
  return value !== undefined && ends(value, reader.rest) ? value : undefined;
}

/** False where a number or word goes on behind its end. */
function ends(value: Json, rest: string): boolean {
  if (value instanceof JsonNumberText) return /^(?:[ \t\r\n]|$)/.test(rest);
  return (value !== null && typeof value !== 'boolean') || !/^[\p{L}\p{N}_$]/u.test(rest);
}

class JsonReader {
  #at = 0;
  readonly #text: string;
  readonly #quotes: string;

  constructor(text: string, singleQuotes: boolean) {
    this.#text = text;
    this.#quotes = singleQuotes ? '"\'' : '"';
  }

  /** What stands behind the value read. */
  get rest(): string {
    return this.#text.slice(this.#at);
  }

  read(depth: number): Json | undefined {
    this.#take(SPACE);
    const first = this.#text[this.#at];
    if (first === undefined) return undefined;
    if ((first === '{' || first === '[') && depth >= MOST_DEPTH) return undefined;
    if (first === '{') return this.#members(depth);
    if (first === '[') return this.#list(depth);
    if (this.#quotes.includes(first)) return this.#string();
    const word = WORDS.find(([name]) => this.#text.startsWith(name, this.#at));
    if (word !== undefined) {
      this.#at += word[0].length;
      return word[1];
    }
    const number = this.#take(NUMBER);
    return number === '' ? undefined : new JsonNumberText(number);
  }

  #members(depth: number): JsonMembers | undefined {
    this.#at++;
    const entries: [string, Json][] = [];
    if (this.#mark('}')) return new JsonMembers(entries);
    do {
      this.#take(SPACE);
      const key = this.#quotes.includes(this.#text[this.#at] ?? ' ') ? this.#string() : undefined;
      if (key === undefined || !this.#mark(':')) return undefined;
      const value = this.read(depth + 1);
      if (value === undefined) return undefined;
      entries.push([key, value]);
    } while (this.#mark(','));
    return this.#mark('}') ? new JsonMembers(entries) : undefined;
  }

  #list(depth: number): readonly Json[] | undefined {
    this.#at++;
    const items: Json[] = [];
    if (this.#mark(']')) return items;
    do {
      const value = this.read(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
    } while (this.#mark(','));
    return this.#mark(']') ? items : undefined;
  }

  #string(): string | undefined {
    const quote = this.#text[this.#at];
    let result = '';
    for (this.#at++; ; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined || character < ' ') return undefined;
      if (character === quote) break;
      if (character !== '\\') {
        result += character;
        continue;
      }
      const escaped = this.#text[++this.#at] ?? '';
      if (escaped === 'u') {
        const digits = this.#text.slice(this.#at + 1, this.#at + 5);
        if (!/^[\da-f]{4}$/i.test(digits)) return undefined;
        result += String.fromCharCode(Number.parseInt(digits, 16));
        this.#at += 4;
      } else {
        const plain = ESCAPED[escaped];
        if (plain === undefined) return undefined;
        result += plain;
      }
    }
    this.#at++;
    return result;
  }

  #mark(mark: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

/** Compact JSON. */
export function writeJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoteJson(value);
  // Jackson passes fractions through a double.
  if (value instanceof JsonNumberText) return /[.eE]/.test(value.text) ? javaDouble(Number(value.text)) : value.text;
  if (value instanceof JsonMembers)
    return `{${value.entries.map(([key, item]) => `${quoteJson(key)}:${writeJson(item)}`).join(',')}}`;
  return `[${value.map(writeJson).join(',')}]`;
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

export function quoteJson(text: string): string {
  const escaped = text.replace(
    /["\\\u0000-\u001f]/g,
    (character) => SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}
