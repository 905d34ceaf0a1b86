/**
 * The factors of a split radix transform. A column's roots are cos x, sin x, cos 3x, sin 3x; those of the mirrored
 * column are sin x, cos x, -sin 3x, -cos 3x, from the same four numbers.
 */

import { DIAGONAL } from './complex-points.ts';
import { tabledCosine, tabledSine } from './tabled-sine.ts';

/** cos x, sin x, cos 3x, sin 3x. */
export type Roots = readonly [number, number, number, number];

const EIGHTH_TURN = Math.PI / 4;

/** Of the angle pi / 4 * part / parts; the number of parts is a power of two. */
export function rootsOf(part: number, parts: number): Roots {
  const angle = (EIGHTH_TURN / parts) * part;
  const triple = 3 * angle;
  return [tabledCosine(angle), tabledSine(angle), tabledCosine(triple), tabledSine(triple)];
}

/** The plain step's, four for each of its `columns`: the third and the fourth quarter's factor. */
export function plainRoots(columns: number): Float64Array {
  return columnTable(columns, (column) => rootsOf(2 * column, columns));
}

/** The first step's: of each second column the mean of its neighbours', lengthened to the unit circle. */
export function firstRoots(columns: number): Float64Array {
  const single = 0.5 / tabledCosine((EIGHTH_TURN / columns) * 2);
  const triple = 0.5 / tabledCosine((EIGHTH_TURN / columns) * 6);
  const even = (column: number): Roots => {
    if (column === 0) return [1, 0, 1, 0];
    if (column === columns / 2) return [DIAGONAL, DIAGONAL, -DIAGONAL, DIAGONAL];
    return rootsOf(2 * column, columns);
  };
  return columnTable(columns, (column) => {
    if (column % 2 === 0) return even(column);
    const before = even(column - 1);
    const after = even(column + 1);
    return [
      single * (before[0] + after[0]),
      single * (before[1] + after[1]),
      triple * (before[2] + after[2]),
      triple * (before[3] + after[3]),
    ];
  });
}

/** The first half of the columns has its own roots, the second half the mirrored ones; none at 0 and in the middle. */
function columnTable(columns: number, rootsOfColumn: (column: number) => Roots): Float64Array {
  const table = new Float64Array(4 * columns);
  for (let column = 1; column < columns / 2; column++) {
    const roots = rootsOfColumn(column);
    table.set(roots, 4 * column);
    table.set(mirrored(roots), 4 * (columns - column));
  }
  return table;
}

/** The turned step's, eight for each of its columns: its own and the mirrored ones of the column opposite. */
export function turnedRoots(columns: number): Float64Array {
  const table = new Float64Array(8 * columns);
  for (let column = 1; column < columns; column++) {
    const roots = rootsOf(column, columns);
    table.set(roots, 8 * column);
    table.set(mirrored(roots), 8 * (columns - column) + 4);
  }
  return table;
}

function mirrored([cosine, sine, tripleCosine, tripleSine]: Roots): Roots {
  return [sine, cosine, -tripleSine, -tripleCosine];
}
