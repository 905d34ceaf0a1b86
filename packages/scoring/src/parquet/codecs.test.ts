import { describe, expect, it } from 'vitest';
import { codecOf, decompress } from './codecs.ts';
import { decodeLz4Block } from './lz4.ts';
import { Reading } from './reading.ts';
import { decodeSnappy } from './snappy.ts';

const reading = new Reading({}, { file: 'x' });
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('decodeSnappy', () => {
  // By hand from Snappy's format_description.txt.
  it.each([
    ['a literal', [3, 0x08, 97, 98, 99], 'abc'],
    ['a literal with its length in one byte', [3, 0xf0, 2, 97, 98, 99], 'abc'],
    ['a copy of one byte, over itself', [8, 0x00, 97, 0x0d, 1], 'aaaaaaaa'],
    ['a copy with two bytes of distance', [6, 0x08, 97, 98, 99, 0x0a, 3, 0], 'abcabc'],
    ['a copy with four bytes of distance', [6, 0x08, 97, 98, 99, 0x0b, 3, 0, 0, 0], 'abcabc'],
    ['nothing', [0], ''],
  ])('decodes %s', (_, input, expected) => {
    const out = new Uint8Array(expected.length);
    expect(decodeSnappy(Uint8Array.from(input), out)).toBe(true);
    expect(text(out)).toBe(expected);
  });

  it.each([
    ['no length', []],
    ['another length', [4, 0x08, 97, 98, 99]],
    ['a literal beyond the end', [3, 0x08, 97, 98]],
    ['a literal of 4 GiB', [3, 0xfc, 255, 255, 255, 255]],
    ['a distance of 0', [3, 0x00, 97, 0x06, 0, 0]],
    ['a distance beyond the start', [3, 0x00, 97, 0x06, 2, 0]],
    ['a cut copy', [3, 0x00, 97, 0x06, 1]],
    ['too little', [3, 0x04, 97, 98]],
    ['an endless length', [255, 255, 255, 255, 255, 255, 1]],
  ])('refuses %s', (_, input) => {
    expect(decodeSnappy(Uint8Array.from(input), new Uint8Array(3))).toBe(false);
  });
});

describe('decodeLz4Block', () => {
  // By hand from lz4_Block_format.md.
  it.each([
    ['literals', [0x30, 97, 98, 99], 'abc'],
    ['a match over itself and last literals', [0x13, 97, 1, 0, 0x10, 98], 'aaaaaaaab'],
    ['a long match', [0x1f, 97, 1, 0, 1, 0x00], 'a'.repeat(21)],
  ])('decodes %s', (_, input, expected) => {
    const out = new Uint8Array(expected.length);
    expect(decodeLz4Block(Uint8Array.from(input), out)).toBe(true);
    expect(text(out)).toBe(expected);
  });

  it.each([
    ['nothing', []],
    ['cut literals', [0x30, 97, 98]],
    ['a length without end', [0xf0, 255, 255]],
    ['a distance of 0', [0x10, 97, 0, 0]],
    ['a cut distance', [0x10, 97, 1]],
    ['too much', [0x40, 97, 98, 99, 100]],
  ])('refuses %s', (_, input) => {
    expect(decodeLz4Block(Uint8Array.from(input), new Uint8Array(3))).toBe(false);
  });
});

describe('codecs', () => {
  it.each([
    [3, 'LZO'],
    [4, 'BROTLI'],
  ])('refuses codec %i as %s', (code, name) => {
    expect(() => codecOf(code, reading)).toThrow(expect.objectContaining({ code: 'PARQUET_UNSUPPORTED' }));
    expect(() => codecOf(code, reading)).toThrow(name);
  });

  it.each(['SNAPPY', 'GZIP', 'ZSTD', 'LZ4', 'LZ4_RAW', 'UNCOMPRESSED'] as const)('%s: no size on trust', (codec) => {
    const page = { codec, bytes: new Uint8Array(100), size: 2 ** 30 };
    expect(() => decompress(page, reading)).toThrow(expect.objectContaining({ code: 'MODEL_PARQUET' }));
  });
});
