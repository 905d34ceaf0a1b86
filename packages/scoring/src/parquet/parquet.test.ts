import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../core/values.ts';
import { bytesSource } from './byte-source.ts';
import { toRows } from './column-values.ts';
import { openParquet } from './parquet-file.ts';

const FOLDER = new URL('./testdata/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.parquet'));

/** The notation of testdata/make.py. */
function canonical(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : nameOf(value);
  if (typeof value === 'bigint')
    return BigInt(Number(value)) === value && isExact(value) ? Number(value) : String(value);
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Uint8Array) return `hex:${Buffer.from(value).toString('hex')}`;
  if (value instanceof Map) return [...value].map(canonical);
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, canonical(field)]));
}

function nameOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function isExact(value: bigint): boolean {
  return value > -(2n ** 53n) && value < 2n ** 53n;
}

async function readRows(name: string, bytes: Uint8Array): Promise<unknown[]> {
  const file = await openParquet(bytesSource(name, bytes));
  const rows: unknown[] = [];
  for (let group = 0; group < file.rowGroups.length; group++) rows.push(...toRows(await file.readColumns(group)));
  expect(rows.length).toBe(file.rowCount);
  return rows;
}

describe('files written by pyarrow', () => {
  it.each(FILES)('%s', async (name) => {
    const lines = readFileSync(new URL(`${name.split('.')[0]}.jsonl`, FOLDER), 'utf8')
      .split('\n')
      .slice(0, -1);
    const expected = lines.map((line) => JSON.parse(line));
    expect(canonical(await readRows(name, readFileSync(new URL(name, FOLDER))))).toEqual(expected);
  });
});
