// Suite `rows`: a file of rows with a mutation is scored with the example.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { root } from './library.mjs';
import { mutateBytes } from './mutations/bytes.mjs';
import { mutateJson } from './mutations/json.mjs';
import { mutateParquet } from './mutations/parquet.mjs';

const churn = join(root, 'examples/churn');
const FORMATS = ['csv', 'json', 'parquet', 'arrow'];

/** `attempt(random)` answers `{ about, run }`, as the suite of models does. */
export async function createRowSuite(library) {
  const operations = await createScoring(library);
  const schema = readFileSync(join(churn, 'customers.schema.json'), 'utf8');
  const csv = readFileSync(join(churn, 'customers.csv'));
  const seeds = new Map();
  for (const format of FORMATS) seeds.set(format, await convert(library, { csv, schema }, format));
  return (random) => {
    const format = random.weighted([
      [3, 'csv'],
      [3, 'json'],
      [5, 'parquet'],
      [4, 'arrow'],
    ]);
    const bytes = mutateRows(random, format, seeds.get(format), library);
    const output = random.pick(FORMATS);
    const withSchema = random.chance(0.5) ? { schema: random.chance(0.1) ? mutateJson(random, schema) : schema } : {};
    const request = {
      model: '',
      input: { source: Readable.from(cut(random, bytes)), format },
      output: { target: sink(), format: output },
      onError: random.pick(['fail', 'report']),
      ...withSchema,
    };
    return { about: `${format} to ${output}`, run: () => operations.predict(request) };
  };
}

/** The first customers as bytes, by format. */
export async function convertCustomers(library, count) {
  const schema = readFileSync(join(churn, 'customers.schema.json'), 'utf8');
  const lines = readFileSync(join(churn, 'customers.csv'), 'utf8').split('\n', count + 1);
  const csv = Buffer.from(lines.join('\n'));
  const files = FORMATS.map(async (format) => [format, await convert(library, { csv, schema }, format)]);
  return Object.fromEntries(await Promise.all(files));
}

/** The operations over the example, which is loaded once. */
async function createScoring(library) {
  const engine = library.createNativeEngine();
  const artifact = await library.recogniseSpark(await library.openLocal(join(churn, 'model')));
  const model = await engine.load(artifact, {});
  const { openReader, openWriter } = library;
  const ports = {
    engine: { ...engine, load: async () => model },
    openModel: async () => artifact,
    openReader,
    openWriter,
  };
  return library.createOperations(ports);
}

/** The customers in another format, as the product writes it. */
async function convert({ openReader, openWriter, parseSchema }, { csv, schema }, format) {
  if (format === 'csv') return csv;
  const reader = await openReader({ format: 'csv', source: Readable.from([csv]), schema: parseSchema(schema) });
  const chunks = [];
  const writer = await openWriter({ format, target: sink(chunks), schema: reader.schema });
  for await (const rows of reader.batches()) await writer.write(rows);
  await writer.finish();
  return Buffer.concat(chunks);
}

function sink(chunks) {
  return new Writable({
    write(chunk, _, done) {
      chunks?.push(chunk);
      done();
    },
  });
}

/** A file of rows with a mutation of its format, or of any bytes. */
export function mutateFile(random, format, bytes, { decodeSnappy }) {
  return random.chance(0.7) ? mutateByFormat(random, format, bytes, decodeSnappy) : mutateBytes(random, bytes);
}

function mutateRows(random, format, bytes, library) {
  const changed = mutateFile(random, format, bytes, library);
  if (!random.chance(0.1)) return changed;
  const zipped = gzipSync(changed);
  return random.chance(0.5) ? zipped : mutateBytes(random, zipped);
}

function mutateByFormat(random, format, bytes, decodeSnappy) {
  if (format === 'parquet') return mutateParquet(random, bytes, decodeSnappy);
  if (format === 'json') return mutateLine(random, bytes, mutateJson);
  if (format === 'csv') return mutateLine(random, bytes, mutateCells);
  let changed = bytes;
  for (let left = 1 + random.below(4); left > 0; left--) changed = mutateBytes(random, changed);
  return changed;
}

function mutateLine(random, bytes, mutate) {
  const lines = bytes.toString().split('\n');
  const i = random.below(Math.max(1, lines.length - 1));
  return Buffer.from(lines.with(i, mutate(random, lines[i])).join(random.pick(['\n', '\n', '\r\n', '\r'])));
}

// biome-ignore format: a table
const CELLS = [
  '', '"', '""', '"a', 'a"b', '\\', '"\\"', '1e999', 'NaN', '\u0000',
  'x'.repeat(100_000), '9'.repeat(400), '\u2028', '"\n"',
];

function mutateCells(random, line) {
  const cells = line.split(',');
  const i = random.below(cells.length);
  return random
    .pick([
      () => cells.with(i, random.pick(CELLS)),
      () => cells.toSpliced(i, 1),
      () => cells.toSpliced(i, 0, random.pick(CELLS)),
      () => [...cells, ...Array.from({ length: 10_000 }, () => '')],
      () => cells.toReversed(),
      () => [],
    ])()
    .join(',');
}

/** In chunks that cut words and lines anywhere. */
function cut(random, bytes) {
  const size = random.pick([bytes.length + 1, 1000, 997, 64]);
  const chunks = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}
