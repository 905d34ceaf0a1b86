import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflate } from '../compression/inflate.ts';

const data = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i * 7919) >>> 11);
const deflated = new Uint8Array(deflateRawSync(data));
const junk = new Uint8Array(1_000_000).fill(0xa5);
/** Compares as strings, which is far faster on long arrays. */
const hex = (bytes: unknown) => Buffer.from(bytes as Uint8Array).toString('hex');
const append = (a: Uint8Array, b: Uint8Array) => Uint8Array.from([...a, ...b]);

describe('inflate', () => {
  it('inflates both formats, empty data included', async () => {
    expect(hex(await inflate(deflated, 'deflate-raw', data.length))).toBe(hex(data));
    expect(hex(await inflate(gzipSync(data), 'gzip', data.length))).toBe(hex(data));
    expect(await inflate(deflateRawSync(''), 'deflate-raw', 0)).toEqual(new Uint8Array());
  });

  it('stops past the cap', async () => {
    expect(await inflate(deflated, 'deflate-raw', data.length - 1)).toBe('over');
    expect(await inflate(deflated, 'deflate-raw', 0)).toBe('over');
    expect(await inflate(deflateRawSync(new Uint8Array(2 ** 27)), 'deflate-raw', 100)).toBe('over');
  });

  it.each([
    ['no bytes', new Uint8Array()],
    ['a stream cut short', deflated.slice(0, -1)],
    ['a stream cut at its first block', deflated.slice(0, 10)],
    ['other bytes', junk],
  ])('tells damage: %s', async (_, bytes) => {
    expect(await inflate(bytes, 'deflate-raw', 1e9)).toBe('damaged');
    expect(await inflate(bytes, 'gzip', 1e9)).toBe('damaged');
  });

  it('ends where bytes follow the stream', async () => {
    for (const [bytes, format] of [
      [deflated, 'deflate-raw'],
      [new Uint8Array(gzipSync(data)), 'gzip'],
    ] as const) {
      const result = await inflate(append(bytes, junk), format, data.length);
      expect(result === 'damaged' || (result instanceof Uint8Array && result.length === data.length)).toBe(true);
    }
  });
});
