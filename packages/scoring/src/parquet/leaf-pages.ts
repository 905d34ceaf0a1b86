import { assemble } from './assembly.ts';
import type { ByteSource } from './byte-source.ts';
import { codecOf } from './codecs.ts';
import type { LeafColumn } from './columns.ts';
import { type ColumnChunk, readRange } from './footer.ts';
import { LeafDecoder } from './leaf-decoder.ts';
import { contentOf, readPage, readPageHeader, valueCountOf } from './pages.ts';
import type { Reading } from './reading.ts';
import type { LeafNode } from './schema.ts';
import { sliceColumn } from './slice-column.ts';
import type { ThriftStruct } from './thrift.ts';
import type { ValueBuffer } from './value-buffer.ts';

/** What the first read of a column gets; later ones get about a page, which is as large as the one before. */
const WINDOW = 256 * 1024;
/** Enough for most headers. */
const HEADER_WINDOW = 1024;

/** The column chunk of a leaf at the top of the schema, one page in memory at a time. */
export class LeafPages {
  readonly #source: ByteSource;
  readonly #leaf: LeafNode;
  readonly #chunk: ColumnChunk;
  /** A budget anew for each page. */
  readonly #reading: () => Reading;
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;
  #position: number;
  #pageWindow = WINDOW;
  #seen = 0;
  #dictionary: ValueBuffer | undefined;
  #page: LeafColumn | undefined;
  #taken = 0;

  constructor(source: ByteSource, leaf: LeafNode, chunk: ColumnChunk, reading: () => Reading) {
    this.#source = source;
    this.#leaf = leaf;
    this.#chunk = chunk;
    this.#reading = reading;
    this.#position = chunk.start;
  }

  /** Moves over so many rows without decoding the pages that hold nothing else. */
  async skip(rows: number): Promise<void> {
    let left = rows;
    while (left > 0) {
      const { header, start, end } = await this.#readHeader(HEADER_WINDOW);
      const count = valueCountOf(header);
      if (count !== undefined && count <= left) {
        left -= count;
        this.#seen += count;
        this.#position = end;
      } else if (count === undefined) await this.#decode(header, start, end);
      else {
        await this.#decode(header, start, end);
        this.#taken = left;
        return;
      }
    }
  }

  /** How many rows can be taken at once; 0 at the end. */
  async ahead(): Promise<number> {
    while (this.#page === undefined || this.#taken === this.#page.length) {
      if (this.#seen === this.#chunk.valueCount) return 0;
      const { header, start, end } = await this.#readHeader(this.#pageWindow);
      await this.#decode(header, start, end);
    }
    return this.#page.length - this.#taken;
  }

  /** The next rows, as many as are ahead at most. */
  take(rows: number): LeafColumn {
    const start = this.#taken;
    this.#taken += rows;
    return sliceColumn(this.#page as LeafColumn, start, this.#taken) as LeafColumn;
  }

  async #decode(header: ThriftStruct, start: number, end: number): Promise<void> {
    const reading = this.#reading();
    this.#pageWindow = end - start + HEADER_WINDOW;
    this.#position = end;
    const page = readPage(header, await this.#bytes(start, end), reading);
    if (page === undefined) return;
    reading.charge(page.size);
    const codec = codecOf(this.#chunk.codec, reading);
    const content = contentOf(page, codec, reading);
    const count = page.levels === undefined ? 0 : page.valueCount;
    if (this.#seen + count > this.#chunk.valueCount) throw reading.damaged('expected the rows of the group, got more');
    const decoder = new LeafDecoder(this.#leaf, count, reading, this.#dictionary);
    decoder.add(page, content instanceof Uint8Array ? content : await content);
    this.#dictionary = decoder.dictionary;
    if (page.levels === undefined) return;
    this.#seen += count;
    this.#page = assemble(this.#leaf, new Map([[this.#leaf.index, decoder.entries()]]), reading) as LeafColumn;
    this.#taken = 0;
  }

  /** The header of the next page and where its body stands in the file. */
  async #readHeader(window: number) {
    const reading = this.#reading();
    for (let size = window; ; size *= 16) {
      const left = this.#chunk.end - this.#position;
      if (left <= 0) throw reading.damaged('expected another page, got the end of the column chunk');
      const bytes = await this.#bytes(this.#position, this.#position + Math.min(size, left), window);
      try {
        const { header, body } = readPageHeader(bytes, 0, reading);
        const [start, end] = [this.#position + body.start, this.#position + body.end];
        if (end <= this.#chunk.end) return { header, start, end };
        throw reading.damaged(`expected a page inside its column chunk, got one of ${end - start} bytes`);
      } catch (error) {
        if (size >= left || size > WINDOW) throw error;
      }
    }
  }

  /** From the window where it reaches so far, else read; bytes for less than a window come with those behind them. */
  async #bytes(start: number, end: number, window = 0): Promise<Uint8Array> {
    const offset = start - this.#windowStart;
    if (offset >= 0 && end <= this.#windowStart + this.#window.length) {
      return this.#window.subarray(offset, end - this.#windowStart);
    }
    const known = offset >= 0 ? this.#window.subarray(offset) : new Uint8Array(0);
    const reading = this.#reading();
    if (window === 0 && known.length > 0) {
      const bytes = new Uint8Array(end - start);
      bytes.set(known);
      bytes.set(await readRange(this.#source, { start: start + known.length, end }, reading), known.length);
      return bytes;
    }
    this.#window = await readRange(this.#source, { start, end }, reading);
    this.#windowStart = start;
    return this.#window;
  }
}
