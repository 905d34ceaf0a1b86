import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from './open-archive.ts';

interface Claim {
  readonly name?: string;
  readonly data?: Uint8Array;
  readonly flag?: string;
  /** The twelve bytes of the size field. */
  readonly size?: string;
  readonly checksum?: string;
  readonly magic?: string;
}

const latin1 = (value: string) => Uint8Array.from(value, (character) => character.charCodeAt(0));
const utf8 = (value: string) => new TextEncoder().encode(value);

/** A POSIX ustar archive with the claims in place of the facts. */
function buildTar(claims: readonly Claim[], end = 1024): Uint8Array {
  const parts = claims.map((claim) => {
    const { name = 'a', data = utf8('hello'), flag = '0', magic = 'ustar\x0000' } = claim;
    const block = new Uint8Array(512 + Math.ceil(data.length / 512) * 512);
    block.set(utf8(name), 0);
    block.set(latin1(claim.size ?? `${data.length.toString(8).padStart(11, '0')}\0`), 124);
    block.set(latin1(' '.repeat(8) + flag), 148);
    block.set(latin1(magic), 257);
    const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    block.set(latin1(claim.checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `), 148);
    block.set(data, 512);
    return block;
  });
  return Uint8Array.from([...parts, new Uint8Array(end)].flatMap((part) => [...part]));
}

function pax(...records: readonly string[]): Uint8Array {
  const lines = records.map((record) => {
    let length = record.length + 3;
    if (`${length} ${record}\n`.length !== length) length++;
    return `${length} ${record}\n`;
  });
  return utf8(lines.join(''));
}

async function readPaths(bytes: Uint8Array) {
  const files = await openArchive('model.tar', bytes);
  return (await files?.list())?.map(({ path, size }) => `${path} ${size}`);
}

describe('tar', () => {
  it('reads files, contiguous files and Version 7 headers, skips folders', async () => {
    const bytes = buildTar([
      { name: './b' },
      { name: 'dir', flag: '5', data: utf8('') },
      { name: 'old/', flag: '\0', data: utf8('') },
      { name: 'c', flag: '7' },
      { name: 'a', flag: '\0', magic: '' },
    ]);
    expect(await readPaths(bytes)).toEqual(['a 5', 'b 5', 'c 5']);
    const files = await openArchive('x', bytes);
    const first = await files?.read('a');
    first?.fill(0);
    expect(await files?.read('a')).toEqual(utf8('hello'));
  });

  it('takes path and size from pax headers, the own one before the global one', async () => {
    const bytes = buildTar([
      { flag: 'g', data: pax('path=global', 'comment=x') },
      { flag: 'x', data: pax('path=own', 'size=3', 'mtime=1.5'), name: 'PaxHeaders/a' },
      { data: utf8('abc'), size: '00000000000\0' },
      { name: 'b' },
    ]);
    expect(await readPaths(bytes)).toEqual(['global 5', 'own 3']);
  });

  it('takes long names of GNU, and base-256 sizes', async () => {
    const name = 'n'.repeat(300);
    const size = `\x80${'\0'.repeat(10)}\x05`;
    expect(
      await readPaths(
        buildTar([
          { flag: 'L', data: utf8(`${name}\0`) },
          { name: 'x', size },
        ]),
      ),
    ).toEqual([`${name} 5`]);
  });

  it.each<[string, Claim[], number?]>([
    ['a "..": ../a', [{ name: '../a' }]],
    ['an absolute one: /a', [{ name: '/a' }]],
    ['a backslash: a\\b', [{ name: 'a\\b' }]],
    ['a "..": ../x', [{ flag: 'x', data: pax('path=../x') }, {}]],
    ['a NUL', [{ flag: 'x', data: pax('path=x\0y') }, {}]],
    ['a "..": ../y', [{ flag: 'L', data: utf8('../y\0') }, {}]],
    ['got twice: a', [{}, { name: './a' }]],
    ['a hard link: a', [{ flag: '1' }]],
    ['a symbolic link: a', [{ flag: 'K', data: utf8('target\0') }, { flag: '2' }]],
    ['a device: a', [{ flag: '3' }]],
    ['a device: a', [{ flag: '4' }]],
    ['a pipe: a', [{ flag: '6' }]],
    ['a sparse file', [{ flag: 'S' }]],
    ['a sparse file', [{ flag: 'x', data: pax('GNU.sparse.major=1') }, {}]],
    ['the tar type "V": a', [{ flag: 'V' }]],
    ['at offset 1024, got a wrong checksum', [{}, { name: 'b', checksum: '000001\0 ' }]],
    ['a size in the tar header at offset 0, got no number', [{ size: '9x         \0' }]],
    ['a size in the tar header at offset 0, got no number', [{ size: `\x80${'\xff'.repeat(11)}` }]],
    ['ends before them in a', [{ size: '77777777777\0' }]],
    ['ends before them in a', [{ size: `\x80${'\0'.repeat(5)}\x0f${'\xff'.repeat(5)}` }]],
    ['a size in a pax header, got no number', [{ flag: 'x', data: pax('size=-1') }, {}]],
    ['a size in a pax header, got no number', [{ flag: 'x', data: pax('size=99999999999999999999') }, {}]],
    ['expected records "length key=value"', [{ flag: 'x', data: utf8('99 path=x\n') }, {}]],
    ['expected records "length key=value"', [{ flag: 'x', data: utf8('0 path=x\n') }, {}]],
    ['expected records "length key=value"', [{ flag: 'x', data: utf8('path=x\n') }, {}]],
    ['expected records "length key=value"', [{ flag: 'x', data: utf8('3 =') }, {}]],
    ['expected entry names in UTF-8', [{ flag: 'L', data: Uint8Array.of(0xff) }, {}]],
    ['a tar header or the end mark at offset 1024', [{}], 0],
  ])('refuses %s', async (message, claims, end) => {
    const bytes = buildTar(claims, end);
    const expected = { code: 'MODEL_ARCHIVE', message: expect.stringContaining(message) };
    await expect(openArchive('model.tar', bytes)).rejects.toMatchObject(expected);
    await expect(openArchive('model.tar', new Uint8Array(gzipSync(bytes)))).rejects.toMatchObject(expected);
  });

  it('bounds extension headers', async () => {
    const long = buildTar([{ flag: 'x', data: utf8(`1048570 ${'k'.repeat(1_048_560)}=\n`) }, {}]);
    expect(await readPaths(long)).toEqual(['a 5']);
    const longer = buildTar([{ flag: 'L', data: new Uint8Array(2 ** 20 + 1) }, {}]);
    await expect(openArchive('x', longer)).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
  });
});
