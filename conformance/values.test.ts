import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRowDecoder, ScoringError, type Stage } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { readCase } from './cases.ts';
import { loadCase } from './run-case.ts';

/** What real Spark told of a model of the corpus; see tools/corpus/make_values.py. */
interface Told {
  readonly model: string;
  readonly values: { readonly [name: string]: unknown };
  readonly tables: { readonly [name: string]: readonly unknown[] };
}

const FOLDER = join(import.meta.dirname, 'values');

function readTold(file: string): readonly Told[] {
  const text = gunzipSync(readFileSync(join(FOLDER, file))).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told);
}

/** Without classes: vectors and matrices in Spark's JSON form, maps as pairs by rising key. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return [...value].sort((a, b) => a[0] - b[0]).map(plain);
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON();
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

/** The tables whose order Spark does not leave to its partitions. */
const ORDERED: ReadonlySet<string> = new Set(['describeTopics', 'gaussiansDF', 'surrogateDF']);

function keyed(row: unknown): readonly [string, unknown] {
  return [JSON.stringify(row), row];
}

async function ask(stage: Stage, name: string): Promise<unknown> {
  try {
    return plain(await stage.value(name));
  } catch (error) {
    if (error instanceof ScoringError && error.code === 'INPUT_VALUE') return { refused: true };
    throw error;
  }
}

/** The rows of a table, and those that Spark told, decoded as the same types. */
function tableOf(stage: Stage, name: string, told: readonly unknown[]) {
  const query = stage.queries[name];
  if (query === undefined) throw new Error(`no table ${name}`);
  const decode = createRowDecoder(query.output);
  const expected = told.map((row, i) => decode(row, i + 1));
  const sorted = (rows: readonly unknown[]) =>
    ORDERED.has(name)
      ? rows
      : rows
          .map(keyed)
          .sort()
          .map(([, row]) => row);
  return { actual: sorted([...query.answer({})].map(plain)), expected: sorted(expected.map(plain)) };
}

describe.each(existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.gz')) : [])(
  'values of %s',
  (file) => {
    it.each(readTold(file).map((told) => [told.model, told] as const))('%s', async (model, { values, tables }) => {
      const stage = await loadCase(readCase(model));
      for (const [name, expected] of Object.entries(values)) {
        expect({ [name]: await ask(stage, name) }).toStrictEqual({ [name]: expected });
      }
      for (const [name, told] of Object.entries(tables)) {
        const { actual, expected } = tableOf(stage, name, told);
        expect({ [name]: actual }).toStrictEqual({ [name]: expected });
      }
    });
  },
);
