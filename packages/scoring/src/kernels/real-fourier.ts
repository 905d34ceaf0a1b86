/** The discrete Fourier transform of real numbers: as many, the sums' real and imaginary parts in turn. */

import { chirpFourier } from './chirp-fourier.ts';
import { fourierPasses, largeFactors, type Pass, rotateParts } from './fourier-pass.ts';
import { backwardFive, backwardFour, backwardThree, backwardTwo } from './real-fourier-backward.ts';
import { forwardFive, forwardFour, forwardThree, forwardTwo } from './real-fourier-forward.ts';
import { backwardGeneral, forwardGeneral } from './real-fourier-general.ts';

/** Both replace the numbers; backward after forward multiplies them by the size. */
export interface RealFourier {
  /** x to Re X[0], Re X[1], Im X[1], Re X[2] and so on to Re X[size / 2]; X[k] = sum of x[j] e^(-2 pi i j k / size). */
  readonly forward: (a: Float64Array) => void;
  readonly backward: (a: Float64Array) => void;
}

/** From here on JTransforms takes Bluestein's algorithm for what the factors 2, 3 and 5 leave. */
const LARGE = 211;

/** For even sizes, not powers of two. */
export function realFourier(size: number): RealFourier {
  return largeFactors(size) < LARGE ? mixedRadix(size) : chirpFourier(size);
}

function mixedRadix(size: number): RealFourier {
  const passes = fourierPasses(size);
  const reversed = [...passes].reverse();
  const scratch = new Float64Array(size);
  return {
    forward: (a) => runPasses(a, { passes: reversed, run: forwardPass, scratch }),
    backward: (a) => runPasses(a, { passes, run: backwardPass, scratch }),
  };
}

/** Answers the array that holds the result, one of both. */
type RunPass = (from: Float64Array, to: Float64Array, pass: Pass) => Float64Array;

function runPasses(
  a: Float64Array,
  given: { readonly passes: readonly Pass[]; readonly run: RunPass; readonly scratch: Float64Array },
): void {
  let from = a;
  for (const pass of given.passes) from = given.run(from, from === a ? given.scratch : a, pass);
  if (from !== a) a.set(from);
}

const FORWARD = { 2: forwardTwo, 3: forwardThree, 4: forwardFour, 5: forwardFive } as const;
const BACKWARD = { 2: backwardTwo, 3: backwardThree, 4: backwardFour, 5: backwardFive } as const;

function forwardPass(from: Float64Array, to: Float64Array, pass: Pass): Float64Array {
  rotateParts(from, pass, -1);
  const { factor } = pass;
  if (factor > 5) {
    forwardGeneral(from, to, pass);
    return from;
  }
  FORWARD[factor as keyof typeof FORWARD](from, to, pass);
  return to;
}

function backwardPass(from: Float64Array, to: Float64Array, pass: Pass): Float64Array {
  const { factor } = pass;
  if (factor > 5) {
    backwardGeneral(from, to, pass);
    rotateParts(from, pass, 1);
    return from;
  }
  BACKWARD[factor as keyof typeof BACKWARD](from, to, pass);
  rotateParts(to, pass, 1);
  return to;
}
