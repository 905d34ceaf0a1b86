/** Metrics of several processes as one, in the text format of Prometheus. */

export interface WorkerMetrics {
  readonly worker: number;
  readonly text: string;
}

interface Family {
  readonly help: string;
  readonly type: string;
  /** By name and labels. */
  readonly samples: Map<string, number>;
}

const SAMPLE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;

/**
 * Counters and histograms are sums, over processes that have ended too; gauges, of which a sum may mean nothing, carry the
 * number of their process as the label `worker`.
 */
export function mergeMetrics(workers: readonly WorkerMetrics[], ended: readonly string[]): string {
  const families = new Map<string, Family>();
  for (const { worker, text } of workers) addAll(families, text, worker);
  for (const text of ended) addAll(families, text, undefined);
  return write(families);
}

/** What is kept of processes that have ended. */
export function sumCounters(texts: readonly string[]): string {
  return mergeMetrics([], texts);
}

function addAll(families: Map<string, Family>, text: string, worker: number | undefined): void {
  let help = '';
  let family: Family | undefined;
  for (const line of text.split('\n')) {
    if (line.startsWith('# HELP ')) help = line;
    else if (line.startsWith('# TYPE ')) {
      const [, , name = '', type = ''] = line.split(' ');
      family = worker === undefined && type === 'gauge' ? undefined : familyOf(families, name, { help, type });
    } else if (family !== undefined) addSample(family, line, worker);
  }
}

function familyOf(families: Map<string, Family>, name: string, about: Omit<Family, 'samples'>): Family {
  const known = families.get(name);
  if (known !== undefined) return known;
  const made = { ...about, samples: new Map<string, number>() };
  families.set(name, made);
  return made;
}

function addSample({ type, samples }: Family, line: string, worker: number | undefined): void {
  const [, name, labels, value] = SAMPLE.exec(line) ?? [];
  if (name === undefined) return;
  const all = [...(labels === undefined ? [] : [labels]), ...(type === 'gauge' ? [`worker="${worker}"`] : [])];
  const key = all.length === 0 ? name : `${name}{${all.join(',')}}`;
  samples.set(key, (samples.get(key) ?? 0) + numberOf(value as string));
}

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}

function textOf(value: number): string {
  if (Math.abs(value) !== Number.POSITIVE_INFINITY) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}

function write(families: Map<string, Family>): string {
  let text = '';
  for (const [name, { help, type, samples }] of families) {
    text += `${help}\n# TYPE ${name} ${type}\n`;
    for (const [key, value] of samples) text += `${key} ${textOf(value)}\n`;
  }
  return text;
}
