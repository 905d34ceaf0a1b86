/** Zip archives as `Files`. */

import { crc32 } from '../compression/crc32.ts';
import { inflate } from '../compression/inflate.ts';
import type { Files } from '../core/files.ts';
import { type Archive, checkSize, checkTotalSize, damaged } from './archive.ts';
import { refuseDuplicates } from './entry-path.ts';
import { indexFiles } from './indexed-files.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** True where the bytes begin as a zip archive does, an empty one included. */
export function isZip(bytes: Uint8Array): boolean {
  const [p, k, a, b] = bytes;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6));
}

/**
 * Checks all names and declared sizes now; inflates a file when it is read, never past its declared size, and
 * verifies size and CRC-32 then.
 */
export function openZip(archive: Archive): Files {
  const entries = readZipDirectory(archive);
  refuseDuplicates(archive, entries);
  let total = 0;
  for (const entry of entries) {
    checkSize(archive, entry);
    total += entry.size;
  }
  checkTotalSize(archive, total);
  const files = entries.map((entry) => ({
    path: entry.path,
    size: entry.size,
    read: () => readEntry(archive, entry),
  }));
  return indexFiles(archive.name, ['zip'], files);
}

async function readEntry(archive: Archive, entry: ZipEntry): Promise<Uint8Array> {
  const data = archive.bytes.subarray(entry.dataOffset, entry.dataOffset + entry.compressedSize);
  const result = entry.method === 0 ? data.slice() : await inflate(data, 'deflate-raw', entry.size);
  if (result === 'damaged') throw damaged(archive, `expected deflated data, got damaged bytes in ${entry.path}`);
  if (result === 'over' || result.length !== entry.size) {
    const got = result === 'over' ? 'more' : result.length;
    throw damaged(archive, `expected ${entry.size} bytes, got ${got} in ${entry.path}`);
  }
  if (crc32(result) !== entry.crc) throw damaged(archive, `expected the recorded CRC-32, got another in ${entry.path}`);
  return result;
}
