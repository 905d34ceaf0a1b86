// A result of the batch suite as tables.

import { OURS } from './peers/native-batch.mjs';
import { formatTable } from './report.mjs';

/** Medians over the runs, by input and engine; `ratio` is how many times as long as ours it takes, `cpu_ratio` so of its threads' time. */
export function scoreTable(cases, rows) {
  const lines = groupsOf(cases, ({ input, engine }) => JSON.stringify([input, engine])).map((group) => {
    const [{ input, engine }] = group;
    const refused = refusalIn(group);
    if (refused !== undefined) return { input, engine, refused };
    const seconds = medianOf(group, 'seconds');
    return {
      ...{ input, engine, seconds, rows_per_second: Math.round(rows / seconds) },
      cpu_seconds: medianOf(group, 'cpu_seconds'),
      peak_mb: medianOf(group, 'peak_mb'),
      rows_different: Math.max(...group.map(({ check }) => check.different)),
    };
  });
  return lines.map((line) => {
    const ours = lines.find(({ input, engine }) => input === line.input && engine === OURS);
    return { ...line, ratio: line.seconds / ours.seconds, cpu_ratio: line.cpu_seconds / ours.cpu_seconds };
  });
}

/** Medians over the runs, by reader, with the ratio to ours, which is the first. Who read other values is refused. */
export function readTable(reads) {
  const lines = groupsOf(reads, ({ reader }) => reader).map((group) => {
    const [{ reader }] = group;
    const other = group.some(({ digest }) => digest !== reads[0].digest) ? 'read other values' : undefined;
    const refused = refusalIn(group) ?? other;
    if (refused !== undefined) return { reader, refused };
    const [first_ms, median_ms, peak_mb] = ['first_ms', 'median_ms', 'peak_mb'].map((name) => medianOf(group, name));
    return { reader, first_ms, median_ms, peak_mb };
  });
  return lines.map((line) => ({ ...line, ratio: line.median_ms / lines[0].median_ms }));
}

function refusalIn(group) {
  return group.find(({ refused }) => refused !== undefined)?.refused;
}

/** What the figures depend on, a table for each input, then one of the readers. */
export function formatBatch({ date, machine, versions, rows, runs, inputs, engines, table, reads }) {
  const about = Object.entries({ date, ...machine, ...versions, rows, runs }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const legends = engines.flatMap(({ name, remark }) => (remark === undefined ? [] : [`${name}: ${remark}`]));
  const tables = inputs.flatMap(({ name, title, bytes }) => [
    '',
    `${title}, ${megabytes(bytes)} MB, to Parquet`,
    ...formatTable(table.filter(({ input }) => input === name).map(scoreCells)),
  ]);
  const title = 'All columns of the first file in memory: the first time in a process, and the median of the next';
  return [...about, '', ...legends, ...tables, '', title, ...formatTable(reads.map(readCells))].join('\n');
}

function scoreCells({ engine, refused, ...figures }) {
  if (refused !== undefined) return { engine, s: `refused: ${refused}` };
  return {
    engine,
    s: figures.seconds.toFixed(2),
    'rows/s': figures.rows_per_second.toLocaleString('en-US'),
    'cpu s': figures.cpu_seconds.toFixed(2),
    'peak MB': Math.round(figures.peak_mb),
    'rows different': figures.rows_different,
    ratio: ratioCell(figures.ratio),
    'cpu ratio': ratioCell(figures.cpu_ratio),
  };
}

function readCells({ reader, refused, ratio, ...figures }) {
  if (refused !== undefined) return { reader, 'first ms': `refused: ${refused}` };
  return {
    reader,
    'first ms': Math.round(figures.first_ms),
    'median ms': Math.round(figures.median_ms),
    'peak MB': Math.round(figures.peak_mb),
    ratio: ratioCell(ratio),
  };
}

/** Lists of what has one key, in the order of the first of each. */
function groupsOf(cases, keyOf) {
  const groups = new Map();
  for (const found of cases) groups.set(keyOf(found), [...(groups.get(keyOf(found)) ?? []), found]);
  return [...groups.values()];
}

function medianOf(cases, figure) {
  const numbers = cases.map((found) => found[figure]).toSorted((a, b) => a - b);
  return numbers[numbers.length >> 1];
}

function ratioCell(ratio) {
  return Number.isFinite(ratio) ? `${ratio.toPrecision(3)}x` : '-';
}

function megabytes(bytes) {
  return Math.round(bytes / 2 ** 20);
}
