/** The central directory of a zip archive (PKWARE APPNOTE 6.3.10), zip64 included. */

import { type Archive, checkEntryCount, damaged, viewOf } from './archive.ts';
import { checkEntryPath, decodeName } from './entry-path.ts';

/** A regular file of a zip archive. */
export interface ZipEntry {
  readonly path: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly dataOffset: number;
}

interface Extent {
  readonly count: number;
  readonly offset: number;
  readonly size: number;
}

interface Header extends Omit<ZipEntry, 'path' | 'dataOffset'> {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly headerOffset: number;
  /** Of the central directory's own record. */
  readonly length: number;
}

const END = 0x06054b50;
const END_LENGTH = 22;
const ZIP64_END = 0x06064b50;
const ZIP64_END_LENGTH = 56;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_LENGTH = 20;
const CENTRAL = 0x02014b50;
const CENTRAL_LENGTH = 46;
const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const MAX_UINT16 = 0xffff;
const MAX_UINT32 = 0xffffffff;

/** The regular files in the order of the directory. Nothing is inflated. */
export function readZipDirectory(archive: Archive): ZipEntry[] {
  const extent = findDirectory(archive);
  checkEntryCount(archive, extent.count);
  const end = extent.offset + extent.size;
  const headers: Header[] = [];
  let offset = extent.offset;
  for (let i = 0; i < extent.count; i++) {
    const header = readHeader(archive, offset, end);
    headers.push(header);
    offset += header.length;
  }
  if (offset !== end) {
    throw damaged(archive, `expected ${extent.count} entries in the zip directory, got bytes after them`);
  }
  const starts = placeData(archive, headers, extent.offset);
  return headers.flatMap((header, i) => toEntry(archive, header, starts[i] as number));
}

function toEntry(archive: Archive, header: Header, dataOffset: number): ZipEntry[] {
  const { name, method, crc, compressedSize, size } = header;
  const path = checkEntryPath(archive, name);
  return name.endsWith('/') ? [] : [{ path, method, crc, compressedSize, size, dataOffset }];
}

function findDirectory(archive: Archive): Extent {
  const endOffset = findEnd(archive);
  const view = viewOf(archive, { offset: endOffset, length: END_LENGTH }, 'the end of the zip directory');
  const [disk, startDisk] = [view.getUint16(4, true), view.getUint16(6, true)];
  const [diskCount, count] = [view.getUint16(8, true), view.getUint16(10, true)];
  const [size, offset] = [view.getUint32(12, true), view.getUint32(16, true)];
  const wantsZip64 = count === MAX_UINT16 || size === MAX_UINT32 || offset === MAX_UINT32;
  const zip64Offset = wantsZip64 ? findZip64End(archive, endOffset) : undefined;
  if (zip64Offset !== undefined) return readZip64End(archive, zip64Offset);
  if (disk !== 0 || startDisk !== 0 || diskCount !== count) throw splitArchive(archive);
  return checkExtent(archive, { count, offset, size }, endOffset);
}

/** The record is last but for a comment of at most 65535 bytes whose length it tells. */
function findEnd(archive: Archive): number {
  const { bytes } = archive;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const last = bytes.length - END_LENGTH;
  for (let offset = last; offset >= Math.max(0, last - MAX_UINT16); offset--) {
    if (view.getUint32(offset, true) !== END) continue;
    if (offset + END_LENGTH + view.getUint16(offset + 20, true) === bytes.length) return offset;
  }
  throw damaged(archive, 'expected the directory of a zip archive at its end, got none: the file may be cut short');
}

function findZip64End(archive: Archive, endOffset: number): number | undefined {
  const offset = endOffset - ZIP64_LOCATOR_LENGTH;
  if (offset < 0) return undefined;
  const view = viewOf(archive, { offset, length: ZIP64_LOCATOR_LENGTH }, 'the zip64 locator');
  if (view.getUint32(0, true) !== ZIP64_LOCATOR) return undefined;
  if (view.getUint32(4, true) !== 0 || view.getUint32(16, true) > 1) throw splitArchive(archive);
  return readUint64(archive, view, 8);
}

function readZip64End(archive: Archive, offset: number): Extent {
  const view = viewOf(archive, { offset, length: ZIP64_END_LENGTH }, 'the zip64 end of directory');
  if (view.getUint32(0, true) !== ZIP64_END)
    throw damaged(archive, 'expected a zip64 end of directory, got other bytes');
  const [diskCount, count] = [readUint64(archive, view, 24), readUint64(archive, view, 32)];
  if (view.getUint32(16, true) !== 0 || view.getUint32(20, true) !== 0 || diskCount !== count)
    throw splitArchive(archive);
  const extent = { count, size: readUint64(archive, view, 40), offset: readUint64(archive, view, 48) };
  return checkExtent(archive, extent, offset);
}

function checkExtent(archive: Archive, extent: Extent, limit: number): Extent {
  if (extent.offset + extent.size <= limit && extent.count * CENTRAL_LENGTH <= extent.size) return extent;
  throw damaged(
    archive,
    `expected a zip directory of ${extent.count} entries before offset ${limit}, ` +
      `got ${extent.size} bytes at offset ${extent.offset}`,
  );
}

function readHeader(archive: Archive, offset: number, end: number): Header {
  const view = viewOf(archive, { offset, length: CENTRAL_LENGTH }, 'the zip directory');
  if (view.getUint32(0, true) !== CENTRAL) {
    throw damaged(archive, `expected an entry of the zip directory at offset ${offset}, got other bytes`);
  }
  const nameLength = view.getUint16(28, true);
  const extraLength = view.getUint16(30, true);
  const length = CENTRAL_LENGTH + nameLength + extraLength + view.getUint16(32, true);
  if (offset + length > end) throw damaged(archive, 'expected an entry inside the zip directory, got one past its end');
  const nameBytes = archive.bytes.subarray(offset + CENTRAL_LENGTH, offset + CENTRAL_LENGTH + nameLength);
  const name = decodeName(archive, nameBytes);
  checkKind(archive, view, name);
  const extra = { offset: offset + CENTRAL_LENGTH + nameLength, length: extraLength };
  const sizes = readSizes(archive, view, extra);
  const method = view.getUint16(10, true);
  return { name, nameBytes, method, crc: view.getUint32(16, true), ...sizes, length };
}

/** Refuses what is no plain file or folder: encrypted, linked, special, spread over disks, of another method. */
function checkKind(archive: Archive, view: DataView, name: string): void {
  const flags = view.getUint16(8, true);
  const method = view.getUint16(10, true);
  const fileType = (view.getUint32(38, true) >>> 16) & 0o170000;
  if ((flags & 0x2041) !== 0) throw damaged(archive, `expected entries without encryption, got ${name}`);
  if (fileType === 0o120000) throw damaged(archive, `expected regular files, got a symbolic link: ${name}`);
  if (fileType !== 0 && fileType !== 0o100000 && fileType !== 0o040000) {
    throw damaged(archive, `expected regular files, got a special file: ${name}`);
  }
  if (method !== 0 && method !== 8) {
    throw damaged(archive, `expected entries stored or deflated, got method ${method}: ${name}`);
  }
}

type Sizes = Pick<Header, 'size' | 'compressedSize' | 'headerOffset'>;

/** Zip64 keeps in an extra field, in this order, those of the numbers whose 32 bits are all ones. */
function readSizes(archive: Archive, view: DataView, extra: { offset: number; length: number }): Sizes {
  const short = [24, 20, 42].map((at) => view.getUint32(at, true));
  const zip64 = short.includes(MAX_UINT32) ? findZip64Extra(archive, extra) : undefined;
  let at = 0;
  const [size, compressedSize, headerOffset] = short.map((value) => {
    if (value !== MAX_UINT32 || zip64 === undefined) return value;
    if (at + 8 > zip64.byteLength) throw damaged(archive, 'expected 8 bytes a number in a zip64 field, got fewer');
    at += 8;
    return readUint64(archive, zip64, at - 8);
  }) as [number, number, number];
  return { size, compressedSize, headerOffset };
}

function findZip64Extra(archive: Archive, extra: { offset: number; length: number }): DataView | undefined {
  const view = viewOf(archive, extra, 'an extra field of the zip directory');
  let at = 0;
  while (at + 4 <= view.byteLength) {
    const length = view.getUint16(at + 2, true);
    const fits = at + 4 + length <= view.byteLength;
    if (fits && view.getUint16(at, true) === 1) return new DataView(view.buffer, view.byteOffset + at + 4, length);
    at += 4 + length;
  }
  return undefined;
}

/** Where the data of each header begins. Refuses local headers that differ, and data that overlap or run out. */
function placeData(archive: Archive, headers: readonly Header[], limit: number): number[] {
  const starts = headers.map((header) => findData(archive, header));
  const order = headers.map((_, i) => i).sort((a, b) => offsetAt(headers, a) - offsetAt(headers, b));
  order.forEach((i, k) => {
    const next = order[k + 1];
    const end = (starts[i] as number) + (headers[i] as Header).compressedSize;
    if (end > (next === undefined ? limit : offsetAt(headers, next))) {
      throw damaged(archive, `expected entries that do not overlap, got ${(headers[i] as Header).name}`);
    }
  });
  return starts;
}

function offsetAt(headers: readonly Header[], index: number): number {
  return (headers[index] as Header).headerOffset;
}

function findData(archive: Archive, header: Header): number {
  const { headerOffset: offset, nameBytes, name } = header;
  const view = viewOf(archive, { offset, length: LOCAL_LENGTH }, `the header of ${name}`);
  const nameOffset = offset + LOCAL_LENGTH;
  const localName = archive.bytes.subarray(nameOffset, nameOffset + view.getUint16(26, true));
  const agrees = view.getUint32(0, true) === LOCAL && view.getUint16(8, true) === header.method;
  if (!agrees || !sameBytes(localName, nameBytes)) {
    throw damaged(archive, `expected the header of ${name} at offset ${offset}, got other bytes`);
  }
  return nameOffset + localName.length + view.getUint16(28, true);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function readUint64(archive: Archive, view: DataView, at: number): number {
  const value = view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
  if (!Number.isSafeInteger(value))
    throw damaged(archive, 'expected an offset inside a zip archive, got one past 2^53');
  return value;
}

function splitArchive(archive: Archive) {
  return damaged(archive, 'expected a zip archive in one file, got a part of a split one');
}
