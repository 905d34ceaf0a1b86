// What is kept of the measurements: of every case the figures of its newest runs. bench/results has them all, and is
// not kept; the page of docs/reference is written from the lines of figures.jsonl.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'bench/figures.jsonl';
const RUNS = 3;

/** Taken from the newest result. */
const ABOUT = ['versions', 'seconds', 'model', 'rows', 'inputs'];

/** The lists that a suite's result has: what tells a case from the others, and the figures that are kept of it. */
const KEPT = {
  row: {
    cases: {
      key: ['model', 'engine'],
      figures: ['ns_per_row_median', 'p99', 'p999', 'load_ms', 'first_call_ms', 'rss_mb'],
    },
  },
  batch: {
    cases: { key: ['input', 'engine'], figures: ['seconds', 'cpu_seconds', 'peak_mb'] },
    reads: { key: ['reader'], figures: ['first_ms', 'median_ms', 'peak_mb'] },
  },
  load: { cases: { key: ['name'], figures: ['median'] } },
  serve: {
    cases: {
      key: ['name'],
      figures: ['perSecond', 'p50', 'p99', 'p999', 'refusedPerSecond', 'readyMilliseconds', 'megabytes'],
    },
  },
  grpc: { cases: { key: ['name'], figures: ['perSecond', 'cpuMicroseconds'] } },
  memory: { cases: { key: ['name'], figures: ['rowsPerSecond', 'rowsPerCpuSecond', 'peakMegabytes'] } },
};

/**
 * The suites by name: { machine, runs, engines, ..., cases: [{ ...key, figures: { p99: [...] } | refused }] }; the numbers
 * of a figure are those of up to three runs, the newest first.
 */
export function readFigures(root) {
  const suites = {};
  for (const { suite, list, ...line } of readLines(join(root, FILE))) {
    suites[suite] ??= {};
    if (list === undefined) Object.assign(suites[suite], line);
    else suites[suite][list] = [...(suites[suite][list] ?? []), line];
  }
  return suites;
}

/** Takes what bench/results holds over into figures.jsonl; a suite that was not measured keeps what it had. */
export function keepFigures(root) {
  const results = readResults(join(root, 'bench/results'));
  const suites = { ...readFigures(root) };
  for (const suite of Object.keys(KEPT)) {
    const measured = likeNewest(results.filter((result) => (result.suite ?? result.bench) === suite));
    if (measured.length > 0) suites[suite] = collect(suite, measured);
  }
  const lines = Object.entries(suites).flatMap(([suite, about]) => linesOf(suite, about));
  writeFileSync(join(root, FILE), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function linesOf(suite, about) {
  const lists = Object.keys(KEPT[suite]);
  const rest = Object.fromEntries(Object.entries(about).filter(([name]) => !lists.includes(name)));
  return [
    { suite, ...rest },
    ...lists.flatMap((list) => (about[list] ?? []).map((line) => ({ suite, list, ...line }))),
  ];
}

/** Newest first. */
function readResults(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .toSorted((a, b) => (a.date < b.date ? 1 : -1));
}

/** Those that were taken where the newest was, of the same version of everything and as many rows. */
function likeNewest(results) {
  const placeOf = ({ machine: { load: _, ...place }, rows }) => JSON.stringify([place, rows]);
  return results.filter((result) => placeOf(result) === placeOf(results[0]));
}

function collect(suite, results) {
  const used = new Set();
  const lists = Object.entries(KEPT[suite]).map(([list, kept]) => [
    list,
    collectList(results, { list, ...kept }, used),
  ]);
  const [newest] = results;
  const { load: _, ...machine } = newest.machine;
  const runs = [...used].map(({ date, machine: { load } }) => ({ date, load }));
  const engines = uniteByName([...used].map((result) => result.engines ?? []));
  const about = ABOUT.filter((name) => newest[name] !== undefined).map((name) => [name, newest[name]]);
  return { machine, runs, ...Object.fromEntries(about), engines, ...Object.fromEntries(lists) };
}

/** The newest case of a key decides whether it is a refusal; adds to `used` the results that figures come from. */
function collectList(results, { list, key, figures }, used) {
  const found = new Map();
  for (const result of results) {
    for (const one of result[list] ?? []) {
      const name = JSON.stringify(key.map((part) => one[part]));
      const known = found.get(name) ?? [];
      if (known.length === RUNS || (known.length > 0 && (known[0].refused ?? one.refused) !== undefined)) continue;
      found.set(name, [...known, one]);
      used.add(result);
    }
  }
  return [...found.values()].map((cases) => {
    const [newest] = cases;
    const names = Object.fromEntries(key.map((part) => [part, newest[part]]));
    if (newest.refused !== undefined) return { ...names, refused: newest.refused };
    const values = figures.map((figure) => [figure, cases.map((one) => rounded(one[figure]))]);
    return { ...names, figures: Object.fromEntries(values.filter(([, numbers]) => numbers[0] !== undefined)) };
  });
}

function rounded(value) {
  return value === undefined ? undefined : Number(value.toPrecision(5));
}

function uniteByName(lists) {
  const named = new Map();
  for (const one of lists.flat()) named.set(one.name, named.get(one.name) ?? one);
  return [...named.values()];
}

function readLines(path) {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
