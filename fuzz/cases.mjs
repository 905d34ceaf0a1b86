// The saved models that are mutated: of every class and every Spark version of the corpus, and the example.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCustomers } from '../tests/churn.mjs';
import { root } from './library.mjs';

const CASES_A_VERSION = 3;
const ROWS = 5;

/** Folders with a model, `schema.json` and `input.jsonl`, relative to the project. Sorted, the example first. */
export function listCases() {
  const corpus = join(root, 'corpus');
  const classes = readdirSync(corpus).sort();
  return ['examples/churn', ...classes.flatMap((name) => chooseCases(join(corpus, name), name))];
}

/** Some of a class, spread over its list: as many of every version. */
function chooseCases(folder, name) {
  const names = readdirSync(folder).sort();
  const versions = new Set(names.map((entry) => entry.slice(entry.lastIndexOf('-'))));
  return [...versions].flatMap((version) => {
    const entries = names.filter((entry) => entry.endsWith(version));
    const step = Math.max(1, entries.length / CASES_A_VERSION);
    const chosen = entries.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
    return chosen.map((entry) => `corpus/${name}/${entry}`);
  });
}

/** The files of the model in memory, the schema as text, and some rows. */
export function readCase(name) {
  const folder = join(root, name);
  const files = readFiles(join(folder, 'model'));
  if (name === 'examples/churn') {
    return {
      files,
      schema: readFileSync(join(folder, 'customers.schema.json'), 'utf8'),
      rows: readCustomers().slice(0, ROWS),
    };
  }
  const lines = readFileSync(join(folder, 'input.jsonl'), 'utf8').split('\n').filter(Boolean).slice(0, ROWS);
  return {
    files,
    schema: readFileSync(join(folder, 'schema.json'), 'utf8'),
    rows: lines.map((line) => JSON.parse(line)),
  };
}

/** Map from path, with slashes, to bytes. */
function readFiles(folder) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)]));
}
