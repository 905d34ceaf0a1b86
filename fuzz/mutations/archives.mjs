// Archives of a saved directory, and mutations of them by their structure: names, sizes, doubled entries, bombs.
// Entries are `{ path, bytes }`; a path may stand twice.

import { deflateRawSync, gzipSync } from 'node:zlib';
import { createZip } from '../../tests/zip.mjs';
import { mutateBytes } from './bytes.mjs';

// biome-ignore format: a table
const NAMES = [
  '../x', '/etc/x', 'a/../../x', 'C:\\x', 'a\\b', '', '.', 'a//b', '\u0000', 'x'.repeat(60_000),
  'metadata/', '\ud800',
];
const SIZES = [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 10 ** 6];
const BOMB_BYTES = 48 * 2 ** 20;
const LOCAL = Buffer.from('PK\x03\x04', 'latin1');
const CENTRAL = Buffer.from('PK\x01\x02', 'latin1');
const END = Buffer.from('PK\x05\x06', 'latin1');
const BLOCK = 512;

/** An archive of the kind `zip`, `tar` or `tar.gz` with one mutation of it. */
export function mutateArchive(random, entries, kind) {
  return kind === 'zip' ? mutateZip(random, entries) : mutateTar(random, entries, kind);
}

/** The archive as an archiver makes it. */
export function packArchive(entries, kind) {
  if (kind === 'zip') return createZip(entries);
  const tar = createTar(entries);
  return kind === 'tar' ? tar : gzipSync(tar, { level: 1 });
}

function mutateZip(random, entries) {
  return random.weighted([
    [4, () => mutateBytes(random, createZip(entries))],
    [2, () => createZip(mutateEntries(random, entries))],
    [3, () => changeRecord(random, createZip(entries), CENTRAL, 46)],
    [2, () => changeRecord(random, createZip(entries), LOCAL, 30)],
    [2, () => changeRecord(random, createZip(entries), END, 22)],
    [1, () => createZipBomb(random, entries)],
  ])();
}

/** One 16- or 32-bit field of a record that begins with a signature. */
function changeRecord(random, zip, signature, length) {
  const places = [];
  for (let at = zip.indexOf(signature); at >= 0; at = zip.indexOf(signature, at + 4)) places.push(at);
  const at = random.pick(places) + 4 + 2 * random.below((length - 4) / 2);
  if (random.chance(0.5) && at + 4 <= zip.length) zip.writeUInt32LE(random.pick(SIZES), at);
  else zip.writeUInt16LE(random.pick([0, 1, 8, 0xffff, 0x8000, random.below(2 ** 16)]), at);
  return zip;
}

function mutateEntries(random, entries) {
  const [a, b] = [random.below(entries.length), random.below(entries.length)];
  return random.pick([
    () => [...entries, entries[a]],
    () => entries.with(a, { ...entries[a], path: random.pick(NAMES) }),
    () => [...entries, { ...entries[a], path: entries[a].path.toUpperCase() }],
    () => entries.with(a, { ...entries[b], path: entries[a].path }),
    () => [...entries, { path: `${entries[a].path}/x`, bytes: entries[b].bytes }],
    () => [{ path: 'metadata/part-00000', bytes: bomb().plain }, ...entries],
  ])();
}

let made;

/** Zeros, and what is left of them deflated. Made once: it takes a while. */
function bomb() {
  const plain = made?.plain ?? Buffer.alloc(BOMB_BYTES);
  made ??= { plain, deflated: deflateRawSync(plain), zipped: gzipSync(plain) };
  return made;
}

/** Zeros in place of one file; the sizes that stand for them tell the truth or not. */
function createZipBomb(random, entries) {
  const { path } = random.pick(entries);
  const { deflated, plain } = bomb();
  const others = entries.filter((entry) => entry.path !== path);
  // The bomb stands last, in front of the directory: no other entry moves.
  const zip = createZip([...others, { path, bytes: Buffer.alloc(1) }]);
  const end = zip.length - 22;
  const directory = zip.readUInt32LE(end + 16);
  const record = zip.lastIndexOf(CENTRAL);
  const local = zip.readUInt32LE(record + 42);
  for (const at of [local + 18, record + 20]) {
    zip.writeUInt32LE(deflated.length, at);
    zip.writeUInt32LE(random.pick([plain.length, 1, 2 ** 31]), at + 4);
  }
  const data = local + 30 + Buffer.byteLength(path);
  zip.writeUInt32LE(data + deflated.length, end + 16);
  return Buffer.concat([zip.subarray(0, data), deflated, zip.subarray(directory)]);
}

function mutateTar(random, entries, kind) {
  const pack = (tar) => (kind === 'tar' ? tar : gzipSync(tar, { level: 1 }));
  return random.weighted([
    [3, () => mutateBytes(random, packArchive(entries, kind))],
    [3, () => pack(mutateBytes(random, createTar(entries)))],
    [2, () => pack(createTar(mutateEntries(random, entries)))],
    [4, () => pack(changeHeader(random, createTar(entries)))],
    [1, () => bomb().zipped],
    [1, () => gzipSync(gzipSync(createTar(entries)))],
  ])();
}

/** An archive in the form of POSIX ustar. */
function createTar(entries) {
  const blocks = entries.flatMap(({ path, bytes }) => {
    const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
    return [...tarHeaders(path, bytes.length), bytes, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** A name that does not fit stands in an entry of its own, as GNU tar writes it. */
function tarHeaders(path, size) {
  const name = Buffer.from(path);
  if (name.length <= 100) return [tarHeader(name, size, '0')];
  const long = Buffer.alloc(Math.ceil((name.length + 1) / BLOCK) * BLOCK);
  name.copy(long);
  return [
    tarHeader(Buffer.from('././@LongLink'), name.length + 1, 'L'),
    long,
    tarHeader(name.subarray(0, 100), size, '0'),
  ];
}

function tarHeader(name, size, flag) {
  const header = Buffer.alloc(BLOCK);
  name.copy(header);
  header.write('0000644\0', 100, 'latin1');
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write(flag, 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  return sign(header);
}

/** Sets the checksum: the sum of all bytes, its own being blanks. */
function sign(header) {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** Another size, kind or field of one header, whose checksum fits again. */
function changeHeader(random, tar) {
  const places = [];
  for (let at = tar.indexOf('ustar'); at >= 0; at = tar.indexOf('ustar', at + 5)) places.push(at - 257);
  const at = random.pick(places);
  const header = tar.subarray(at, at + BLOCK);
  random.pick([
    () =>
      header.write(
        random.pick(['77777777777\0', '-0000000001\0', '00000000000\0', 'x', '\x80\xff\xff\xff']),
        124,
        'latin1',
      ),
    () => header.write(random.pick([...'123456789xgLKSV\0']), 156, 'latin1'),
    () => header.fill(0, 124, 136).writeUInt32BE(0x80000000 + random.below(256), 124),
    () => mutateBytes(random, header).copy(header, 0, 0, BLOCK),
  ])();
  sign(header);
  return tar;
}
