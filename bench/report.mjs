// What the benches share: the machine, the product as it was built, and how results are printed.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const commandLine = join(root, 'packages/service/bin/tinderbox.js');

/** Fails where the product has not been built. */
export function requireBuild() {
  const missing = ['packages/service/dist/bundle/cli.js', 'packages/scoring/dist/bundle/node.js'].find(
    (path) => !existsSync(join(root, path)),
  );
  if (missing !== undefined) throw new Error(`expected a build, got no ${missing}: npm run build`);
}

/** What figures depend on. Load is the mean number of processes that wanted a core in the last minute. */
export function describeMachine() {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/service/package.json'), 'utf8'));
  return {
    tinderbox: version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
}

/** Median, least and most of some numbers, rounded. */
export function summarise(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return {
    median: Math.round(sorted[sorted.length >> 1]),
    min: Math.round(sorted[0]),
    max: Math.round(sorted.at(-1)),
  };
}

/** The result as a table of its cases, then as one line of JSON. */
export function print(result) {
  const { bench, cases, ...about } = result;
  console.log(
    `${bench}: ${Object.entries(about)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  );
  for (const line of formatTable(cases)) console.log(line);
  console.log(JSON.stringify(result));
}

/** Leaves a result as a file in bench/results, named for the bench and the moment; gives back its path. */
export function saveResult(bench, result) {
  const folder = join(root, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${bench}-${result.date.replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(path, `${JSON.stringify(result, null, 1)}\n`);
  return path;
}

/** Lines of a table whose columns are the keys of the cases; all but the first to the right. */
export function formatTable(cases) {
  const columns = [...new Set(cases.flatMap((row) => Object.keys(row)))];
  const rows = [columns, ...cases.map((row) => columns.map((name) => String(row[name] ?? '')))];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const align = (cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]));
  return rows.map((row) => `  ${row.map(align).join('  ')}`);
}

/** True in the module that was started, for files that can also be imported. */
export function isMain(url) {
  return process.argv[1] !== undefined && fileURLToPath(url) === process.argv[1];
}
