#!/usr/bin/env node

// Begins a stage: `npm run new-stage -- org.apache.spark.ml.feature.Normalizer` writes the stage and its test, then the
// generated files. What is left to write by hand is one file, its test, and its corpus cases.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const spark = process.argv[2] ?? '';
const match = /^org\.apache\.spark\.ml\.([a-z]+)\.([A-Z][A-Za-z0-9]*)$/.exec(spark);

if (match === null) {
  console.error(`new-stage: expected a class such as org.apache.spark.ml.feature.Normalizer, got "${spark}"`);
  process.exit(2);
}

const [, sparkPackage, name] = match;
const file = name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
const variable = file.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const folder = join(root, 'packages/scoring/src/stages', sparkPackage);

/** Writes a template with the names of the stage filled in; never over an existing file. */
function write(template, path) {
  if (existsSync(path)) {
    console.error(`new-stage: expected a new file, got one that exists: ${relative(root, path)}`);
    process.exit(3);
  }
  const text = readFileSync(join(root, 'tools/templates', template), 'utf8');
  const names = { SPARK: spark, NAME: name, FILE: file, VARIABLE: variable };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    text.replace(/__(SPARK|NAME|FILE|VARIABLE)__/g, (_, key) => names[key]),
  );
  console.log(`wrote ${relative(root, path)}`);
}

write('stage.ts.txt', join(folder, `${file}.ts`));
write('stage.test.ts.txt', join(folder, `${file}.test.ts`));
const { status } = spawnSync(process.execPath, [join(root, 'tools/generate.mjs')], { stdio: 'inherit' });
console.log(
  `next: params, and in fitParams those that only fit reads; the cases of ${name} in tools/corpus/cases, then npm test`,
);
process.exitCode = status ?? 1;
