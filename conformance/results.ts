import type { Case } from './cases.ts';
import type { Outcome } from './run-case.ts';

/** What the cases of one class came to under one Spark: a line of the support matrix. */
interface ClassResult {
  readonly class: string;
  readonly spark: string;
  readonly sums: string;
  cases: number;
  /** Cases in which Spark fails, and the engine too. */
  failures: number;
  rows: number;
  ulps: number;
  differing: number;
}

/** Results by class, Spark and profile of sums, as a line of JSON each. */
export function formatResults(outcomes: readonly (readonly [Case, Outcome])[]): string {
  const results = new Map<string, ClassResult>();
  for (const [{ class: name, spark, sums, expected }, { difference, rows, ulps }] of outcomes) {
    const key = `${name} ${spark} ${sums}`;
    const result = results.get(key) ?? startOf(name, spark, sums);
    result.cases++;
    if (expected === undefined) result.failures++;
    if (difference !== undefined) result.differing++;
    result.rows += rows;
    result.ulps = Math.max(result.ulps, ulps);
    results.set(key, result);
  }
  const sorted = [...results].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, result]) => `${JSON.stringify(result)}\n`).join('');
}

function startOf(name: string, spark: string, sums: string): ClassResult {
  return { class: name, spark, sums, cases: 0, failures: 0, rows: 0, ulps: 0, differing: 0 };
}
