import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openSource, type SourcePart } from './source.ts';

const text = Array.from({ length: 20_000 }, (_, i) => `row ${i}\n`).join('');
const zipped = gzipSync(text);

async function partOf(bytes: Buffer): Promise<SourcePart> {
  const { parts } = await openSource(Readable.from([bytes.subarray(0, 100), bytes.subarray(100)]));
  return parts[0] as SourcePart;
}

async function readAll(part: SourcePart): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('gzip', () => {
  it('is undone where it is found', async () => {
    expect(await readAll(await partOf(zipped))).toBe(text);
    expect(await readAll(await partOf(Buffer.from(text)))).toBe(text);
  });

  it.each([
    ['cut short', zipped.subarray(0, zipped.length - 10)],
    ['with other bytes inside', Buffer.concat([zipped.subarray(0, 200), Buffer.alloc(50), zipped.subarray(250)])],
  ])('is refused when it is %s', async (_, bytes) => {
    await expect(readAll(await partOf(bytes))).rejects.toMatchObject({ code: 'INPUT_FORMAT' });
  });

  it('may be left in the middle', async () => {
    for await (const chunk of (await partOf(zipped)).chunks()) {
      expect(chunk.toString().startsWith('row 0\n')).toBe(true);
      break;
    }
    // What is left open would fail after this, past everyone.
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
