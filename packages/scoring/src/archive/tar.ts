/** Tar archives as `Files`. */

import type { Files } from '../core/files.ts';
import { type Archive, checkEntryCount, checkSize, checkTotalSize, damaged, overLimit } from './archive.ts';
import { checkEntryPath, decodeName, refuseDuplicates } from './entry-path.ts';
import { indexFiles } from './indexed-files.ts';
import { readPax } from './pax.ts';
import { BLOCK, readTarHeader, type TarHeader } from './tar-header.ts';

/** What extension headers say of the entries after them. */
type Overrides = Partial<Pick<TarHeader, 'name' | 'size'>>;

interface TarFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/** A path or a pax record of a sane archive is far shorter. */
const EXTENSION_LIMIT = 1 << 20;

const REFUSED: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a pipe',
  S: 'a sparse file',
};

/** All headers are read and checked now; the files are views of the bytes. `container` is 'tar' or 'tar.gz'. */
export function openTar(archive: Archive, container: string): Files {
  const entries = readEntries(archive);
  refuseDuplicates(archive, entries);
  const files = entries.map(({ path, data }) => ({ path, size: data.length, read: async () => data.slice() }));
  return indexFiles(archive.name, [container], files);
}

function readEntries(archive: Archive): TarFile[] {
  const files: TarFile[] = [];
  let global: Overrides = {};
  let next: Overrides = {};
  let offset = 0;
  let total = 0;
  for (let count = 1; ; count++) {
    const header = readTarHeader(archive, offset);
    if (header === undefined) return files;
    checkEntryCount(archive, count);
    const isExtension = 'xgLK'.includes(header.flag);
    const { name, size, flag } = isExtension ? header : { ...header, ...global, ...next };
    const data = readData(archive, { name, offset: offset + BLOCK, size });
    offset += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (flag === 'g') global = { ...global, ...readExtension(archive, flag, data) };
    else if (isExtension) next = { ...next, ...readExtension(archive, flag, data) };
    else {
      next = {};
      total += size;
      checkTotalSize(archive, total);
      files.push(...keepFile(archive, flag, { path: name, data }));
    }
  }
}

function readData(archive: Archive, entry: { name: string; offset: number; size: number }): Uint8Array {
  const { name, offset, size } = entry;
  if (offset + size <= archive.bytes.length) return archive.bytes.subarray(offset, offset + size);
  throw damaged(archive, `expected ${size} bytes, got an archive that ends before them in ${name}`);
}

/** 'K' is the long target of a link, which the link's own header then has refused. */
function readExtension(archive: Archive, flag: string, data: Uint8Array): Overrides {
  if (data.length > EXTENSION_LIMIT) {
    throw overLimit(archive, `expected tar extension headers of at most ${EXTENSION_LIMIT} bytes, got ${data.length}`);
  }
  if (flag === 'K') return {};
  if (flag === 'L') {
    const end = data.indexOf(0);
    return { name: decodeName(archive, end === -1 ? data : data.subarray(0, end)) };
  }
  return readPax(archive, data);
}

/** None for folders, which paths imply. */
function keepFile(archive: Archive, flag: string, file: TarFile): TarFile[] {
  const path = checkEntryPath(archive, file.path);
  if (flag === '5' || (flag === '0' && file.path.endsWith('/'))) return [];
  if (flag !== '0') {
    throw damaged(archive, `expected regular files, got ${REFUSED[flag] ?? `the tar type "${flag}"`}: ${path}`);
  }
  const size = file.data.length;
  checkSize(archive, { path, size, compressedSize: size });
  return [{ path, data: file.data }];
}
