/**
 * Householder reduction of a symmetric matrix to tridiagonal form, in the order of operations of LAPACK's unblocked
 * `dsytd2` and `dorg2r` over the plain loops of reference BLAS, so that the results agree to the last bit.
 */

const SMALLEST_NORMAL = 2 ** -1022;
/** Below this the inverse of a reflector's length would overflow. */
const SMALLEST_LENGTH = SMALLEST_NORMAL / 2 ** -53;

/** q^T a q = a tridiagonal matrix of this diagonal and off-diagonal; q is column-major and orthogonal. */
export interface Tridiagonal {
  readonly size: number;
  readonly diagonal: Float64Array;
  /** One shorter than the diagonal. */
  readonly beside: Float64Array;
  readonly q: Float64Array;
}

/** Reduces the matrix of which `a`, column-major, holds the lower triangle at least. `a` becomes q. */
export function tridiagonalise(a: Float64Array, size: number): Tridiagonal {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(Math.max(size - 1, 0));
  const taus = new Float64Array(size);
  for (let i = 0; i + 1 < size; i++) {
    const column = a.subarray(i * size + i + 1, (i + 1) * size);
    const tau = reflect(column);
    beside[i] = column[0]!;
    if (tau !== 0) {
      column[0] = 1;
      updateRest({ a, size, first: i + 1 }, column, tau);
      column[0] = beside[i]!;
    }
    diagonal[i] = a[i * size + i]!;
    taus[i] = tau;
  }
  diagonal[size - 1] = a[size * size - 1]!;
  accumulate(a, size, taus);
  return { size, diagonal, beside, q: a };
}

/** The reflector that turns x into (beta, 0 ...): x becomes beta and the reflector's tail. Gives tau. `dlarfg`. */
function reflect(x: Float64Array): number {
  const tail = x.subarray(1);
  let length = norm(tail);
  if (length === 0) return 0;
  let beta = -copySign(hypotenuse(x[0]!, length), x[0]!);
  let rescaled = 0;
  while (Math.abs(beta) < SMALLEST_LENGTH && rescaled < 20) {
    for (let k = 0; k < x.length; k++) x[k] = x[k]! / SMALLEST_LENGTH;
    length = norm(tail);
    beta = -copySign(hypotenuse(x[0]!, length), x[0]!);
    rescaled++;
  }
  const tau = (beta - x[0]!) / beta;
  const factor = 1 / (x[0]! - beta);
  for (let k = 0; k < tail.length; k++) tail[k] = tail[k]! * factor;
  for (; rescaled > 0; rescaled--) beta *= SMALLEST_LENGTH;
  x[0] = beta;
  return tau;
}

interface Corner {
  readonly a: Float64Array;
  readonly size: number;
  /** The row and column at which the corner begins. */
  readonly first: number;
}

/** Applies the reflector from both sides to the lower right corner: `dsymv`, `ddot`, `daxpy`, `dsyr2`. */
function updateRest({ a, size, first }: Corner, v: Float64Array, tau: number): void {
  const n = v.length;
  const at = (i: number, j: number) => (first + j) * size + first + i;
  const w = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const scaled = tau * v[j]!;
    let sum = 0;
    w[j] = w[j]! + scaled * a[at(j, j)]!;
    for (let i = j + 1; i < n; i++) {
      w[i] = w[i]! + scaled * a[at(i, j)]!;
      sum += a[at(i, j)]! * v[i]!;
    }
    w[j] = w[j]! + tau * sum;
  }
  let dot = 0;
  for (let i = 0; i < n; i++) dot += w[i]! * v[i]!;
  const alpha = -0.5 * tau * dot;
  for (let i = 0; i < n; i++) w[i] = w[i]! + alpha * v[i]!;
  for (let j = 0; j < n; j++) {
    const [byV, byW] = [-w[j]!, -v[j]!];
    for (let i = j; i < n; i++) a[at(i, j)] = a[at(i, j)]! + v[i]! * byV + w[i]! * byW;
  }
}

/** Turns the reflectors below the diagonal into their product q. `dorgtr`, `dorg2r`, `dlarf`. */
function accumulate(a: Float64Array, size: number, taus: Float64Array): void {
  for (let j = size - 1; j > 0; j--) {
    a[j * size] = 0;
    for (let i = j + 1; i < size; i++) a[j * size + i] = a[(j - 1) * size + i]!;
  }
  a.fill(0, 1, size);
  a[0] = 1;
  for (let i = size - 1; i > 0; i--) {
    const tau = taus[i - 1]!;
    const v = a.subarray(i * size + i, (i + 1) * size);
    v[0] = 1;
    for (let j = i + 1; j < size && tau !== 0; j++) applyReflector(v, tau, a.subarray(j * size + i, (j + 1) * size));
    for (let k = 1; k < v.length; k++) v[k] = -tau * v[k]!;
    v[0] = 1 - tau;
    a.fill(0, i * size + 1, i * size + i);
  }
}

function applyReflector(v: Float64Array, tau: number, column: Float64Array): void {
  let sum = 0;
  for (let k = 0; k < v.length; k++) sum += column[k]! * v[k]!;
  const factor = -tau * sum;
  if (sum !== 0) for (let k = 0; k < v.length; k++) column[k] = column[k]! + v[k]! * factor;
}

/** `dnrm2`: scaled, so that no square overflows. */
function norm(x: Float64Array): number {
  if (x.length === 1) return Math.abs(x[0]!);
  let scale = 0;
  let squares = 1;
  for (const value of x) {
    const size = Math.abs(value);
    if (size === 0) continue;
    if (scale < size) {
      squares = 1 + squares * ((scale / size) * (scale / size));
      scale = size;
    } else squares += (size / scale) * (size / scale);
  }
  return scale * Math.sqrt(squares);
}

/** `dlapy2`. */
export function hypotenuse(x: number, y: number): number {
  const larger = Math.max(Math.abs(x), Math.abs(y));
  const smaller = Math.min(Math.abs(x), Math.abs(y));
  if (smaller === 0) return larger;
  const ratio = smaller / larger;
  return larger * Math.sqrt(1 + ratio * ratio);
}

/** `sign`, for which -0.0 is positive. */
export function copySign(size: number, sign: number): number {
  return sign >= 0 ? Math.abs(size) : -Math.abs(size);
}
