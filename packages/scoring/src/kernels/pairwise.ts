import type { Vector } from '../core/vector.ts';

/** Adds to a start value what the pairs of a vector's elements contribute. */
export type AddPairs = (x: Vector, start: number) => number;

/**
 * Half the square of the sum less the sum of squares, of each factor times the elements in turn: the sum over all pairs.
 * `factors` holds `count` numbers for each element, element by element; zeros of x are left out.
 */
export function addPairs(factors: Float64Array, count: number): AddPairs {
  const sums = new Float64Array(count);
  const squares = new Float64Array(count);
  const addElement = (index: number, value: number) => {
    for (let f = 0; f < count; f++) {
      const product = factors[index * count + f]! * value;
      squares[f] = squares[f]! + product * product;
      sums[f] = sums[f]! + product;
    }
  };
  return (x, start) => {
    sums.fill(0);
    squares.fill(0);
    const { values } = x;
    for (let k = 0; k < values.length; k++)
      if (values[k] !== 0) addElement(x.type === 1 ? k : x.indices[k]!, values[k]!);
    let total = start;
    for (let f = 0; f < count; f++) total += 0.5 * (sums[f]! * sums[f]! - squares[f]!);
    return total;
  };
}
