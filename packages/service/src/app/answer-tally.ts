import { compareValues, type Row, type Tolerance, type Value } from '@tinderbox/scoring';
import type { RowCheck } from './operations.ts';

export const NOTHING_CHECKED: RowCheck = { rows: 0, different: 0, maxDifference: 0, maxUlps: 0 };

/** A column that both sides have: how to take its value from either, and what it may differ by. */
export interface AnswerColumn<Answer> {
  readonly expected: (row: Row) => Value;
  readonly actual: (answer: Answer) => Value;
  readonly tolerance: Tolerance;
}

/** Counts how answers compare with the expected ones. */
export class AnswerTally<Answer> {
  readonly #columns: readonly AnswerColumn<Answer>[];
  readonly #found = { ...NOTHING_CHECKED };

  constructor(columns: readonly AnswerColumn<Answer>[]) {
    this.#columns = columns;
  }

  /** Counts an expected row and its answer; undefined where a side has none. */
  add(expected: Row | undefined, answer: Answer | undefined): void {
    if (expected !== undefined) this.#found.rows++;
    if (expected === undefined || answer === undefined || !this.#compare(expected, answer)) this.#found.different++;
  }

  result(): RowCheck {
    return this.#found;
  }

  #compare(row: Row, answer: Answer): boolean {
    let equal = true;
    for (const { expected, actual, tolerance } of this.#columns) {
      const { ulps, abs, difference } = compareValues(expected(row), actual(answer), tolerance);
      if (difference !== undefined) equal = false;
      if (ulps > this.#found.maxUlps) this.#found.maxUlps = ulps;
      if (abs > this.#found.maxDifference) this.#found.maxDifference = abs;
    }
    return equal;
  }
}
