import { readdir, readFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { METRICS, type MetricDefinition } from './metric-table.ts';
import type { Metrics } from './metrics.ts';

/** Of the timer that measures the delay, which it counts in. */
const TICK_MILLISECONDS = 10;

/** The numbers of this process, by the names that clients of Prometheus give them. */
export function addProcess(metrics: Metrics): void {
  const one = (definition: MetricDefinition, read: () => number) =>
    metrics.readings(definition, () => [{ labels: {}, value: read() }]);
  addEventLoopDelay(metrics);
  one(METRICS.heapUsed, () => process.memoryUsage().heapUsed);
  one(METRICS.heapTotal, () => process.memoryUsage().heapTotal);
  one(METRICS.external, () => process.memoryUsage().external);
  one(METRICS.resident, process.memoryUsage.rss);
  one(METRICS.started, () => performance.timeOrigin / 1000);
  one(METRICS.cpu, () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  if (process.platform === 'linux') addLinux(metrics);
}

function addEventLoopDelay(metrics: Metrics): void {
  const delay = monitorEventLoopDelay({ resolution: TICK_MILLISECONDS });
  delay.enable();
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - TICK_MILLISECONDS / 1e3);
  metrics.readings(METRICS.eventLoopDelay, () => {
    const readings = [
      { labels: { statistic: 'p50' }, value: late(delay.percentile(50)) },
      { labels: { statistic: 'p99' }, value: late(delay.percentile(99)) },
      { labels: { statistic: 'max' }, value: late(delay.max) },
    ];
    delay.reset();
    return readings;
  });
}

/** What the kernel tells in files. */
function addLinux(metrics: Metrics): void {
  const found = async (path: string, pattern: RegExp, unit = 1) => {
    const [, digits] = pattern.exec(await readFile(path, 'utf8')) ?? [];
    return digits === undefined ? [] : [{ labels: {}, value: Number(digits) * unit }];
  };
  metrics.readings(METRICS.virtual, () => found('/proc/self/status', /^VmSize:\s+(\d+) kB$/m, 1024));
  metrics.readings(METRICS.mostFiles, () => found('/proc/self/limits', /^Max open files\s+(\d+)/m));
  metrics.readings(METRICS.openFiles, async () => [{ labels: {}, value: (await readdir('/proc/self/fd')).length }]);
}
