// A result of the row suite for people.

import { formatTable } from './report.mjs';

/** Microseconds a row; behind a peer's how many times as long as ours it takes, with exact sums and with fast ones. */
export function formatRows({ date, machine, runs, engines, cases }) {
  const [exact, fast, ...peers] = engines.map(({ name }) => name);
  const models = [...new Set(cases.map(({ model }) => model))];
  const times = new Map(models.map((model) => [model, timesOf(cases, model)]));
  const about = Object.entries({ date, ...machine, runs }).map(([name, value]) => `${name}: ${value}`);
  const legends = engines.map(describeEngine);
  const lines = models.map((model) => {
    const found = times.get(model);
    const [a, b] = [found.get(exact), found.get(fast)];
    const cells = peers.map((peer) => [peer, peerCell(found.get(peer), a, b)]);
    return { model, [exact]: cell(a), [fast]: cell(b), ...Object.fromEntries(cells) };
  });
  const means = peers.map((peer) => [peer, meanCell([...times.values()], { peer, exact, fast })]);
  const table = formatTable([...lines, { model: 'geometric mean', ...Object.fromEntries(means) }]);
  const refusals = cases
    .filter(({ refused }) => refused)
    .map(({ model, engine, refused }) => `${model}, ${engine}: ${refused}`);
  return [
    ...about,
    '',
    ...legends,
    '',
    'µs a row (× ours, × ours with fast sums)',
    ...table,
    '',
    ...new Set(refusals),
  ].join('\n');
}

function describeEngine({ name, remark, tolerance, version }) {
  const checked = tolerance === undefined ? '' : `; answers within ${tolerance} of Spark's`;
  return `${name}: ${[version, remark].filter(Boolean).join('; ')}${checked}`;
}

/** Nanoseconds by engine, the median of the runs; undefined for a refusal. */
function timesOf(cases, model) {
  const byEngine = new Map();
  for (const { engine, model: of, ns_per_row_median: time } of cases) {
    if (of === model) byEngine.set(engine, [...(byEngine.get(engine) ?? []), time]);
  }
  return new Map([...byEngine].map(([engine, list]) => [engine, list.toSorted((a, b) => a - b)[list.length >> 1]]));
}

function cell(nanoseconds) {
  return nanoseconds === undefined ? 'refused' : (nanoseconds / 1000).toFixed(2);
}

function peerCell(time, exact, fast) {
  if (time === undefined) return 'refused';
  return `${cell(time)} (${ratio(time / exact)}, ${ratio(time / fast)})`;
}

function meanCell(models, { peer, exact, fast }) {
  const mean = (own) => {
    const logs = models
      .filter((times) => times.get(peer) !== undefined && times.get(own) !== undefined)
      .map((times) => Math.log(times.get(peer) / times.get(own)));
    return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  };
  return `(${ratio(mean(exact))}, ${ratio(mean(fast))})`;
}

function ratio(value) {
  if (!Number.isFinite(value)) return '-';
  return `${value < 100 ? value.toPrecision(3) : Math.round(value)}x`;
}
