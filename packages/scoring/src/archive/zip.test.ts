import { deflateRawSync, crc32 as referenceCrc } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../compression/crc32.ts';
import { openArchive } from './open-archive.ts';

/** An entry as its headers claim it; every claim can be a lie. */
interface Claim {
  readonly name?: string | Uint8Array;
  readonly data?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly mode?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly compressedSize?: number;
  readonly offset?: number;
  readonly localName?: string;
}

interface Ending {
  readonly count?: number;
  readonly directorySize?: number;
  readonly directoryOffset?: number;
  readonly disk?: number;
  readonly between?: Uint8Array;
}

const encoder = new TextEncoder();
const text = (value: string) => encoder.encode(value);

/** Little-endian bytes: pairs of width and value. */
function pack(...fields: readonly (readonly [width: number, value: number])[]): Uint8Array {
  const bytes = fields.flatMap(([width, value]) =>
    Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) % 256),
  );
  return Uint8Array.from(bytes);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A zip archive of PKWARE's APPNOTE 4.3, with the claims in place of the facts. */
function buildZip(claims: readonly Claim[], ending: Ending = {}): Uint8Array {
  let body: Uint8Array = new Uint8Array();
  let directory: Uint8Array = new Uint8Array();
  for (const claim of claims) {
    const { data = text('hello'), method = 0, flags = 0x800, mode = 0o100644 } = claim;
    const name = typeof claim.name === 'object' ? claim.name : text(claim.name ?? 'a');
    const localName = claim.localName === undefined ? name : text(claim.localName);
    const stored = method === 8 ? new Uint8Array(deflateRawSync(data)) : data;
    const { crc = crc32(data), size = data.length, compressedSize = stored.length, offset = body.length } = claim;
    const common = pack([2, 20], [2, flags], [2, method], [4, 0], [4, crc], [4, compressedSize], [4, size]);
    const local = pack([2, localName.length], [2, 0]);
    const central = pack([2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, mode * 65536], [4, offset]);
    body = join(body, text('PK\x03\x04'), common, local, localName, stored);
    directory = join(directory, text('PK\x01\x02'), pack([2, 0x031e]), common, central, name);
  }
  const { count = claims.length, directorySize = directory.length, disk = 0 } = ending;
  const { directoryOffset = body.length, between = new Uint8Array() } = ending;
  const counts = pack([2, disk], [2, disk], [2, count], [2, count], [4, directorySize], [4, directoryOffset], [2, 0]);
  return join(body, directory, between, text('PK\x05\x06'), counts);
}

async function open(bytes: Uint8Array) {
  const files = await openArchive('model.zip', bytes);
  if (files === undefined) throw new Error('expected a zip archive');
  return files;
}

describe('crc32', () => {
  it.each([
    ['', 0],
    ['123456789', 0xcbf43926],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('of %j', (value, crc) => expect(crc32(text(value as string))).toBe(crc));
});

describe('zip', () => {
  it('reads stored and deflated files, skips folders, sorts', async () => {
    const data = text('x'.repeat(1000));
    const files = await open(
      buildZip([{ name: './b' }, { name: 'dir/', data: text('') }, { name: 'dir//a', method: 8, data }]),
    );
    expect(await files.list()).toEqual([
      { path: 'b', size: 5 },
      { path: 'dir/a', size: 1000 },
    ]);
    expect(await files.read('dir/a')).toEqual(data);
    const first = await files.read('b');
    first.fill(0);
    expect(await files.read('b')).toEqual(text('hello'));
  });

  it('keeps names that differ in case, and names like Object properties', async () => {
    const files = await open(buildZip([{ name: 'A' }, { name: 'a' }, { name: '__proto__' }]));
    expect((await files.list()).map((entry) => entry.path)).toEqual(['A', '__proto__', 'a']);
  });

  it.each<[string, Claim[], Ending?]>([
    ['a "..": ../a', [{ name: '../a' }]],
    ['a "..": a/../../b', [{ name: 'a/../../b' }]],
    ['a "..": ../', [{ name: '../', data: text('') }]],
    ['an absolute one: /etc/passwd', [{ name: '/etc/passwd' }]],
    ['a backslash: a\\b', [{ name: 'a\\b' }]],
    ['a drive letter: c:/a', [{ name: 'c:/a' }]],
    ['a NUL: a', [{ name: 'a\0b' }]],
    ['an empty one', [{ name: '' }]],
    ['expected entry names in UTF-8', [{ name: Uint8Array.of(0xff, 0xfe) }]],
    ['got twice: a', [{ name: 'a' }, { name: 'a' }]],
    ['got twice: a/b', [{ name: 'a/b' }, { name: 'a//b' }]],
    ['a symbolic link: a', [{ mode: 0o120777 }]],
    ['a special file: a', [{ mode: 0o020644 }]],
    ['without encryption, got a', [{ flags: 1 }]],
    ['without encryption, got a', [{ flags: 0x2000 }]],
    ['got method 12: a', [{ method: 12 }]],
    [
      'do not overlap, got a',
      [
        { name: 'a', data: text('0123456789'.repeat(10)) },
        { name: 'a', offset: 0 },
      ],
    ],
    ['do not overlap, got a', [{ name: 'a', compressedSize: 30, size: 30 }, { name: 'b' }]],
    ['do not overlap, got a', [{ name: 'a', compressedSize: 1e9, size: 1e9 }]],
    ['the header of a at offset 0, got other bytes', [{ name: 'a', localName: 'b' }]],
    ['30 bytes of the header of a at offset 1000000', [{ offset: 1e6 }]],
    ['the header of a at offset 3, got other bytes', [{ offset: 3 }]],
    ['expected a zip directory of 2 entries', [{}], { count: 2 }],
    ['expected 0 entries in the zip directory, got bytes after them', [{}], { count: 0 }],
    ['expected a zip directory of 65534 entries', [{}], { count: 65534 }],
    ['got 47 bytes at offset 4000000000', [{}], { directoryOffset: 4e9 }],
    ['expected an entry of the zip directory at offset 35', [{}], { directoryOffset: 35 }],
    ['an entry inside the zip directory, got one past its end', [{}], { directorySize: 46 }],
    ['a part of a split one', [{}], { disk: 1 }],
    ['expected a zip directory of 65535 entries', [{}], { count: 65535 }],
    ['expected a zip64 end of directory, got other bytes', [{}], { count: 65535, between: locator(0) }],
    ['bytes of the zip64 end of directory at offset 1000000', [{}], { count: 65535, between: locator(1e6) }],
    ['got one past 2^53', [{}], { count: 65535, between: locator(2 ** 60) }],
  ])('refuses %s', async (message, claims, ending = {}) => {
    const error = await openArchive('model.zip', buildZip(claims, ending)).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).toMatchObject({ code: 'MODEL_ARCHIVE', where: { file: 'model.zip' } });
    expect(error.message).toContain(message);
  });

  const zeros = new Uint8Array(50_000);
  it.each<[string, Claim]>([
    ['the recorded CRC-32, got another in a', { crc: 1 }],
    ['the recorded CRC-32, got another in a', { crc: 1, method: 8 }],
    ['expected 4 bytes, got 5 in a', { size: 4 }],
    ['expected 6 bytes, got 5 in a', { size: 6, method: 8 }],
    ['expected 100 bytes, got more in a', { size: 100, method: 8, data: zeros }],
    ['got damaged bytes in a', { method: 8, data: zeros, compressedSize: 20 }],
  ])('refuses to read: %s', async (message, claim) => {
    const files = await open(buildZip([claim]));
    await expect(files.read('a')).rejects.toMatchObject({
      code: 'MODEL_ARCHIVE',
      message: expect.stringContaining(message),
    });
  });

  it('refuses bombs by their claim, and bombs that hide it while inflating', async () => {
    const data = new Uint8Array(2 ** 24);
    const honest = buildZip([{ method: 8, data }]);
    await expect(openArchive('x', honest, { ratio: 100 })).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
    const allowed = await openArchive('x', honest, { ratio: 2000 });
    expect((await allowed?.read('a'))?.length).toBe(data.length);
    await expect(openArchive('x', buildZip([{ size: 3e9, method: 8 }]))).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
    const hidden = await open(buildZip([{ method: 8, data, size: 10 }]));
    await expect(hidden.read('a')).rejects.toThrow('expected 10 bytes, got more');
  });

  it('agrees with zlib on CRC-32', () => {
    const data = Uint8Array.from({ length: 1000 }, (_, i) => (i * i) % 251);
    expect(crc32(data)).toBe(referenceCrc(data));
  });
});

function locator(offset: number): Uint8Array {
  return join(text('PK\x06\x07'), pack([4, 0], [8, offset], [4, 1]));
}
