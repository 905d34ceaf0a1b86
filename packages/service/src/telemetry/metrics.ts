/** Numbers for Prometheus: counted here, read as plain data, written in its text format 0.0.4. */

import type { MetricDefinition } from './metric-table.ts';

export type Labels = { readonly [name: string]: string };
type LabelsOf<D extends MetricDefinition> = { readonly [name in D['labels'][number]]: string };

export interface Counter {
  add(amount: number): void;
}

export interface Histogram {
  observe(value: number): void;
}

/** What a gauge, or a counter that somebody else counts, holds now. */
export interface Reading<D extends MetricDefinition> {
  readonly labels: LabelsOf<D>;
  readonly value: number;
}

export interface Sample {
  /** After the name of its family: that of a part of a histogram, else nothing. */
  readonly suffix: '' | '_bucket' | '_sum' | '_count';
  readonly labels: Labels;
  readonly value: number;
}

/** A metric and all its samples at one time; plain data, which processes can send and add up. */
export interface Family extends Pick<MetricDefinition, 'name' | 'type' | 'help'> {
  readonly samples: readonly Sample[];
}

/** Upper bounds in seconds: from what one row takes to what nobody waits for. */
export const SECONDS_BUCKETS: readonly number[] = [
  0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

interface Metric {
  readonly definition: MetricDefinition;
  samples(): readonly Sample[] | Promise<readonly Sample[]>;
}

export class Metrics {
  readonly #metrics: Metric[] = [];

  /** Gives the counter for some labels, always the same for the same. */
  counters<const D extends MetricDefinition>(definition: D): (labels: LabelsOf<D>) => Counter {
    return this.#keep(definition, (labels) => new CountingCounter(labels));
  }

  /** As counters, of numbers in buckets. */
  histograms<const D extends MetricDefinition>(
    definition: D,
    bounds = SECONDS_BUCKETS,
  ): (labels: LabelsOf<D>) => Histogram {
    return this.#keep(definition, (labels) => new CountingHistogram(labels, bounds));
  }

  /** Asks when it is read. One that fails has no samples then: a scrape tells of all others. */
  readings<const D extends MetricDefinition>(
    definition: D,
    read: () => readonly Reading<D>[] | Promise<readonly Reading<D>[]>,
  ): void {
    const toSample = ({ labels, value }: Reading<D>): Sample => ({ suffix: '', labels, value });
    this.#metrics.push({ definition, samples: async () => (await read()).map(toSample) });
  }

  async snapshot(): Promise<readonly Family[]> {
    return Promise.all(
      this.#metrics.map(async ({ definition: { name, type, help }, samples }) => {
        try {
          return { name, type, help, samples: await samples() };
        } catch {
          return { name, type, help, samples: [] };
        }
      }),
    );
  }

  async text(): Promise<string> {
    return formatFamilies(await this.snapshot());
  }

  #keep<D extends MetricDefinition, M extends { samples(): readonly Sample[] }>(
    definition: D,
    make: (labels: Labels) => M,
  ): (labels: LabelsOf<D>) => M {
    const known = new Map<string, M>();
    this.#metrics.push({ definition, samples: () => [...known.values()].flatMap((metric) => metric.samples()) });
    return (labels) => {
      const key = formatLabels(labels);
      const found = known.get(key);
      if (found !== undefined) return found;
      const made = make(labels);
      known.set(key, made);
      return made;
    };
  }
}

class CountingCounter implements Counter {
  readonly #labels: Labels;
  #value = 0;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  add(amount: number): void {
    this.#value += amount;
  }

  samples(): readonly Sample[] {
    return [{ suffix: '', labels: this.#labels, value: this.#value }];
  }
}

class CountingHistogram implements Histogram {
  readonly #labels: Labels;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  constructor(labels: Labels, bounds: readonly number[]) {
    this.#labels = labels;
    this.#bounds = bounds;
    this.#counts = new Array(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let k = 0;
    while (k < this.#bounds.length && value > (this.#bounds[k] as number)) k++;
    this.#counts[k] = (this.#counts[k] as number) + 1;
    this.#sum += value;
  }

  samples(): readonly Sample[] {
    const labels = this.#labels;
    let count = 0;
    const buckets = this.#counts.map((own, k): Sample => {
      count += own;
      const le = formatNumber(this.#bounds[k] ?? Number.POSITIVE_INFINITY);
      return { suffix: '_bucket', labels: { ...labels, le }, value: count };
    });
    return [...buckets, { suffix: '_sum', labels, value: this.#sum }, { suffix: '_count', labels, value: count }];
  }
}

/** The text format 0.0.4 of Prometheus. */
export function formatFamilies(families: readonly Family[]): string {
  const sections = families.map(({ name, help, type, samples }) => {
    const lines = samples.map(
      ({ suffix, labels, value }) => `${name}${suffix}${formatLabels(labels)} ${formatNumber(value)}`,
    );
    return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
  });
  return sections.join('');
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
