/**
 * Finds `key` in rising values: its index, or `-(place + 1)` where it would have to be inserted. -0.0 comes before 0.0
 * and NaN after everything; of equal values any may be found. Mirrors `java.util.Arrays.binarySearch`.
 */
export function javaSearch(values: Float64Array, key: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareAsJava(values[middle]!, key);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -(low + 1);
}

/** Negative, 0 or positive as `Double.compare`: -0.0 before 0.0, NaN after everything. */
export function compareAsJava(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (Object.is(a, b)) return 0;
  return Object.is(a, -0) || Number.isNaN(b) ? -1 : 1;
}

/** True where no value is NaN and none is smaller than the one before it. */
export function isRising(values: ArrayLike<number>, strictly: boolean): boolean {
  for (let i = 0; i < values.length; i++) {
    const [before, value] = [values[i - 1], values[i]!];
    if (Number.isNaN(value)) return false;
    if (before !== undefined && (strictly ? before >= value : before > value)) return false;
  }
  return true;
}
