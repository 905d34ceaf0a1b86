import type { ByteSource } from './byte-source.ts';
import type { Reading } from './reading.ts';
import type { StructNode } from './schema.ts';
import { readSchema } from './schema-reader.ts';
import { bytesIn, numberIn, structIn, structsIn, ThriftReader, type ThriftStruct } from './thrift.ts';

/** Where the pages of one leaf stand in the file. All numbers are as claimed by the footer, offsets checked. */
export interface ColumnChunk {
  readonly codec: number | undefined;
  readonly valueCount: number;
  readonly start: number;
  readonly end: number;
}

export interface RowGroup {
  readonly rowCount: number;
  /** ColumnChunk structs in the order of the leaves. */
  readonly chunks: readonly ThriftStruct[];
}

export interface Footer {
  readonly schema: StructNode;
  readonly rowGroups: readonly RowGroup[];
  readonly keyValues: ReadonlyMap<string, string>;
}

/** Length and magic at the end of the file. */
const TAIL = 8;
/** One read usually gets the whole footer. */
const FIRST_READ = 64 * 1024;
const MAX_ROWS = 2 ** 31 - 2;

/** Reads and checks the footer. */
export async function readFooter(source: ByteSource, reading: Reading): Promise<Footer> {
  const { size } = source;
  if (size < TAIL + 4) throw reading.damaged(`expected a Parquet file, got ${size} bytes`);
  const start = Math.max(0, size - FIRST_READ);
  let bytes = await readRange(source, { start, end: size }, reading);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkMagic(view.getUint32(bytes.length - 4, true), reading);
  const length = view.getUint32(bytes.length - TAIL, true);
  if (length > size - TAIL - 4) throw reading.damaged(`expected a footer inside the file, got a length of ${length}`);
  if (length + TAIL > bytes.length)
    bytes = await readRange(source, { start: size - TAIL - length, end: size }, reading);
  const footer = bytes.subarray(bytes.length - TAIL - length, bytes.length - TAIL);
  return parseFooter(new ThriftReader(footer, 0, reading).readStruct(), reading);
}

/** The bytes of a range; a source that returns fewer is a damaged file. */
export async function readRange(
  source: ByteSource,
  { start, end }: { readonly start: number; readonly end: number },
  reading: Reading,
): Promise<Uint8Array> {
  const bytes = await source.read(start, end);
  if (bytes.length === end - start) return bytes;
  throw reading.damaged(`expected ${end - start} bytes from ${start}, got ${bytes.length}`);
}

function checkMagic(magic: number, reading: Reading): void {
  if (magic === 0x31524150) return;
  if (magic === 0x45524150)
    throw reading.unsupported('expected a Parquet file without encryption, got an encrypted one');
  throw reading.damaged('expected a Parquet file ending in PAR1, got other bytes');
}

function parseFooter(metadata: ThriftStruct, reading: Reading): Footer {
  const schema = readSchema(structsIn(metadata, 2), reading);
  const rowGroups = structsIn(metadata, 4).map((group) => {
    const rowCount = numberIn(group, 3) ?? -1;
    if (!(rowCount >= 0 && rowCount <= MAX_ROWS)) throw reading.damaged(`expected a row count, got ${rowCount}`);
    return { rowCount, chunks: structsIn(group, 1) };
  });
  const decoder = new TextDecoder();
  const keyValues = new Map<string, string>();
  for (const pair of structsIn(metadata, 5)) {
    const key = bytesIn(pair, 1);
    const value = bytesIn(pair, 2);
    if (key !== undefined && value !== undefined) keyValues.set(decoder.decode(key), decoder.decode(value));
  }
  return { schema, rowGroups, keyValues };
}

/** Checks what the footer says of one column chunk. */
export function chunkOf(column: ThriftStruct | undefined, size: number, reading: Reading): ColumnChunk {
  if (column === undefined) throw reading.damaged('expected a column chunk, got none');
  if (structIn(column, 8) !== undefined || bytesIn(column, 9) !== undefined) {
    throw reading.unsupported('expected a column without encryption, got an encrypted one');
  }
  if (bytesIn(column, 1) !== undefined)
    throw reading.unsupported('expected a column in this file, got a link to another');
  const metadata = structIn(column, 3);
  if (metadata === undefined) throw reading.damaged('expected the metadata of a column chunk, got none');
  const valueCount = numberIn(metadata, 5) ?? -1;
  if (!(valueCount >= 0 && valueCount <= MAX_ROWS)) throw reading.damaged(`expected a value count, got ${valueCount}`);
  const codec = numberIn(metadata, 4);
  if (valueCount === 0) return { codec, valueCount, start: 0, end: 0 };
  const dataStart = numberIn(metadata, 9) ?? -1;
  const dictionaryStart = numberIn(metadata, 11) ?? 0;
  const start = dictionaryStart > 0 && dictionaryStart < dataStart ? dictionaryStart : dataStart;
  const end = start + (numberIn(metadata, 7) ?? -1);
  if (!(start >= 4 && end >= start && end <= size - TAIL)) {
    throw reading.damaged(`expected a column chunk inside the file, got bytes ${start} to ${end} of ${size}`);
  }
  return { codec, valueCount, start, end };
}
