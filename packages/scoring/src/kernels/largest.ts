import { compareAsJava } from './java-search.ts';

/** Indices of the `count` largest values, largest first, NaN above all; of equal values the larger key first. */
export function findLargest(values: ArrayLike<number>, keys: ArrayLike<number>, count: number): number[] {
  const precedes = (a: number, b: number) => {
    const order = compareAsJava(values[a]!, values[b]!);
    return order === 0 ? keys[a]! > keys[b]! : order > 0;
  };
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const last = best.length - 1;
    if (best.length === count && !precedes(i, best[last]!)) continue;
    if (best.length === count) best.pop();
    best.splice(placeOf(i, best, precedes), 0, i);
  }
  return best;
}

/** Where `candidate` belongs among those that are in order already. */
function placeOf(candidate: number, sorted: readonly number[], precedes: (a: number, b: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (precedes(candidate, sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
