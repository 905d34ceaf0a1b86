import { codecOf } from './codecs.ts';
import { type Cursor, decodeHybrid } from './hybrid.ts';
import { areAllHighest, countHighest, decodeLevels, takeLevels } from './levels.ts';
import { contentOf, type Encoding, type Page, splitPages } from './pages.ts';
import { decodePlain, type Target, take } from './plain.ts';
import type { Reading } from './reading.ts';
import type { LeafNode } from './schema.ts';
import { decodeSpecial } from './special-encodings.ts';
import { createBuffer, gather, type ValueBuffer } from './value-buffer.ts';

/** A column chunk decoded, not yet assembled: one entry for each value, null or empty list on the way to it. */
export interface LeafEntries {
  readonly leaf: LeafNode;
  readonly count: number;
  /** Absent when no group on the way is repeated. */
  readonly repetition: Uint8Array | undefined;
  /** Absent when every entry has the highest level: nothing is null or empty. */
  readonly definition: Uint8Array | undefined;
  /** The values of the entries that have the highest level, packed. */
  readonly values: ValueBuffer;
  readonly valueCount: number;
}

export interface EncodedLeaf {
  readonly leaf: LeafNode;
  readonly codec: number | undefined;
  readonly valueCount: number;
  readonly bytes: Uint8Array;
}

/** Decodes the column chunk of one leaf. */
export async function decodeLeaf(encoded: EncodedLeaf, reading: Reading): Promise<LeafEntries> {
  const { leaf, valueCount, bytes } = encoded;
  const codec = codecOf(encoded.codec, reading);
  const pages = splitPages(bytes, valueCount, reading);
  const decoder = new LeafDecoder(leaf, valueCount, reading);
  for (const page of pages) {
    reading.charge(page.size);
    const content = contentOf(page, codec, reading);
    decoder.add(page, content instanceof Uint8Array ? content : await content);
    // Numbers are in the result already and the page is free again; texts and bytes stay about as large as the page.
    if (leaf.physical !== 'BYTE_ARRAY') reading.charge(-page.size);
  }
  return decoder.entries();
}

/** Decodes pages of one leaf, in order, as many as hold `count` entries. */
export class LeafDecoder {
  readonly #leaf: LeafNode;
  readonly #reading: Reading;
  readonly #count: number;
  readonly #repetition: Uint8Array | undefined;
  #definition: Uint8Array | undefined;
  readonly #values: ValueBuffer;
  #dictionary: ValueBuffer | undefined;
  #entriesDone = 0;
  #valuesDone = 0;

  constructor(leaf: LeafNode, count: number, reading: Reading, dictionary?: ValueBuffer) {
    this.#leaf = leaf;
    this.#dictionary = dictionary;
    this.#count = count;
    this.#reading = reading;
    this.#values = createBuffer(leaf, count, reading);
    this.#repetition = leaf.levels.slotRepetition > 0 ? this.#createLevels() : undefined;
  }

  /** That of the last dictionary page. */
  get dictionary(): ValueBuffer | undefined {
    return this.#dictionary;
  }

  entries(): LeafEntries {
    return {
      leaf: this.#leaf,
      count: this.#count,
      repetition: this.#repetition,
      definition: this.#definition,
      values: this.#values,
      valueCount: this.#valuesDone,
    };
  }

  add(page: Page, content: Uint8Array): void {
    const cursor: Cursor = { bytes: content, position: 0, end: content.length };
    if (page.levels === undefined) {
      this.#addDictionary(page, cursor);
      return;
    }
    const { levels, valueCount: count } = page;
    const v2 = levels.version === 2;
    this.#addRepetition(cursor, v2 ? levels.repetitionBytes : levels.repetition, count);
    const present = this.#addDefinition(cursor, v2 ? levels.definitionBytes : levels.definition, count);
    this.#entriesDone += count;
    if (present > 0) this.#addValues(page.encoding, cursor, present);
  }

  #addDictionary(page: Page, cursor: Cursor): void {
    const { encoding, valueCount: count } = page;
    if (encoding !== 'PLAIN' && encoding !== 'PLAIN_DICTIONARY') {
      throw this.#reading.damaged(`expected a dictionary encoded as PLAIN, got ${encoding}`);
    }
    // Every value but a boolean, which no writer puts into a dictionary, takes a byte or more.
    if (count > cursor.end)
      throw this.#reading.damaged(`expected a dictionary of ${count} values, got ${cursor.end} bytes`);
    const buffer = createBuffer(this.#leaf, count, this.#reading);
    decodePlain(cursor, { leaf: this.#leaf, buffer, start: 0, count }, this.#reading);
    this.#dictionary = buffer;
  }

  #addRepetition(cursor: Cursor, layout: number | Encoding, count: number): void {
    if (this.#repetition === undefined) {
      if (typeof layout === 'number') take(cursor, layout, this.#reading);
      return;
    }
    const levels = takeLevels(cursor, { layout, max: this.#leaf.levels.slotRepetition, count }, this.#reading);
    decodeLevels(levels, this.#repetition.subarray(this.#entriesDone, this.#entriesDone + count), this.#reading);
  }

  /** Returns how many values of the page are present. */
  #addDefinition(cursor: Cursor, layout: number | Encoding, count: number): number {
    const max = this.#leaf.levels.definition;
    if (max === 0) {
      if (typeof layout === 'number') take(cursor, layout, this.#reading);
      return count;
    }
    const levels = takeLevels(cursor, { layout, max, count }, this.#reading);
    if (areAllHighest(levels, this.#reading)) return count;
    this.#definition ??= this.#createLevels().fill(max);
    const out = this.#definition.subarray(this.#entriesDone, this.#entriesDone + count);
    decodeLevels(levels, out, this.#reading);
    return countHighest(out, max);
  }

  #addValues(encoding: Encoding, cursor: Cursor, count: number): void {
    const target = { leaf: this.#leaf, buffer: this.#values, start: this.#valuesDone, count };
    this.#valuesDone += count;
    if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') this.#addIndexed(cursor, target);
    else if (encoding === 'PLAIN') decodePlain(cursor, target, this.#reading);
    else decodeSpecial(encoding, { cursor, target }, this.#reading);
  }

  #addIndexed(cursor: Cursor, { buffer, start, count }: Target): void {
    const dictionary = this.#dictionary;
    if (dictionary === undefined) throw this.#reading.damaged('expected a dictionary page before indices, got none');
    const bitWidth = cursor.bytes[take(cursor, 1, this.#reading)] as number;
    if (bitWidth > 32) throw this.#reading.damaged(`expected indices of at most 32 bits, got ${bitWidth}`);
    const indices = new Int32Array(count);
    decodeHybrid(cursor, bitWidth, indices, this.#reading);
    if (gather(buffer, start, { dictionary, indices })) return;
    throw this.#reading.damaged(`expected indices below ${dictionary.values.length}, got a higher one`);
  }

  #createLevels(): Uint8Array {
    this.#reading.charge(this.#count);
    return new Uint8Array(this.#count);
  }
}
