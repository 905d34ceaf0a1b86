import { expect, it } from 'vitest';
import { mergeMetrics, sumCounters } from './merge-metrics.ts';

const text = (requests: number, more: string) =>
  `# HELP requests_total All.
# TYPE requests_total counter
requests_total{protocol="rest",status="200"} ${requests}
${more}# HELP seconds Time.
# TYPE seconds histogram
seconds_bucket{le="+Inf"} ${requests}
seconds_sum 0.5
seconds_count ${requests}
# HELP memory Bytes.
# TYPE memory gauge
memory ${requests * 10}
memory{kind="a b"} +Inf
`;

it('adds up what can be added, and tells the rest apart', () => {
  const failed = 'requests_total{protocol="rest",status="500"} 1\n';
  const ended = sumCounters([text(100, ''), text(1, failed)]);
  const workers = [
    { worker: 1, text: text(2, failed) },
    { worker: 2, text: text(3, '') },
  ];
  expect(mergeMetrics(workers, [ended])).toBe(`# HELP requests_total All.
# TYPE requests_total counter
requests_total{protocol="rest",status="200"} 106
requests_total{protocol="rest",status="500"} 2
# HELP seconds Time.
# TYPE seconds histogram
seconds_bucket{le="+Inf"} 106
seconds_sum 2
seconds_count 106
# HELP memory Bytes.
# TYPE memory gauge
memory{worker="1"} 20
memory{kind="a b",worker="1"} +Inf
memory{worker="2"} 30
memory{kind="a b",worker="2"} +Inf
`);
});
