/** Flat JSON lines as columns: lines in the form of an earlier one straight from the bytes, all others as text. */
import {
  type ColumnBatch,
  createJsonDecoder,
  type DataType,
  isObject,
  parseJsonFast,
  type Row,
  ScoringError,
  type StructType,
  type Value,
  type Zone,
} from '@tinderbox/scoring';
import { ByteWindow } from './byte-window.ts';
import { BatchBuilder, type ColumnBuilder } from './column-builder.ts';
import { NumberBytes } from './number-bytes.ts';
import type { SourcePart } from './source.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const COLON = 58;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const LINE_END = Uint8Array.of(LINE_FEED);

/** In place of where something ends. */
const UNUSUAL = -1;
/** Of the lines that are unusual, one in so many is looked at for the form of those that follow. */
const LEARN_EVERY = 16;

const WORDS: readonly (readonly [Buffer, Value])[] = [
  [Buffer.from('true'), true],
  [Buffer.from('false'), false],
  [Buffer.from('null'), null],
];

const NUMBER = 0;
const FLOAT = 1;
const INTEGER = 2;
const STRING = 3;
const BOOLEAN = 4;
/** Decoded from a string, or not from here. */
const OTHER = 5;
const KINDS: ReadonlyMap<DataType, number> = new Map([
  ['double', NUMBER],
  ['float', FLOAT],
  ['byte', INTEGER],
  ['short', INTEGER],
  ['integer', INTEGER],
  ['long', INTEGER],
  ['string', STRING],
  ['boolean', BOOLEAN],
]);
const WHOLE_BITS: ReadonlyMap<DataType, number> = new Map([
  ['byte', 7],
  ['short', 15],
  ['integer', 31],
  ['long', 63],
]);

export interface JsonColumnsOptions {
  readonly schema: StructType;
  readonly zone?: Zone | undefined;
  /** Any line as a row; throws what is wrong with it, `row` being its number. */
  readonly parseLine: (line: { readonly text: string; readonly row: number }) => Row;
  readonly most?: number | undefined;
}

/** The lines of a part that are not blank, `most` at once. */
export async function* readJsonColumns(
  part: SourcePart,
  options: JsonColumnsOptions,
): AsyncGenerator<ColumnBatch, void, void> {
  const batch = new BatchBuilder(options.schema, options.most);
  const reader = new JsonColumns(options, batch);
  let atStart = part.start === 0;
  for await (const chunk of part.chunks()) {
    const isMarked = atStart && chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    atStart = false;
    reader.add(isMarked ? chunk.subarray(BYTE_ORDER_MARK.length) : chunk, part.name);
    while (reader.readLines()) yield batch.take();
  }
  reader.add(LINE_END, part.name);
  while (reader.readLines()) yield batch.take();
  if (batch.length > 0) yield batch.take();
}

/** A key of the lines of a form. */
interface Key {
  /** With its quotes. */
  readonly bytes: Uint8Array;
  readonly column: number;
}

class JsonColumns {
  readonly #options: JsonColumnsOptions;
  readonly #batch: BatchBuilder;
  readonly #kinds: Uint8Array;
  readonly #limits: Float64Array;
  readonly #decoders: readonly ((value: unknown) => Value)[];
  readonly #window = new ByteWindow();
  readonly #numbers = new NumberBytes();
  /** Behind the last line end. */
  #linesEnd = 0;
  /** Undefined as long as none is known. */
  #keys: readonly Key[] | undefined;
  /** Columns that the form has no key for. */
  #missing: readonly ColumnBuilder[] = [];
  #unusual = 0;
  #rows = 0;

  constructor(options: JsonColumnsOptions, batch: BatchBuilder) {
    const { fields } = options.schema;
    this.#options = options;
    this.#batch = batch;
    this.#kinds = Uint8Array.from(fields, ({ type }) => KINDS.get(type) ?? OTHER);
    this.#limits = Float64Array.from(fields, ({ type }) => Math.min(2 ** (WHOLE_BITS.get(type) ?? 0), 1e15));
    this.#decoders = fields.map(({ type }) => createJsonDecoder(type, options.zone));
  }

  /** Throws INPUT_LIMIT for a line over 64 MiB. */
  add(chunk: Uint8Array, file: string): void {
    const window = this.#window;
    window.add(chunk);
    const end = chunk.lastIndexOf(LINE_FEED);
    this.#linesEnd = end < 0 ? window.at : window.limit - chunk.length + end + 1;
    if (window.limit - Math.max(window.at, this.#linesEnd) <= MAX_LINE_BYTES) return;
    throw new ScoringError('INPUT_LIMIT', 'expected lines of at most 64 MiB, got a longer one', { file });
  }

  /** True where the batch is full, false where no whole line is left. */
  readLines(): boolean {
    const window = this.#window;
    while (window.at < this.#linesEnd) {
      const { at } = window;
      const end = this.#keys === undefined ? UNUSUAL : this.#readUsual(at);
      if (end >= 0) {
        window.at = end;
        this.#batch.end(end - at);
        this.#rows++;
      } else this.#readText();
      if (this.#batch.isFull) return true;
    }
    return false;
  }

  #readText(): void {
    const { bytes, at } = this.#window;
    const end = bytes.indexOf(LINE_FEED, at);
    const text = bytes.toString('utf8', at, bytes[end - 1] === CARRIAGE_RETURN && end > at ? end - 1 : end);
    this.#window.at = end + 1;
    if (text.trim() === '') return;
    this.#batch.add(this.#options.parseLine({ text, row: ++this.#rows }), end - at);
    if (this.#unusual++ % LEARN_EVERY === 0) this.#learn(text);
  }

  /** Takes the keys of a line, if all of them are columns. */
  #learn(text: string): void {
    const places = new Map(this.#options.schema.fields.map(({ name }, k) => [name, k]));
    const line = parseJsonFast(text);
    const names = isObject(line) ? Object.keys(line) : [];
    if (places.size < this.#kinds.length || names.length === 0 || names.some((name) => !places.has(name))) return;
    this.#keys = names.map((name) => ({
      bytes: Buffer.from(JSON.stringify(name)),
      column: places.get(name) as number,
    }));
    const known = new Set(this.#keys.map(({ column }) => column));
    this.#missing = this.#batch.columns.filter((_, k) => !known.has(k));
  }

  /** Puts the values of a line in the known form; where the next line begins. */
  #readUsual(start: number): number {
    const { bytes } = this.#window;
    const keys = this.#keys as readonly Key[];
    let mark = OPEN;
    let at = start;
    for (let k = 0; k < keys.length; k++) {
      if (bytes[at] !== mark) return UNUSUAL;
      const key = keys[k] as Key;
      at = this.#skipKey(this.#skipSpaces(at + 1), key.bytes);
      if (at < 0) return UNUSUAL;
      at = this.#readValue(key.column, this.#skipSpaces(at));
      if (at < 0) return UNUSUAL;
      mark = COMMA;
    }
    if (bytes[at] !== CLOSE) return UNUSUAL;
    at = bytes[at + 1] === CARRIAGE_RETURN ? at + 2 : at + 1;
    if (bytes[at] !== LINE_FEED) return UNUSUAL;
    for (const column of this.#missing) column.put(this.#batch.length, null);
    return at + 1;
  }

  #skipSpaces(start: number): number {
    const { bytes } = this.#window;
    let at = start;
    while (bytes[at] === SPACE) at++;
    return at;
  }

  /** Behind the colon that follows the key. */
  #skipKey(start: number, key: Uint8Array): number {
    const end = this.#skipWord(start, key);
    return end >= 0 && this.#window.bytes[end] === COLON ? end + 1 : UNUSUAL;
  }

  #skipWord(start: number, word: Uint8Array): number {
    const { bytes } = this.#window;
    for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return UNUSUAL;
    return start + word.length;
  }

  /** Behind the value. */
  #readValue(k: number, at: number): number {
    const { bytes } = this.#window;
    const byte = bytes[at] as number;
    if (byte === MINUS || (byte >= ZERO && byte <= ZERO + 9)) return this.#readNumber(k, at);
    if (byte === QUOTE) return this.#readString(k, at + 1);
    for (const [word, value] of WORDS) {
      const end = byte === word[0] ? this.#skipWord(at, word) : UNUSUAL;
      if (end < 0 || (value !== null && this.#kinds[k] !== BOOLEAN)) continue;
      this.#put(k, value);
      return end;
    }
    return UNUSUAL;
  }

  #readNumber(k: number, at: number): number {
    const { bytes } = this.#window;
    const first = bytes[at] === MINUS ? at + 1 : at;
    // Digits behind a leading zero are no JSON.
    if (bytes[first] === ZERO && isDigit(bytes[first + 1] as number)) return UNUSUAL;
    const kind = this.#kinds[k] as number;
    if (kind > INTEGER) return UNUSUAL;
    const value = kind === INTEGER ? this.#numbers.readInteger(bytes, at) : this.#numbers.readDouble(bytes, at);
    const { end } = this.#numbers;
    const isFit = kind === INTEGER ? Math.abs(value) < (this.#limits[k] as number) : !Number.isNaN(value);
    if (!isFit || (bytes[end] !== COMMA && bytes[end] !== CLOSE)) return UNUSUAL;
    this.#put(k, kind === FLOAT ? Math.fround(value) : value);
    return end;
  }

  #readString(k: number, start: number): number {
    const { bytes } = this.#window;
    const kind = this.#kinds[k];
    if (kind !== STRING && kind !== OTHER) return UNUSUAL;
    let end = start;
    let all = 0;
    for (let byte = bytes[end] as number; byte !== QUOTE; byte = bytes[++end] as number) {
      if (byte < SPACE || byte === BACKSLASH) return UNUSUAL;
      all |= byte;
    }
    const text = bytes.toString(all < 0x80 ? 'latin1' : 'utf8', start, end);
    try {
      this.#put(k, kind === STRING ? text : (this.#decoders[k] as (value: unknown) => Value)(text));
    } catch {
      // The line as a whole is told what is wrong, with its place.
      return UNUSUAL;
    }
    return end + 1;
  }

  #put(k: number, value: Value): void {
    (this.#batch.columns[k] as ColumnBuilder).put(this.#batch.length, value);
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}
