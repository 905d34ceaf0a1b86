/** What the reports of both benches share. */
import type { RowCheck } from '../../app/operations.ts';

/** The part of a line of JSON that tells how the answers compare. */
export function reportCheck({ rows, different, maxDifference, maxUlps }: RowCheck) {
  return { rows_checked: rows, rows_different: different, max_abs_diff: maxDifference, max_ulp: maxUlps };
}

export function describeCheck({ rows, different, maxDifference, maxUlps }: RowCheck): string {
  if (rows === 0 && different === 0) return 'not compared';
  const verdict = different === 0 ? 'as expected' : `${count(different)} DIFFERENT`;
  return `${count(rows)} rows compared: ${verdict} (at most ${maxUlps} ulps, ${maxDifference})`;
}

/** Names and values in two columns. */
export function formatLines(lines: readonly (readonly [name: string, value: string])[]): string {
  return lines.map(([name, value]) => `${name.padEnd(18)}${value}`).join('\n');
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}
