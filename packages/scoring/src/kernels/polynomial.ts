import { DenseVector, SparseVector, type Vector } from '../core/vector.ts';

/** How many monomials up to `degree` some variables have, 1 among them; above 2^53 only that it is more. */
export function countMonomials(variables: number, degree: number): number {
  const steps = Math.min(variables, degree);
  let count = 1;
  for (let k = 1; k <= steps && count < 2 ** 31; k++) count = (count * (variables + degree - steps + k)) / k;
  return count;
}

/**
 * The monomials of the elements up to `degree`, 1 left out, as a vector of the same kind: of x and y to the second
 * degree x, x^2, y, x y, y^2. Each is a product that begins with its last variable. From a zero product on nothing is
 * multiplied: dense it stays 0.0, sparse it is not stored; so NaN and infinities never meet a zero.
 */
export function expandPolynomial(vector: Vector, degree: number): Vector {
  const size = countMonomials(vector.size, degree) - 1;
  const { values } = vector;
  if (vector.type === 1) {
    const all = new Float64Array(size);
    const store = (at: number, product: number) => {
      all[at] = product;
    };
    expand({ values, variableAt: (k) => k, store }, { below: values.length, degree, product: 1, at: -1 });
    return new DenseVector(all);
  }
  const { indices } = vector;
  const places: number[] = [];
  const products: number[] = [];
  const store = (at: number, product: number) => {
    places.push(at);
    products.push(product);
  };
  expand({ values, variableAt: (k) => indices[k]!, store }, { below: values.length, degree, product: 1, at: -1 });
  return new SparseVector(size, Int32Array.from(places), Float64Array.from(products));
}

interface Expansion {
  readonly values: Float64Array;
  /** The number of the variable whose value is stored at `k`. */
  readonly variableAt: (k: number) => number;
  /** Called in order of places. */
  readonly store: (at: number, product: number) => void;
}

/** A product and what it may still be multiplied by: the first `below` values, to `degree` together. */
interface Branch {
  readonly below: number;
  readonly degree: number;
  readonly product: number;
  /** Where the product stands; those it is part of follow. -1 is the place of the 1 that is left out. */
  readonly at: number;
}

/** Goes as deep as a product has variables. */
function expand(expansion: Expansion, { below, degree, product, at }: Branch): void {
  const { values, variableAt, store } = expansion;
  if (at >= 0) store(at, product);
  if (degree === 0) return;
  for (let k = 0; k < below; k++) {
    const value = values[k]!;
    const variable = variableAt(k);
    let start = at + countMonomials(variable, degree);
    let grown = product * value;
    for (let left = degree - 1; left >= 0 && grown !== 0; left--) {
      expand(expansion, { below: k, degree: left, product: grown, at: start });
      start += countMonomials(variable, left);
      grown *= value;
    }
  }
}
