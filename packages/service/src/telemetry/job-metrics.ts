import { METRICS } from './metric-table.ts';
import type { Metrics } from './metrics.ts';

/** What the queue of jobs tells. */
export interface JobCounts {
  countWaiting(): Promise<number>;
  countRunning(): number;
}

/** The gauges of jobs. */
export function addJobs(metrics: Metrics, jobs: JobCounts): void {
  metrics.readings(METRICS.jobsWaiting, async () => [{ labels: {}, value: await jobs.countWaiting() }]);
  metrics.readings(METRICS.jobsRunning, () => [{ labels: {}, value: jobs.countRunning() }]);
}
