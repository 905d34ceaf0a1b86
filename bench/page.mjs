// The page of docs/reference that shows what was measured: medians, and beside them the figures of every run.

import { run } from './cache.mjs';
import { keepFigures } from './figures.mjs';
import { OURS } from './peers/native-batch.mjs';
import { root } from './report.mjs';

/** Takes over the newest results, and writes the page. */
export function writePage() {
  keepFigures(root);
  console.log(run(process.execPath, ['tools/generate.mjs'], { cwd: root }).trimEnd());
}

/** The page, without its title, from what `readFigures` gives. */
export function performanceLines({ row, batch, load, memory, serve, grpc }) {
  return [
    'Figures only, from the scripts in [bench](../../bench/README.md). Each is the median of up to three runs, the runs',
    'themselves in small beside it. Everything that is timed has had its answers compared first; what answered otherwise is',
    'refused. Kept in `bench/figures.jsonl`; `npm run bench -- page` takes over what was measured last.',
    ...(row === undefined ? [] : rowLines(row)),
    ...(batch === undefined ? [] : batchLines(batch)),
    ...(load === undefined ? [] : loadLines(load)),
    ...(memory === undefined ? [] : memoryLines(memory)),
    ...(serve === undefined ? [] : serveLines(serve)),
    ...(grpc === undefined ? [] : grpcLines(grpc)),
  ];
}

function rowLines(suite) {
  const models = groupBy(suite.cases, 'model');
  const [exact, fast, ...peers] = [...groupBy(suite.cases, 'engine').keys()];
  const caseOf = (model, engine) => models.get(model).find((one) => one.engine === engine);
  const timeOf = (model, engine) => median(caseOf(model, engine)?.figures?.ns_per_row_median ?? []);
  const times = { models: [...models.keys()], timeOf, exact, fast };
  const overview = times.models.map((model) => [
    `\`${model}\``,
    ...[exact, fast].map((engine) => timeCell(caseOf(model, engine), [])),
    ...peers.map((peer) => timeCell(caseOf(model, peer), [timeOf(model, exact), timeOf(model, fast)])),
  ]);
  return [
    '',
    '## One row',
    '',
    'One call a row, rows as objects in memory, answers as objects out. Ours with Spark\'s own order of sums ("exact") and',
    'with `--sums fast`; behind a peer how many times as long it takes as the one and as the other.',
    ...aboutLines(suite, 'npm run bench -- row` three times; `--models` for the models that are not made there'),
    '',
    ...table(
      ['µs, median', exact, fast, ...peers],
      [...overview, ['geometric mean', '', '', ...peers.map((peer) => meanRatio(peer, times))]],
    ),
    '',
    ...suite.engines.map(({ name, remark, version, tolerance }) => {
      const within = tolerance === undefined ? [] : [`answers within ${tolerance} of Spark's`];
      return `- **${name}**: ${[version, remark, ...within].filter(Boolean).join('; ')}.`;
    }),
    ...times.models.flatMap((model) => modelLines(model, { cases: models.get(model), ...times })),
  ];
}

/** Everything about one model; p99 and p99.9 are of single calls. */
function modelLines(model, { cases, timeOf, exact, fast }) {
  const own = [timeOf(model, exact), timeOf(model, fast)];
  const rows = cases.map(({ engine, refused, figures }) => {
    if (refused !== undefined) return [engine, `refused: ${refused}`];
    const thousandth = ['ns_per_row_median', 'p99', 'p999'].map((name) => spread(figures[name], 1e-3));
    const plain = ['load_ms', 'first_call_ms', 'rss_mb'].map((name) => spread(figures[name]));
    const [time, ...tail] = thousandth;
    return [engine, time, ...own.map((one) => ratio(timeOf(model, engine) / one)), ...tail, ...plain];
  });
  const header = ['engine', 'µs', '× exact', '× fast', 'p99 µs', 'p99.9 µs', 'load ms', 'first call ms', 'MB'];
  return ['', `### \`${model}\``, '', ...table(header, rows)];
}

function batchLines(suite) {
  const inputs = suite.inputs.map(({ name, title, bytes }) => {
    const cases = suite.cases.filter(({ input }) => input === name);
    const own = cases.find(({ engine }) => engine === OURS)?.figures ?? {};
    const ratioOf = (figures, name) => ratio(median(figures[name] ?? []) / median(own[name] ?? []));
    const rows = cases.map(({ engine, refused, figures }) => {
      if (refused !== undefined) return [engine, `refused: ${refused}`];
      const [seconds, cpu, peak] = ['seconds', 'cpu_seconds', 'peak_mb'].map((name) => figures[name]);
      const rate = Math.round(suite.rows / median(seconds)).toLocaleString('en-US');
      const ratios = ['seconds', 'cpu_seconds'].map((name) => ratioOf(figures, name));
      return [engine, spread(seconds), rate, ratios[0], spread(cpu), ratios[1], spread(peak)];
    });
    const header = ['engine', 's', 'rows a second', '× ours', 'CPU s', '× ours', 'peak MB'];
    return ['', `### ${title}, ${Math.round(bytes / 2 ** 20)} MB, to Parquet`, '', ...table(header, rows)];
  });
  return [
    '',
    '## Files into files',
    '',
    `${suite.rows.toLocaleString('en-US')} rows of \`${suite.model}\`, whole processes from start to end. "Ours" is ${OURS}.`,
    ...aboutLines(suite, 'npm run bench -- batch` three times'),
    ...inputs.flat(),
    ...(suite.reads === undefined ? [] : readerLines(suite.reads)),
  ];
}

function readerLines(reads) {
  const own = median(reads[0].figures.median_ms);
  const rows = reads.map(({ reader, refused, figures }) => {
    if (refused !== undefined) return [reader, `refused: ${refused}`];
    const [first, next, peak] = ['first_ms', 'median_ms', 'peak_mb'].map((name) => spread(figures[name]));
    return [reader, first, next, ratio(median(figures.median_ms) / own), peak];
  });
  const header = ['reader', 'first ms', 'next ms', `× ${reads[0].reader}`, 'peak MB'];
  return ['', '### All columns of the Parquet file into memory', '', ...table(header, rows)];
}

function loadLines(suite) {
  return [
    '',
    '## From start to the first row',
    '',
    `Fresh processes with \`${suite.model}\`, whole wall time.`,
    ...aboutLines(suite, 'npm run bench`'),
    '',
    ...table(
      ['process', 'ms'],
      suite.cases.map(({ name, figures }) => [name, spread(figures.median)]),
    ),
  ];
}

function memoryLines(suite) {
  const figureNames = ['rowsPerSecond', 'rowsPerCpuSecond', 'peakMegabytes'];
  return [
    '',
    '## Rows streamed',
    '',
    `${suite.rows.toLocaleString('en-US')} rows of \`${suite.model}\` through \`tinderbox predict\`; memory is the most that the process held.`,
    ...aboutLines(suite, 'npm run bench`'),
    '',
    ...table(
      ['conversion', 'rows a second', 'rows a CPU second', 'peak MB'],
      suite.cases.map(({ name, figures }) => [name, ...figureNames.map((figure) => spread(figures[figure]))]),
    ),
  ];
}

function serveLines(suite) {
  const figuresOf = (wanted) => suite.cases.find(({ name }) => name === wanted)?.figures?.perSecond ?? [];
  const [bare, own] = ['node:http, empty handler', 'tinderbox'].map((name) => median(figuresOf(name)));
  const rows = suite.cases.map(({ name, refused, figures }) => {
    if (refused !== undefined) return [name, `refused: ${refused}`];
    const rate = median(figures.perSecond);
    const others = ['p50', 'p99', 'p999', 'refusedPerSecond', 'readyMilliseconds', 'megabytes'];
    return [
      name,
      spread(figures.perSecond),
      ratio(rate / bare),
      ratio(own / rate),
      ...others.map((one) => spread(figures[one])),
    ];
  });
  const header = [
    '',
    'answers a second',
    '× empty',
    'ours ×',
    'p50 ms',
    'p99 ms',
    'p99.9 ms',
    'refused a second',
    'ready ms',
    'MB',
  ];
  return [
    '',
    '## One row over HTTP',
    '',
    `One row of \`${suite.model}\` a request, one process, 16 keep-alive connections, 64 for the steady rate and 256 for too much;`,
    'the time of the steady rate counts from when each request was due. Requests are logged, as they are unless asked.',
    ...aboutLines(suite, 'npm run bench -- serve` three times'),
    '',
    ...table(header, rows),
    '',
    ...suite.engines.map(
      ({ name, remark, tolerance }) => `- **${name}**: ${remark}; answers within ${tolerance} of Spark's.`,
    ),
  ];
}

function grpcLines(suite) {
  const own = median(suite.cases[0].figures.perSecond);
  const rows = suite.cases.map(({ name, figures }) => {
    const ours = ratio(own / median(figures.perSecond));
    return [name, spread(figures.perSecond), ours, spread(figures.cpuMicroseconds)];
  });
  return [
    '',
    '## One row over gRPC',
    '',
    `One row of \`${suite.model}\` a call, 64 callers over one connection.`,
    ...aboutLines(suite, 'npm run bench -- grpc` three times'),
    '',
    ...table(['server', 'calls a second', 'ours ×', 'µs of the processor a call'], rows),
  ];
}

/** Where, of what, when, and how again. */
function aboutLines({ machine, versions = {}, seconds, runs }, command) {
  const { cpu, cores, memoryGigabytes, platform, ...software } = machine;
  const of = Object.entries({ ...software, ...versions }).map(([name, version]) => `${name} ${version}`);
  const times = runs.map(({ date, load }) => `${date.slice(0, 16).replace('T', ' ')} (load ${load})`);
  return [
    '',
    `- Machine: ${cpu}, ${cores} cores, ${memoryGigabytes} GB, ${platform}; ${of.join(', ')}.`,
    `- Runs, UTC: ${times.join(', ')}${seconds === undefined ? '' : `; ${seconds} s each pass`}.`,
    `- Again: \`npm run build\`, \`${command}.`,
  ];
}

function table(header, rows) {
  const line = (cells) => `| ${header.map((_, i) => cells[i] ?? '').join(' | ')} |`;
  return [
    line(header),
    `|---|${header
      .slice(1)
      .map(() => '--:|')
      .join('')}`,
    ...rows.map(line),
  ];
}

/** The median, in small the runs; nothing where nothing was measured. */
function spread(values, factor = 1) {
  if (values === undefined) return '';
  const shown = values.map((value) => figure(value * factor));
  return values.length === 1 ? shown[0] : `${figure(median(values) * factor)}<br><sub>${shown.join(' ')}</sub>`;
}

/** The median time, and how many times as long as others that is; nothing for what was not measured. */
function timeCell(found, others) {
  if (found?.figures === undefined) return found === undefined ? '' : 'refused';
  const time = median(found.figures.ns_per_row_median);
  const ratios = others.length === 0 ? '' : ` (${others.map((one) => ratio(time / one)).join(', ')})`;
  return `${figure(time / 1000)}${ratios}`;
}

function meanRatio(peer, { models, timeOf, exact, fast }) {
  const mean = (own) => {
    const both = models.filter((model) => timeOf(model, peer) !== undefined && timeOf(model, own) !== undefined);
    const logs = both.map((model) => Math.log(timeOf(model, peer) / timeOf(model, own)));
    return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  };
  return [exact, fast].map((own) => ratio(mean(own))).join(', ');
}

function ratio(value) {
  return Number.isFinite(value) ? `${figure(value)}×` : '-';
}

/** Three digits, or all of those before the point. */
function figure(value) {
  return Math.abs(value) < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString('en-US');
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

function groupBy(cases, name) {
  const groups = new Map();
  for (const one of cases) groups.set(one[name], [...(groups.get(one[name]) ?? []), one]);
  return groups;
}
