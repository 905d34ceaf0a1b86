/** Records of a pax extended header: `<length> <key>=<value>\n`, the length counting itself. */

import { type Archive, damaged } from './archive.ts';
import { decodeName } from './entry-path.ts';

/** The path and size among the records; the last of a key wins. Refuses GNU's sparse files. */
export function readPax(archive: Archive, data: Uint8Array): { name?: string; size?: number } {
  const result: { name?: string; size?: number } = {};
  for (const [key, value] of readRecords(archive, data)) {
    if (key === 'path') result.name = value;
    if (key === 'size') result.size = readSize(archive, value);
    if (key.startsWith('GNU.sparse.')) throw damaged(archive, 'expected regular files, got a sparse file');
  }
  return result;
}

const LATIN1 = new TextDecoder('latin1');

function* readRecords(archive: Archive, data: Uint8Array): Generator<[key: string, value: string]> {
  let start = 0;
  while (start < data.length) {
    const blank = data.indexOf(0x20, start);
    const digits = blank === -1 || blank - start > 10 ? '' : String.fromCharCode(...data.subarray(start, blank));
    const end = start + Number(digits);
    const equals = data.indexOf(0x3d, blank);
    if (!/^[1-9]\d*$/.test(digits) || end > data.length || equals === -1 || equals >= end || data[end - 1] !== 0x0a) {
      throw damaged(archive, 'expected records "length key=value" in a pax header, got other bytes');
    }
    const key = LATIN1.decode(data.subarray(blank + 1, equals));
    // Only the keys that are used must be text: others may hold bytes.
    if (key === 'path' || key === 'size') yield [key, decodeName(archive, data.subarray(equals + 1, end - 1))];
    else yield [key, ''];
    start = end;
  }
}

function readSize(archive: Archive, value: string): number {
  const size = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(size)) return size;
  throw damaged(archive, 'expected a size in a pax header, got no number');
}
