import type { Log } from './telemetry.ts';

/** Tells the log where a failure came from that the caller is told nothing of. */
export function logBug(log: Log, requestId: string, error: unknown): void {
  const thrown = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  log.write('error', 'request failed', { requestId, stack: stack ?? String(error) });
}
