/** Rotations in the plane, in the order of operations of LAPACK. */

const STEP = 2 ** -485;

/** (cosine, sine; -sine, cosine) (f, g) = (length, 0). Mirrors `dlartg` before LAPACK 3.10. */
export function planeRotation(f: number, g: number) {
  if (g === 0) return { cosine: 1, sine: 0, length: f };
  if (f === 0) return { cosine: 0, sine: 1, length: g };
  let [x, y, scale] = [f, g, 1];
  while (Math.max(Math.abs(x), Math.abs(y)) <= STEP) [x, y, scale] = [x / STEP, y / STEP, scale * STEP];
  while (Math.max(Math.abs(x), Math.abs(y)) >= 1 / STEP) [x, y, scale] = [x * STEP, y * STEP, scale / STEP];
  const root = Math.sqrt(x * x + y * y);
  const sign = Math.abs(f) > Math.abs(g) && x / root < 0 ? -1 : 1;
  return { cosine: (sign * x) / root, sine: (sign * y) / root, length: sign * root * scale };
}

/** Both eigenvalues of (a, b; b, c), by size without sign, and the rotation to their vectors. Mirrors `dlaev2`. */
export function eigenOfTwo(a: number, b: number, c: number) {
  const [sum, difference, twice] = [a + c, a - c, b + b];
  const root = rootOf(Math.abs(difference), Math.abs(twice));
  const [major, minor] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
  const larger = sum < 0 ? 0.5 * (sum - root) : sum > 0 ? 0.5 * (sum + root) : 0.5 * root;
  const smaller = sum === 0 ? -0.5 * root : (major / larger) * minor - (b / larger) * b;
  const [ahead, cs] = difference >= 0 ? [true, difference + root] : [false, difference - root];
  const { cosine, sine } = directionOf(cs, twice);
  return ahead === sum >= 0 ? { larger, smaller, cosine: -sine, sine: cosine } : { larger, smaller, cosine, sine };
}

/** The root of the sum of two squares. */
function rootOf(a: number, b: number): number {
  if (a === b) return b * Math.sqrt(2);
  const [large, ratio] = a > b ? [a, b / a] : [b, a / b];
  return large * Math.sqrt(1 + ratio * ratio);
}

function directionOf(cs: number, twice: number) {
  if (Math.abs(cs) > Math.abs(twice)) {
    const cotangent = -twice / cs;
    const sine = 1 / Math.sqrt(1 + cotangent * cotangent);
    return { cosine: cotangent * sine, sine };
  }
  if (twice === 0) return { cosine: 1, sine: 0 };
  const tangent = -cs / twice;
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  return { cosine, sine: tangent * cosine };
}
