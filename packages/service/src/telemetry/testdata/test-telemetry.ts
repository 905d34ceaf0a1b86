import type { Telemetry } from '../../app/telemetry.ts';
import { createLog } from '../log.ts';
import { ServerMetrics } from '../server-metrics.ts';

export interface TestTelemetry extends Telemetry {
  readonly metrics: ServerMetrics;
  /** What was logged, parsed. */
  lines(): readonly Record<string, unknown>[];
}

/** A log that is kept, at a time that stands still, and metrics. */
export function createTestTelemetry(): TestTelemetry {
  let text = '';
  const log = createLog({
    level: 'debug',
    format: 'json',
    now: () => Date.UTC(2026, 0, 1),
    out: (lines) => {
      text += Buffer.from(lines).toString();
    },
  });
  return {
    log,
    metrics: new ServerMetrics('0.0.0'),
    lines: () => {
      log.flush();
      const written = text.split('\n').filter((line) => line !== '');
      return written.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}
