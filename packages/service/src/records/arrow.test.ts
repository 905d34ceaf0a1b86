import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createField, createRowDecoder, parseJson, structType, VECTOR } from '@tinderbox/scoring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowEncoder } from './json-text.ts';
import { openReader, openWriter } from './open.ts';
import { jsonFrames } from './testdata/frames.ts';
import { failureOf, inFolder, readRows, rowsOf, streamOf, writeRows } from './testdata/harness.ts';

const format = 'arrow';
const pythonBytes = (name: string): Buffer => readFileSync(new URL(`./testdata/${name}`, import.meta.url));

/** What pyarrow put into python.arrow (see make.py), in Spark's forms. */
const PYTHON_ROWS = [
  '{"dictionary":"a","nanoseconds":"1970-01-01T00:00:00.000Z","milliseconds":"1970-01-01T00:00:00.001","unsigned":18446744073709551615,"half":1.5,"large":"x","view":"short","pairs":[1,2],"milliday":"1970-01-01","decimal":-123,"map":{"a":1},"vector":{"type":1,"values":[1.0,2.0]},"nothing":null,"bytes":"YWI="}',
  '{"dictionary":"b","nanoseconds":"1969-12-31T23:59:59.999Z","milliseconds":"1969-12-31T23:59:59.999","unsigned":0,"half":null,"large":"","view":"more than twelve bytes","pairs":null,"milliday":"1970-01-01","decimal":null,"map":{},"vector":null,"nothing":null,"bytes":"Y2Q="}',
  '{"dictionary":null,"nanoseconds":null,"milliseconds":null,"unsigned":null,"half":-0.0,"large":null,"view":null,"pairs":[3,4],"milliday":null,"decimal":10000000000000000000000000000000000000,"map":null,"vector":{"type":0,"size":3,"indices":[1],"values":[5.0]},"nothing":null,"bytes":null}',
  '{"dictionary":"a","nanoseconds":"1970-01-01T00:00:00.000Z","milliseconds":"1970-01-01T00:00:00.005","unsigned":1,"half":2.0,"large":"\u00e9","view":"","pairs":[5,6],"milliday":"1969-12-31","decimal":0,"map":{"b":null},"vector":null,"nothing":null,"bytes":"ZWY="}',
];

describe('Arrow from pyarrow', () => {
  it.each(['python.arrow', 'python-stream.arrow'])('%s is read in any chunks', async (name) => {
    for (const chunk of [1, 1000, 1e6]) {
      const reader = await openReader({ format, source: streamOf(pythonBytes(name), chunk) });
      expect(reader.schema.fields.find((field) => field.name === 'vector')?.type).toEqual(VECTOR);
      expect((await rowsOf(reader)).map(createRowEncoder(reader.schema))).toEqual(PYTHON_ROWS);
    }
  });

  it('ends with rows or a ScoringError for any damage', async () => {
    const mutation = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('python.arrow', 'python-stream.arrow'), mutation, async (name, changes) => {
        const bytes = Buffer.from(pythonBytes(name));
        for (const [place, value] of changes) bytes[Math.floor(place * bytes.length)] = value;
        const result = await readRows({ format, source: streamOf(bytes, 1e6) }).catch((error: unknown) => error);
        if (!Array.isArray(result)) expect(result).toMatchObject({ name: 'ScoringError' });
        if (!Array.isArray(result))
          expect(['invalid_input', 'unsupported']).toContain((result as { kind: string }).kind);
      }),
      { numRuns: 300 },
    );
  });

  it.each([0x7fff_fff0, -1, 0x1_0000])(
    'stays small and quick where any length is %i',
    async (length) => {
      const bytes = pythonBytes('python-stream.arrow');
      for (let at = 8; at + 4 < bytes.length; at += 4) {
        const damaged = Buffer.from(bytes);
        damaged.writeInt32LE(length, at);
        const result = await readRows({ format, source: streamOf(damaged, 1e6) }).catch((error: unknown) => error);
        if (!Array.isArray(result))
          expect(['invalid_input', 'unsupported']).toContain((result as { kind: string }).kind);
      }
    },
    30_000,
  );

  it.each([0, 7, 100, 1500])('cut at %i bytes is refused', async (length) => {
    const source = streamOf(pythonBytes('python.arrow').subarray(0, length));
    expect((await failureOf(() => readRows({ format, source }))).code).toBe('INPUT_FORMAT');
  });
});

describe.each(jsonFrames.map((frame, k) => ({ ...frame, k })))('the rows of frame $k', ({ schema, lines }) => {
  const decode = createRowDecoder(schema);
  const rows = lines.map((line, row) => decode(parseJson(line), row));

  it('come back from a stream and from a file', () =>
    inFolder(async (folder) => {
      const target = join(folder, 'x.arrow');
      const writer = await openWriter({ format, target, schema });
      await writer.write(rows);
      await writer.finish();
      for (const source of [target, streamOf(await writeRows({ format, schema }, rows))]) {
        expect(await readRows({ format, source })).toEqual(rows);
      }
    }));
});

describe('Arrow files', () => {
  it('may hold no rows, and must have the columns of a given schema', async () => {
    const schema = structType([createField('i', 'long')]);
    const bytes = await writeRows({ format, schema }, []);
    expect(await readRows({ format, source: streamOf(bytes), schema })).toEqual([]);
    const other = structType([createField('i', 'double')]);
    const failure = await failureOf(() => openReader({ format, source: streamOf(bytes), schema: other }));
    expect(failure.code).toBe('INPUT_COLUMN_TYPE');
  });
});
