import type { IncomingHttpHeaders } from 'node:http';
import { ScoringError } from '@tinderbox/scoring';

const UNITS: Readonly<Record<string, number>> = { '': 1000, s: 1000, ms: 1 };
const MOST_MILLISECONDS = 24 * 3600 * 1000;

/**
 * Milliseconds that the caller waits: `Request-Timeout` or `X-Request-Timeout`, a number of seconds such as 2 or 0.25, or
 * one with a unit, `250ms`. Undefined without; throws INPUT_FORMAT for anything else.
 */
export function timeoutOf(headers: IncomingHttpHeaders): number | undefined {
  const text = headers['request-timeout'] ?? headers['x-request-timeout'];
  if (text === undefined) return undefined;
  const [, digits, unit = ''] = /^(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s)?$/.exec(String(text).trim()) ?? [];
  const milliseconds = Number(digits) * (UNITS[unit] as number);
  if (milliseconds > 0) return Math.min(milliseconds, MOST_MILLISECONDS);
  throw new ScoringError(
    'INPUT_FORMAT',
    'expected Request-Timeout as seconds such as 0.25, or as 250ms, got other text',
  );
}
