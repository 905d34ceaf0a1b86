import { expect, it } from 'vitest';
import { Metrics } from './metrics.ts';

it('are written as Prometheus reads them', () => {
  const metrics = new Metrics();
  const requests = metrics.counters('requests_total', 'Requests.');
  requests({ path: 'a"b\\c\nd' }).add(1);
  requests({ path: 'a"b\\c\nd' }).add(2);
  metrics.gauge('age', 'Age.', () => [{ value: 1.5 }, { labels: { of: 'x' }, value: Number.POSITIVE_INFINITY }]);
  const seconds = metrics.histograms('seconds', 'Seconds.', [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 7]) seconds({ model: 'm' }).observe(value);
  expect(metrics.text()).toBe(
    [
      '# HELP requests_total Requests.',
      '# TYPE requests_total counter',
      'requests_total{path="a\\"b\\\\c\\nd"} 3',
      '# HELP age Age.',
      '# TYPE age gauge',
      'age 1.5',
      'age{of="x"} +Inf',
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
