import { describe, expect, it } from 'vitest';
import { METRICS, type MetricDefinition } from './metric-table.ts';
import { Metrics } from './metrics.ts';

it('are written as Prometheus reads them', async () => {
  const metrics = new Metrics();
  const requests = metrics.counters({ name: 'requests_total', type: 'counter', labels: ['path'], help: 'Requests.' });
  requests({ path: 'a"b\\c\nd' }).add(1);
  requests({ path: 'a"b\\c\nd' }).add(2);
  const age = { name: 'age_seconds', type: 'gauge', labels: ['of'], help: 'Age.' } as const;
  metrics.readings(age, async () => [
    { labels: { of: 'y' }, value: 1.5 },
    { labels: { of: 'x' }, value: Number.POSITIVE_INFINITY },
  ]);
  const duration = { name: 'seconds', type: 'histogram', labels: ['model'], help: 'Seconds.' } as const;
  const seconds = metrics.histograms(duration, [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 7]) seconds({ model: 'm' }).observe(value);
  expect(await metrics.text()).toBe(
    [
      '# HELP requests_total Requests.',
      '# TYPE requests_total counter',
      'requests_total{path="a\\"b\\\\c\\nd"} 3',
      '# HELP age_seconds Age.',
      '# TYPE age_seconds gauge',
      'age_seconds{of="y"} 1.5',
      'age_seconds{of="x"} +Inf',
      '# HELP seconds Seconds.',
      '# TYPE seconds histogram',
      'seconds_bucket{model="m",le="0.1"} 2',
      'seconds_bucket{model="m",le="1"} 3',
      'seconds_bucket{model="m",le="+Inf"} 4',
      'seconds_sum{model="m"} 7.65',
      'seconds_count{model="m"} 4',
      '',
    ].join('\n'),
  );
});

it('that cannot be read leave the others as they are', async () => {
  const metrics = new Metrics();
  metrics.readings(METRICS.jobsWaiting, () => Promise.reject(new Error('no store')));
  metrics.readings(METRICS.jobsRunning, () => [{ labels: {}, value: 1 }]);
  expect((await metrics.snapshot()).map(({ samples }) => samples)).toEqual([
    [],
    [{ suffix: '', labels: {}, value: 1 }],
  ]);
});

/** The rules of `promtool check metrics`. */
describe.each(Object.values<MetricDefinition>(METRICS).map((metric) => [metric.name, metric] as const))(
  '%s',
  (name, { type, labels, help }) => {
    it('is named as Prometheus wants it', () => {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(name).not.toMatch(/_(count|sum|bucket|counter|gauge|histogram)$/);
      expect(name).not.toMatch(/_(ms|us|milliseconds|minutes|hours|kb|mb|kilobytes|percent|celsius_f)(_|$)/);
      for (const label of labels) expect(label).toMatch(/^(?!le$|quantile$|__)[a-z_]+$/);
      expect(help).toMatch(/^[A-Z].*\.$/);
    });
  },
);
