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
const SPACE_OR_COMMENT = /(?:[ \t\r\n]|\/\*[\s\S]*?\*\/|\/\/[^\r\n]*)*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PADDED_NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NAMED_NUMBER = /NaN|[+-]?(?:Infinity|INF)/y;
const BARE_NAME = /[\p{L}_$@*#+-][\p{L}\d_$@*#+-]*/uy;
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

/** What of Jackson's features is on, besides strict JSON. */
export interface JsonFeatures {
  readonly singleQuotes: boolean;
  readonly comments?: boolean;
  readonly bareNames?: boolean;
  readonly leadingZeros?: boolean;
  /** NaN and the infinities. */
  readonly namedNumbers?: boolean;
  /** A backslash before any character. */
  readonly anyEscapes?: boolean;
  /** Control characters as they are. */
  readonly controls?: boolean;
}

/** The first value of a text, whatever follows it; undefined where it is no JSON. */
export function readJson(text: string, features: JsonFeatures): Json | undefined {
  const reader = new JsonReader(text, features);
  const value = reader.read(0);
  return value !== undefined && ends(value, reader.rest) ? value : undefined;
}

/** Whether a text that is no JSON might be the beginning of some. */
export function endsEarly(text: string, features: JsonFeatures): boolean {
  const reader = new JsonReader(text, features);
  return reader.read(0) === undefined && reader.rest === '';
}

/** False where a number or word goes on behind its end. */
function ends(value: Json, rest: string): boolean {
  if (value instanceof JsonNumberText) return /^(?:[ \t\r\n]|$)/.test(rest);
  const isWord = value === null || typeof value === 'boolean' || value instanceof JsonNumberText;
  return !isWord || !/^[\p{L}\p{N}_$]/u.test(rest);
}

class JsonReader {
  #at = 0;
  readonly #text: string;
  readonly #quotes: string;
  readonly #features: JsonFeatures;

  constructor(text: string, features: JsonFeatures) {
    this.#text = text;
    this.#quotes = features.singleQuotes ? '"\'' : '"';
    this.#features = features;
  }

  #skip(): void {
    this.#take(this.#features.comments ? SPACE_OR_COMMENT : SPACE);
  }

  /** What stands behind the value read. */
  get rest(): string {
    return this.#text.slice(this.#at);
  }

  read(depth: number): Json | undefined {
    this.#skip();
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
    const number =
      (this.#features.namedNumbers && this.#take(NAMED_NUMBER)) ||
      this.#take(this.#features.leadingZeros ? PADDED_NUMBER : NUMBER);
    return number === '' ? undefined : new JsonNumberText(number.replace(/^(-?)0+(?=\d)/, '$1'));
  }

  #members(depth: number): JsonMembers | undefined {
    this.#at++;
    const entries: [string, Json][] = [];
    if (this.#mark('}')) return new JsonMembers(entries);
    do {
      const key = this.#name();
      if (key === undefined || !this.#mark(':')) return undefined;
      const value = this.read(depth + 1);
      if (value === undefined) return undefined;
      entries.push([key, value]);
    } while (this.#mark(','));
    return this.#mark('}') ? new JsonMembers(entries) : undefined;
  }

  #name(): string | undefined {
    this.#skip();
    if (this.#quotes.includes(this.#text[this.#at] ?? ' ')) return this.#string();
    return (this.#features.bareNames && this.#take(BARE_NAME)) || undefined;
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
      if (character === undefined || (character < ' ' && !this.#features.controls)) return undefined;
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
        const plain = ESCAPED[escaped] ?? (this.#features.anyEscapes ? escaped : undefined);
        if (plain === undefined) return undefined;
        result += plain;
      }
    }
    this.#at++;
    return result;
  }

  #mark(mark: string): boolean {
    this.#skip();
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
  if (value instanceof JsonNumberText) return writeNumber(value.text);
  if (value instanceof JsonMembers)
    return `{${value.entries.map(([key, item]) => `${quoteJson(key)}:${writeJson(item)}`).join(',')}}`;
  return `[${value.map(writeJson).join(',')}]`;
}

/** Jackson passes fractions through a double, and quotes what is no number. */
function writeNumber(text: string): string {
  if (!/\d/.test(text)) return text === 'NaN' ? '"NaN"' : text.startsWith('-') ? '"-Infinity"' : '"Infinity"';
  return /[.eE]/.test(text) ? javaDouble(Number(text)) : text;
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
