import { type Codec, decompress } from './codecs.ts';
import type { Reading } from './reading.ts';
import { booleanIn, numberIn, structIn, ThriftReader, type ThriftStruct } from './thrift.ts';

export type Encoding =
  | 'PLAIN'
  | 'PLAIN_DICTIONARY'
  | 'RLE'
  | 'BIT_PACKED'
  | 'DELTA_BINARY_PACKED'
  | 'DELTA_LENGTH_BYTE_ARRAY'
  | 'DELTA_BYTE_ARRAY'
  | 'RLE_DICTIONARY'
  | 'BYTE_STREAM_SPLIT';

const ENCODINGS: readonly (Encoding | undefined)[] = [
  'PLAIN',
  undefined,
  'PLAIN_DICTIONARY',
  'RLE',
  'BIT_PACKED',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'DELTA_BYTE_ARRAY',
  'RLE_DICTIONARY',
  'BYTE_STREAM_SPLIT',
];

/** Where the levels of a data page stand: in front of its values, each with its length, or apart as v2 has them. */
export type PageLevels =
  | { readonly version: 1; readonly definition: Encoding; readonly repetition: Encoding }
  | { readonly version: 2; readonly definitionBytes: number; readonly repetitionBytes: number };

/** A page as it stands in the file. */
export interface Page {
  /** Absent for a dictionary page. */
  readonly levels: PageLevels | undefined;
  readonly valueCount: number;
  readonly encoding: Encoding;
  /** Everything behind the header. */
  readonly body: Uint8Array;
  /** Length of the body once decompressed. */
  readonly size: number;
  readonly isCompressed: boolean;
}

/** Splits a column chunk into its dictionary and data pages; index pages and unknown ones are left out. */
export function splitPages(chunk: Uint8Array, valueCount: number, reading: Reading): readonly Page[] {
  const pages: Page[] = [];
  let position = 0;
  let seen = 0;
  while (seen < valueCount) {
    const { header, body } = readPageHeader(chunk, position, reading);
    position = body.end;
    if (position > chunk.length) {
      throw reading.damaged(`expected a page inside its column chunk, got one of ${body.end - body.start} bytes`);
    }
    const page = readPage(header, chunk.subarray(body.start, body.end), reading);
    if (page === undefined) continue;
    pages.push(page);
    if (page.levels !== undefined) seen += page.valueCount;
  }
  if (seen === valueCount) return pages;
  throw reading.damaged(`expected ${valueCount} values in the pages of the column chunk, got ${seen}`);
}

/** The header of the page at a position, and where its body stands, perhaps beyond the end of the bytes. */
export function readPageHeader(bytes: Uint8Array, position: number, reading: Reading) {
  const thrift = new ThriftReader(bytes, position, reading);
  const header = thrift.readStruct();
  const length = numberIn(header, 3) ?? -1;
  if (length < 0) throw reading.damaged(`expected the length of a page, got ${length}`);
  const start = thrift.position;
  return { header, body: { start, end: start + length } };
}

/** How many values a data page holds; undefined for other pages. */
export function valueCountOf(header: ThriftStruct): number | undefined {
  const data = structIn(header, 5) ?? structIn(header, 8);
  return data === undefined ? undefined : numberIn(data, 1);
}

/** A page of a header and its body, checked against its checksum; undefined for those that are left out. */
export function readPage(header: ThriftStruct, body: Uint8Array, reading: Reading): Page | undefined {
  const page = pageOf(header, body, reading);
  if (page !== undefined) checkSum(numberIn(header, 4), body, reading);
  return page;
}

/** Spark writes checksums since 3.2; a damaged model must not give answers. */
function checkSum(expected: number | undefined, body: Uint8Array, reading: Reading): void {
  if (expected === undefined || expected >>> 0 === reading.crc32(body)) return;
  throw reading.damaged('expected a page whose bytes have its checksum, got other bytes');
}

function pageOf(header: ThriftStruct, body: Uint8Array, reading: Reading): Page | undefined {
  const type = numberIn(header, 1);
  const size = numberIn(header, 2) ?? -1;
  if (!(size >= 0 && size < 2 ** 31)) throw reading.damaged(`expected the size of a page, got ${size}`);
  const first = structIn(header, 5);
  const second = structIn(header, 8);
  if (type === 0 && first !== undefined) {
    const definition = encodingOf(numberIn(first, 3), reading);
    const levels = { version: 1, definition, repetition: encodingOf(numberIn(first, 4), reading) } as const;
    return { levels, ...valuesOf(first, 2, reading), body, size, isCompressed: true };
  }
  if (type === 3 && second !== undefined) {
    const definitionBytes = numberIn(second, 5) ?? 0;
    const repetitionBytes = numberIn(second, 6) ?? 0;
    if (
      !(
        definitionBytes >= 0 &&
        repetitionBytes >= 0 &&
        definitionBytes + repetitionBytes <= Math.min(body.length, size)
      )
    ) {
      throw reading.damaged('expected the levels inside their page, got lengths beyond it');
    }
    const levels = { version: 2, definitionBytes, repetitionBytes } as const;
    return { levels, ...valuesOf(second, 4, reading), body, size, isCompressed: booleanIn(second, 7) ?? true };
  }
  const dictionary = structIn(header, 7);
  if (type === 2 && dictionary !== undefined) {
    return { levels: undefined, ...valuesOf(dictionary, 2, reading), body, size, isCompressed: true };
  }
  if (type === 0 || type === 2 || type === 3) throw reading.damaged('expected the header of a page, got a part of it');
  return undefined;
}

function valuesOf(
  header: ThriftStruct,
  encodingField: number,
  reading: Reading,
): Pick<Page, 'valueCount' | 'encoding'> {
  const valueCount = numberIn(header, 1) ?? -1;
  if (!(valueCount >= 0 && valueCount < 2 ** 31)) throw reading.damaged(`expected a value count, got ${valueCount}`);
  return { valueCount, encoding: encodingOf(numberIn(header, encodingField), reading) };
}

function encodingOf(code: number | undefined, reading: Reading): Encoding {
  const encoding = ENCODINGS[code ?? -1];
  if (encoding === undefined) throw reading.damaged(`expected a known encoding, got ${code}`);
  return encoding;
}

/** The decompressed body. The levels of v2 pages are never compressed and stay in front. */
export function contentOf(page: Page, codec: Codec, reading: Reading): Uint8Array | Promise<Uint8Array> {
  const { body, size, levels } = page;
  if (!page.isCompressed) return body;
  const plain = levels?.version === 2 ? levels.definitionBytes + levels.repetitionBytes : 0;
  if (plain === 0) return size === 0 ? body.subarray(0, 0) : decompress({ codec, bytes: body, size }, reading);
  if (size === plain) return body.subarray(0, plain);
  const values = decompress({ codec, bytes: body.subarray(plain), size: size - plain }, reading);
  const join = (decompressed: Uint8Array): Uint8Array => {
    const content = new Uint8Array(size);
    content.set(body.subarray(0, plain));
    content.set(decompressed, plain);
    return content;
  };
  return values instanceof Uint8Array ? join(values) : values.then(join);
}
