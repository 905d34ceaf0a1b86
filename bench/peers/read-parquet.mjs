// As read_parquet.py with the reader of the product: `read-parquet.mjs <bundle of the reader> <folder> <times>`.

import { pathToFileURL } from 'node:url';

const [, , bundle, folder, times] = process.argv;
const { openReader } = await import(pathToFileURL(bundle).href);

/** The values of all columns, in arrays of their own. */
async function readColumns() {
  const reader = await openReader({ source: folder, format: 'parquet' });
  const arrays = [];
  for await (const { columns } of reader.columns()) arrays.push(...columns.map(({ values }) => values.slice()));
  await reader.close();
  return arrays;
}

function digestOf(arrays) {
  const digest = [0, 0];
  for (const { buffer, byteOffset, length } of arrays) {
    const halves = new Uint32Array(buffer, byteOffset, length * 2);
    for (let i = 0; i < halves.length; i++) digest[i & 1] ^= halves[i];
  }
  return digest.map((half) => half >>> 0);
}

const milliseconds = [];
let arrays = [];
for (let i = 0; i < Number(times); i++) {
  const started = performance.now();
  arrays = await readColumns();
  milliseconds.push(performance.now() - started);
}
console.log(JSON.stringify({ milliseconds, digest: digestOf(arrays) }));
