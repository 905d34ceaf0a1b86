/** Runs with real Spark alone: `npm run test:spark` names a Python that has it. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as zlib from 'node:zlib';
import { parseSchema } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { openReader, openWriter } from '../../records/open.ts';
import { CUSTOMERS, MODEL, SCHEMA_FILE } from './testdata/churn.ts';
import { runCommand as run } from './testdata/run-command.ts';
import { useScratchFolder } from './testdata/scratch-folder.ts';

const file = useScratchFolder();
const COLUMNS = ['customer_id', 'support_tickets', 'monthly_charge', 'probability', 'prediction', 'outlook'];

const TYPES: Readonly<Record<string, readonly string[]>> = {
  pyspark: ['string', 'int', 'double', 'vector', 'double', 'string'],
  pyarrow: ['string', 'int32', 'double', 'struct', 'double', 'string'],
  pandas: ['str', 'float64', 'float64', 'object', 'float64', 'str'],
  duckdb: ['VARCHAR', 'INTEGER', 'DOUBLE', 'STRUCT', 'DOUBLE', 'VARCHAR'],
};

interface ReadBack {
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[] | number;
}

/** Vectors as arrays, and the types that differ then. */
const ARRAYS: Readonly<Record<string, string>> = {
  pyspark: 'array',
  pyarrow: 'list',
  pandas: 'object',
  duckdb: 'DOUBLE[]',
};

/** What each reader that is installed makes of a folder of Parquet parts. */
function readBack(folder: string): Record<string, ReadBack> {
  const python = process.env.TINDERBOX_TEST_SPARK ?? '';
  const script = 'packages/service/src/fronts/cli/testdata/read_back.py';
  return JSON.parse(execFileSync(python, [script, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

/** The bundled customers as a Parquet file, so that batch reads and writes columns. */
async function customers(): Promise<string> {
  const schema = parseSchema(readFileSync(SCHEMA_FILE, 'utf8'));
  const reader = await openReader({ format: 'csv', source: CUSTOMERS, schema });
  const writer = await openWriter({ format: 'parquet', target: file('in.parquet'), schema: reader.schema });
  for await (const rows of reader.batches()) await writer.write(rows);
  await writer.finish();
  await reader.close();
  return file('in.parquet');
}

/** The rows as JSON lines tell them, in the order of the script. */
async function expectedRows(input: string): Promise<readonly string[]> {
  const names = ['--columns', COLUMNS.join(), '--output-format', 'json'];
  const { stdout } = await run(['predict', MODEL, '-i', input, ...names]);
  const lines = stdout.trimEnd().split('\n');
  const rows = lines.map((line) => Object.values(JSON.parse(line) as object).map((value) => value?.values ?? value));
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** The codecs that need a decoder, and both forms of vectors. */
const FORMS = [
  ['snappy', 'struct'],
  ['gzip', 'array'],
  ...('zstdCompressSync' in zlib ? [['zstd', 'struct'] as const] : []),
] as const;

describe('Parquet that batch wrote', () => {
  it.each(FORMS)(
    'has the right types and values for Spark and for others: %s, %s',
    async (compression, vectors) => {
      const input = await customers();
      const form = ['--columns', COLUMNS.join(), '--compression', compression, '--vectors', vectors];
      const args = ['batch', MODEL, '-i', input, '-o', file('scored'), ...form];
      expect(await run(args)).toMatchObject({ status: 0 });
      const found = readBack(file('scored'));
      const expected = await expectedRows(input);
      expect(Object.keys(found)).not.toEqual([]);
      for (const [reader, { types, rows }] of Object.entries(found)) {
        const wanted = TYPES[reader]?.map((type, k) => (vectors === 'array' && k === 3 ? ARRAYS[reader] : type));
        expect([reader, types.map((type) => type.replace(/[(<].*/, ''))]).toEqual([reader, wanted]);
        if (typeof rows === 'number') expect(rows).toBe(expected.length);
        else expect([reader, rows.map((row) => JSON.stringify(row)).sort()]).toEqual([reader, expected]);
      }
    },
    120_000,
  );
});
