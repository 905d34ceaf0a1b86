import {
  type ColumnOrigin,
  columnsUpstream,
  compareValues,
  EXACT,
  type Row,
  showValue,
  type Tolerance,
} from '@tinderbox/scoring';
import type { ColumnVerification, FirstDifference } from './operations.ts';
import type { ExpectedRow } from './paired-rows.ts';

/** The places of a column in an expected and in a scored row. */
export interface ColumnPlaces {
  readonly expected: number;
  readonly actual: number;
}

/** What the check of a column must know of all of them. */
export interface Lineage {
  readonly origins: readonly ColumnOrigin[];
  /** Columns that both sides have, with one type. */
  readonly places: ReadonlyMap<string, ColumnPlaces>;
}

/** Compares one column row by row, and remembers the first row in which it differs. */
export class ColumnCheck {
  readonly #column: string;
  readonly #places: ColumnPlaces;
  readonly #allowed: Tolerance;
  readonly #lineage: Lineage;
  #same = 0;
  #within = 0;
  #different = 0;
  #maxUlps = 0;
  #first: FirstDifference | undefined;

  constructor(column: string, allowed: Tolerance, lineage: Lineage) {
    this.#column = column;
    this.#places = lineage.places.get(column) as ColumnPlaces;
    this.#allowed = allowed;
    this.#lineage = lineage;
  }

  compare(expected: ExpectedRow, actual: Row): void {
    const left = expected.row[this.#places.expected];
    const right = actual[this.#places.actual];
    const { same, ulps, difference } = compareValues(left, right, this.#allowed);
    if (ulps > this.#maxUlps) this.#maxUlps = ulps;
    if (same) this.#same++;
    else if (difference === undefined) this.#within++;
    else {
      this.#different++;
      this.#first ??= {
        row: expected.number,
        ...(expected.key === undefined ? {} : { key: expected.key }),
        expected: showValue(left),
        actual: showValue(right),
        detail: difference,
        origin: this.#originOf(expected.row, actual),
      };
    }
  }

  result(): ColumnVerification {
    return {
      ...describeColumn(this.#column, this.#allowed, this.#lineage.origins),
      same: this.#same,
      within: this.#within,
      different: this.#different,
      maxUlps: this.#maxUlps,
      ...(this.#first === undefined ? {} : { first: this.#first }),
    };
  }

  /** The first column upstream that is not the same in this row; the column itself where no other is known to differ. */
  #originOf(expected: Row, actual: Row): FirstDifference['origin'] {
    const { origins, places } = this.#lineage;
    const differs = (name: string) => {
      const place = places.get(name);
      return place !== undefined && !compareValues(expected[place.expected], actual[place.actual], EXACT).same;
    };
    const column = columnsUpstream(origins, this.#column).find(differs) ?? this.#column;
    return { column, ...stageOf(column, origins) };
  }
}

/** Name, stage and tolerance of a column of which nothing has been compared. */
export function describeColumn(
  column: string,
  allowed: Tolerance,
  origins: readonly ColumnOrigin[],
): ColumnVerification {
  return { column, ...stageOf(column, origins), allowed, same: 0, within: 0, different: 0, maxUlps: 0 };
}

function stageOf(column: string, origins: readonly ColumnOrigin[]): { readonly stage?: string } {
  const stage = origins.findLast((origin) => origin.name === column)?.stage;
  return stage === undefined ? {} : { stage };
}
