import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ScoringError } from '../core/errors.ts';
import { openArchive } from './open-archive.ts';

interface Truth {
  readonly good: Record<string, { readonly files: Record<string, string>; readonly gzippedBase64: string }>;
  readonly bad: Record<string, string>;
}

const truth: Truth = JSON.parse(readFileSync(new URL('./testdata/archives.json', import.meta.url), 'utf8'));
const decode = (text: string) => new Uint8Array(gunzipSync(Buffer.from(text, 'base64')));
const good = Object.entries(truth.good).map(([name, { files, gzippedBase64 }]) => {
  return { name, files, bytes: decode(gzippedBase64) };
});

async function readAll(name: string, bytes: Uint8Array): Promise<Record<string, string> | undefined> {
  const files = await openArchive(name, bytes);
  if (files === undefined) return undefined;
  const entries = await files.list();
  const contents = await Promise.all(
    entries.map(async ({ path, size }) => {
      const data = await files.read(path);
      expect(data.length).toBe(size);
      return [path, new TextDecoder().decode(data)];
    }),
  );
  return Object.fromEntries(contents);
}

describe('openArchive', () => {
  it.each(good)('reads what other tools wrote: $name', async ({ name, files, bytes }) => {
    expect(await readAll(name, bytes)).toEqual(files);
    const archive = await openArchive(name, Buffer.from(bytes));
    const container = /(zip|tar|tar\.gz)$/.exec(name)?.[1];
    expect(archive).toMatchObject({ name, containers: [container] });
    expect((await archive?.list())?.map((entry) => entry.path)).toEqual(Object.keys(files).sort());
  });

  it.each(Object.entries(truth.bad))('refuses %s', async (name, text) => {
    const what = name.replace(/(\.pax)?\.\w+$/, '');
    await expect(openArchive(name, decode(text))).rejects.toMatchObject({
      code: 'MODEL_ARCHIVE',
      where: { file: name },
      message: expect.stringContaining(what),
    });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('{"class":"x"}')],
    ['Parquet', new TextEncoder().encode('PAR1'.repeat(300))],
    ['zeros', new Uint8Array(4096)],
    ['the first bytes of zip', new Uint8Array([0x50, 0x4b])],
  ])('is undefined for %s', async (_, bytes) => {
    expect(await openArchive('x', bytes)).toBeUndefined();
  });

  it('names what is there when a file is not', async () => {
    const { name, bytes } = good[0] as (typeof good)[number];
    const files = await openArchive(name, bytes);
    await expect(files?.read('metadata/part-00001')).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: `${name}: expected metadata/part-00001, got no such file; have in metadata: .part-00000.crc, _SUCCESS, part-00000`,
    });
    await expect(files?.read('stages/0/x')).rejects.toThrow('have: data/, metadata/, métadonnées/');
  });

  it('says that gzip holds no tar', async () => {
    await expect(openArchive('x.gz', gzipSync('text'))).rejects.toMatchObject({ code: 'MODEL_UNRECOGNISED' });
  });

  it('stops a gzip bomb at the limits', async () => {
    const bomb = gzipSync(new Uint8Array(2 ** 25));
    await expect(openArchive('x', bomb, { ratio: 10 })).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
    await expect(openArchive('x', bomb, { totalSize: 1000 })).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
  });

  it('applies the limits to entries', async () => {
    for (const { name, bytes, files } of good.filter((archive) => Object.keys(archive.files).length > 1)) {
      const one = Object.keys(files).length - 1;
      await expect(openArchive(name, bytes, { entries: one })).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
      await expect(openArchive(name, bytes, { fileSize: 1000 })).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
      await expect(openArchive(name, bytes, { totalSize: 1842 })).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
    }
  });

  it.each(good.filter(({ name }) => name !== 'empty.zip'))('refuses every shorter $name', async ({ name, bytes }) => {
    for (let length = 1; length < bytes.length; length += Math.ceil(bytes.length / 97)) {
      const cut = await readAll(name, bytes.slice(0, length)).catch((error: unknown) => error);
      if (cut !== undefined && !(cut instanceof ScoringError)) expect(isEndMark(bytes, length)).toBe(true);
    }
  });

  it('gives the files or a ScoringError for mutated bytes', { timeout: 60_000 }, async () => {
    const random = createRandom(3);
    for (let i = 0; i < 2000 * 3; i++) {
      const { name, files, bytes } = good[i % good.length] as (typeof good)[number];
      const result = await readAll(name, mutate(bytes, random)).catch((error: unknown) => error);
      if (result === undefined || result instanceof ScoringError) continue;
      if (result instanceof Error) throw result;
      // CRC-32 guards the data of zip and gzip; tar has none.
      if (name.endsWith('.tar')) continue;
      for (const [path, text] of Object.entries(result as object)) expect(files[path] ?? text).toBe(text);
    }
  });
});

/** Cutting a tar is seen unless it falls into the zeros after the first block of the end mark. */
function isEndMark(bytes: Uint8Array, length: number): boolean {
  return bytes.subarray(length - 512).every((byte) => byte === 0);
}

function mutate(bytes: Uint8Array, random: (bound: number) => number): Uint8Array {
  const result = bytes.slice();
  for (let k = 0; k <= random(4); k++) {
    const at = random(4) === 0 ? random(result.length) : Math.max(0, result.length - 1 - random(600));
    result[at] = [0, 255, 1, 0x80, random(256)][random(5)] as number;
  }
  return random(10) === 0 ? result.slice(0, random(result.length)) : result;
}

/** Integers below a bound, the same ones for the same seed (a linear congruential generator). */
function createRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
