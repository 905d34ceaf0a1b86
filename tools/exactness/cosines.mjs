#!/usr/bin/env node
// Compares the cosine transforms here with those of JTransforms, bit by bit: `node tools/exactness/cosines.mjs JARS`,
// the directory of a Spark distribution's jars. Needs java and javac 17; takes some minutes. Exits with 1 on a difference.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const KINDS = 4;
const THREADS = [1, 2, 4];
const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);
const isPrime = (n) => range(2, Math.floor(Math.sqrt(n)) + 1).every((factor) => n % factor !== 0);
const SMALL = [...range(1, 601), ...range(601, 5000).filter((n) => isPrime(n) || n % 7 === 0)];
const LARGE = [...range(10, 17).map((k) => 2 ** k), 6561, 9999, 10000, 15625, 20011, 30030, 40000, 50653, 65535];

const [jars] = process.argv.slice(2);
if (jars === undefined) throw new Error('expected the directory of the jars of a Spark distribution');
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'tinderbox-cosines-'));
const classPath = [join(jars, '*'), scratch].join(delimiter);

async function loadTransforms() {
  const contents = `export { cosineTransforms } from './packages/scoring/src/kernels/cosine-transform.ts';`;
  const outfile = join(scratch, 'kernels.mjs');
  await build({ stdin: { contents, resolveDir: root }, outfile, bundle: true, format: 'esm', logLevel: 'error' });
  return import(pathToFileURL(outfile).href);
}

/** What java prints, read into arrays of as many doubles as asked for. */
async function* readVectors(threads, sizes) {
  const java = spawn('java', ['-cp', classPath, 'Cosines', ...[threads, ...sizes].map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const wanted = sizes.flatMap((size) => new Array(3 * KINDS).fill(size));
  let [chunks, length] = [[], 0];
  for await (const chunk of java.stdout) {
    chunks.push(chunk);
    length += chunk.length;
    if (length < 8 * wanted[0]) continue;
    let bytes = Buffer.concat(chunks);
    while (wanted.length > 0 && bytes.length >= 8 * wanted[0]) {
      const size = wanted.shift();
      yield Float64Array.from({ length: size }, (_, i) => bytes.readDoubleBE(8 * i));
      bytes = bytes.subarray(8 * size);
    }
    [chunks, length] = [[bytes], bytes.length];
  }
  if (wanted.length > 0) throw new Error(`expected ${wanted.length} more vectors from java, got none`);
}

try {
  const { cosineTransforms } = await loadTransforms();
  execFileSync('javac', ['-cp', classPath, '-d', scratch, join(here, 'Cosines.java')]);
  let [numbers, differing] = [0, 0];
  for (const [threads, sizes] of [[1, SMALL], ...THREADS.map((count) => [count, LARGE])]) {
    const vectors = readVectors(threads, sizes);
    for (const size of sizes) {
      const transforms = cosineTransforms(size);
      for (let kind = 0; kind < KINDS; kind++) {
        const vector = (await vectors.next()).value;
        for (const name of ['forward', 'inverse']) {
          const expected = (await vectors.next()).value;
          const answer = vector.slice();
          transforms[name](answer);
          const wrong = answer.reduce((count, x, i) => count + (Object.is(x, expected[i]) ? 0 : 1), 0);
          if (wrong > 0) console.log(`${name} of size ${size}, kind ${kind}: ${wrong} numbers differ`);
          numbers += size;
          differing += wrong;
        }
      }
    }
  }
  console.log(`${differing} of ${numbers} numbers differ`);
  process.exitCode = differing > 0 ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true });
}
