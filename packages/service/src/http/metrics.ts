/** Numbers for Prometheus, in its text format 0.0.4. */

export type Labels = { readonly [name: string]: string };

export interface Counter {
  add(amount: number): void;
}

export interface Histogram {
  observe(value: number): void;
}

export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  lines(): readonly string[];
}

/** Upper bounds in seconds: from what one row takes to what nobody waits for. */
export const SECONDS_BUCKETS: readonly number[] = [
  0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

export class Metrics {
  readonly #families: Family[] = [];

  /** Gives the counter for some labels, always the same for the same. */
  counters(name: string, help: string): (labels?: Labels) => Counter {
    const counters = new Map<string, CountingCounter>();
    const lines = () => [...counters].map(([labels, { value }]) => `${name}${labels} ${formatNumber(value)}`);
    this.#families.push({ name, help, type: 'counter', lines });
    return (labels = {}) => upsert(counters, formatLabels(labels), () => new CountingCounter());
  }

  /** Asks when it is read. */
  gauge(name: string, help: string, read: () => readonly Sample[]): void {
    const lines = () => read().map(({ labels = {}, value }) => `${name}${formatLabels(labels)} ${formatNumber(value)}`);
    this.#families.push({ name, help, type: 'gauge', lines });
  }

  /** As counters, of numbers in buckets. */
  histograms(name: string, help: string, bounds = SECONDS_BUCKETS): (labels?: Labels) => Histogram {
    const histograms = new Map<string, { readonly labels: Labels; readonly histogram: CountingHistogram }>();
    const lines = () => [...histograms.values()].flatMap(({ labels, histogram }) => histogram.lines(name, labels));
    this.#families.push({ name, help, type: 'histogram', lines });
    return (labels = {}) =>
      upsert(histograms, formatLabels(labels), () => ({ labels, histogram: new CountingHistogram(bounds) })).histogram;
  }

  text(): string {
    const sections = this.#families.map(({ name, help, type, lines }) =>
      [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines(), ''].join('\n'),
    );
    return sections.join('');
  }
}

class CountingCounter implements Counter {
  value = 0;

  add(amount: number): void {
    this.value += amount;
  }
}

class CountingHistogram implements Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Array(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let k = 0;
    while (k < this.#bounds.length && value > (this.#bounds[k] as number)) k++;
    this.#counts[k] = (this.#counts[k] as number) + 1;
    this.#sum += value;
  }

  lines(name: string, labels: Labels): readonly string[] {
    let count = 0;
    const buckets = this.#counts.map((own, k) => {
      count += own;
      const bound = this.#bounds[k];
      const le = bound === undefined ? '+Inf' : formatNumber(bound);
      return `${name}_bucket${formatLabels({ ...labels, le })} ${count}`;
    });
    const all = formatLabels(labels);
    return [...buckets, `${name}_sum${all} ${formatNumber(this.#sum)}`, `${name}_count${all} ${count}`];
  }
}

function upsert<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function formatLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}

function formatNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
