import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ScoringError } from '../core/errors.ts';
import { bytesSource } from './byte-source.ts';
import { toRows } from './column-values.ts';
import { openParquet } from './parquet-file.ts';
import { sparkSchemaOf } from './spark-schema.ts';

const FOLDER = new URL('./testdata/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.parquet'));
const MUTANTS_A_FILE = 100;
const LIMITS = { damaged: 'INPUT_FORMAT', tooLarge: 'INPUT_LIMIT', maxDecodedBytes: 2 ** 26 } as const;

/** Marsaglia's xorshift32: the same mutants in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function mutate(original: Uint8Array, random: (below: number) => number): Uint8Array {
  if (random(10) === 0) return original.slice(0, random(original.length));
  const bytes = original.slice();
  // Half of the changes hit the footer, where most of the structure is.
  const footer = new DataView(bytes.buffer).getUint32(bytes.length - 8, true) + 8;
  for (let left = 1 + random(4); left > 0; left--) {
    const at = random(2) === 0 ? random(bytes.length) : bytes.length - 1 - random(footer);
    bytes[at] = random(3) === 0 ? 255 : random(256);
  }
  return bytes;
}

async function readAll(bytes: Uint8Array): Promise<void> {
  const file = await openParquet(bytesSource('mutant', bytes), LIMITS);
  sparkSchemaOf(file);
  for (let group = 0; group < file.rowGroups.length; group++) toRows(await file.readColumns(group));
}

async function readByPages(bytes: Uint8Array): Promise<void> {
  const file = await openParquet(bytesSource('mutant', bytes), LIMITS);
  for (const [rowGroup, { rowCount }] of file.rowGroups.entries()) {
    const range = { rowGroup, start: Math.floor(rowCount / 2), end: rowCount };
    for await (const columns of file.readRows(range)) toRows(columns);
  }
}

describe('damaged files', () => {
  it.each(FILES)('%s: every mutant ends in rows or a ScoringError', async (name) => {
    const original = new Uint8Array(readFileSync(new URL(name, FOLDER)));
    const random = createRandom(original.length + 1);
    for (let i = 0; i < MUTANTS_A_FILE; i++) {
      const mutant = mutate(original, random);
      for (const read of [readAll, readByPages]) {
        const failure = await read(mutant).catch((error: unknown) => error);
        if (failure !== undefined) expect(failure).toBeInstanceOf(ScoringError);
      }
    }
  });
});
