/**
 * The steps of a split radix transform of complex numbers in place. A part is split into quarters, of two kinds: plain
 * ones, and turned ones, of which point j of n is still to be rotated by e^(i pi j / n). The second quarter is turned,
 * the first and the third are plain; the fourth is as the part is. Places and sizes count doubles; a column is what
 * stands at the same place of the four quarters.
 */

import {
  addSubtract,
  addSubtractQuarter,
  cross,
  crossConjugates,
  negate,
  rotate,
  rotateEighth,
  rotateQuarter,
  rotateThreeEighths,
  spread,
} from './complex-points.ts';
import { plainRoots, rootsOf, turnedRoots } from './split-radix-roots.ts';

/** Works on what stands from `at` on. */
export type Part = (a: Float64Array, at: number) => void;

interface Parts {
  readonly plain: Part;
  readonly turned: Part;
}

/** The transforms of so many doubles, a power of two from 2 on; the results stand in bit-reversed order. */
export function quarterParts(size: number): Parts {
  if (size === 2) return { plain: () => {}, turned: () => {} };
  if (size === 4) return PAIRS;
  if (size === 8) return FOURS;
  const quarter = size / 4;
  const inner = quarterParts(quarter);
  const split =
    (step: Part, last: Part): Part =>
    (a, at) => {
      step(a, at);
      inner.plain(a, at);
      inner.turned(a, at + quarter);
      inner.plain(a, at + 2 * quarter);
      last(a, at + 3 * quarter);
    };
  const { plain, turned } = steps(quarter);
  return { plain: split(plain, inner.plain), turned: split(turned, inner.turned) };
}

const PAIRS: Parts = {
  plain: (a, at) => addSubtract(a, at, at + 2),
  turned: (a, at) => addSubtractQuarter(a, at, at + 2),
};

const FOURS: Parts = { plain: (a, at) => cross(a, at, 2), turned: (a, at) => crossTurned(a, at, 2) };

function steps(quarter: number): Parts {
  if (quarter === 8) return { plain: plainStepOf16(), turned: turnedStepOf16() };
  const turned = turnedStep(quarter, turnedRoots(quarter / 2));
  return { plain: quarter === 4 ? plainStepOf8 : plainStep(quarter, plainRoots(quarter / 2)), turned };
}

/** Of 8 points. */
const plainStepOf8: Part = (a, at) => {
  cross(a, at, 4);
  cross(a, at + 2, 4);
  rotateEighth(a, at + 10);
  rotateEighth(a, at + 14);
  rotateQuarter(a, at + 14);
};

/** Of 16 points. Differs from the step of more in which roots it takes, by symmetry, for others. */
function plainStepOf16(): Part {
  const [cosine, sine] = rootsOf(1, 2);
  return (a, at) => {
    for (let column = 0; column < 8; column += 2) cross(a, at + column, 8);
    rotate(a, at + 18, cosine, sine);
    rotate(a, at + 26, sine, cosine);
    rotateEighth(a, at + 20);
    rotateThreeEighths(a, at + 28);
    rotate(a, at + 22, sine, cosine);
    rotate(a, at + 30, cosine, sine);
    negate(a, at + 30);
  };
}

function turnedStepOf16(): Part {
  const [cosine, sine, tripleCosine, tripleSine] = rootsOf(1, 4);
  const [middleCosine, middleSine] = rootsOf(1, 2);
  return (a, at) => {
    crossTurned(a, at, 8);
    spread(a, at + 2, 8);
    rotate(a, at + 2, cosine, sine);
    rotate(a, at + 10, tripleSine, tripleCosine);
    rotate(a, at + 18, tripleCosine, tripleSine);
    rotate(a, at + 26, cosine, -sine);
    negate(a, at + 26);
    addSubtractPairs(a, at + 2, 8);
    turnMiddle(a, at + 4, { quarter: 8, cosine: middleCosine, sine: middleSine });
    spread(a, at + 6, 8);
    rotate(a, at + 6, tripleCosine, tripleSine);
    rotate(a, at + 14, sine, cosine);
    rotate(a, at + 22, sine, -cosine);
    rotate(a, at + 30, tripleSine, tripleCosine);
    addSubtractPairs(a, at + 6, 8);
    negate(a, at + 22);
    negate(a, at + 30);
  };
}

/** The step of a part of 64 doubles or more. */
export function plainStep(quarter: number, roots: Float64Array): Part {
  return (a, at) => {
    for (let column = 0; column < quarter; column += 2) cross(a, at + column, quarter);
    rotateColumns(a, at + 2 * quarter, roots);
  };
}

/** The same of the conjugate numbers. */
export function conjugateStep(quarter: number, roots: Float64Array): Part {
  return (a, at) => {
    for (let column = 0; column < quarter; column += 2) crossConjugates(a, at + column, quarter);
    rotateColumns(a, at + 2 * quarter, roots);
  };
}

/** The third and the fourth quarter, which stand from `at` on. */
function rotateColumns(a: Float64Array, at: number, roots: Float64Array): void {
  const quarter = roots.length / 2;
  const middle = quarter / 2;
  for (let column = 2; column < quarter; column += 2) {
    if (column === middle) continue;
    const root = 2 * column;
    rotate(a, at + column, roots[root]!, roots[root + 1]!);
    rotate(a, at + column + quarter, roots[root + 2]!, roots[root + 3]!);
  }
  rotateEighth(a, at + middle);
  rotateThreeEighths(a, at + middle + quarter);
}

function turnedStep(quarter: number, roots: Float64Array): Part {
  const middle = quarter / 2;
  const middleRotation = { quarter, cosine: roots[4 * middle]!, sine: roots[4 * middle + 1]! };
  return (a, at) => {
    crossTurned(a, at, quarter);
    for (let column = 2; column < quarter; column += 2) {
      if (column === middle) continue;
      const root = 4 * column;
      const first = at + column;
      spread(a, first, quarter);
      rotate(a, first, roots[root]!, roots[root + 1]!);
      rotate(a, first + quarter, roots[root + 4]!, roots[root + 5]!);
      rotate(a, first + 2 * quarter, roots[root + 2]!, roots[root + 3]!);
      rotate(a, first + 3 * quarter, roots[root + 6]!, roots[root + 7]!);
      addSubtractPairs(a, first, quarter);
    }
    turnMiddle(a, at + middle, middleRotation);
  };
}

/** The first column of a turned step. */
function crossTurned(a: Float64Array, at: number, quarter: number): void {
  spread(a, at, quarter);
  rotateEighth(a, at + quarter);
  rotateEighth(a, at + 3 * quarter);
  addSubtract(a, at, at + quarter);
  addSubtractQuarter(a, at + 2 * quarter, at + 3 * quarter);
}

/** The middle column of a turned step. */
function turnMiddle(
  a: Float64Array,
  at: number,
  { quarter, cosine, sine }: { readonly quarter: number; readonly cosine: number; readonly sine: number },
): void {
  spread(a, at, quarter);
  rotate(a, at, cosine, sine);
  rotate(a, at + quarter, sine, cosine);
  rotate(a, at + 2 * quarter, sine, cosine);
  rotate(a, at + 3 * quarter, cosine, sine);
  negate(a, at + 3 * quarter);
  addSubtractPairs(a, at, quarter);
}

function addSubtractPairs(a: Float64Array, at: number, quarter: number): void {
  addSubtract(a, at, at + quarter);
  addSubtract(a, at + 2 * quarter, at + 3 * quarter);
}
