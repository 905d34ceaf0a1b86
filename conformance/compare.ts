import { Decimal, DenseVector, type Exactness, SparseVector } from '@tinderbox/scoring';

/** How far two numbers may lie apart. */
export interface Tolerance {
  readonly ulps: number;
  readonly abs: number;
  /** Arrays are compared as sets. */
  readonly unordered: boolean;
}

export const EXACT: Tolerance = { ulps: 0, abs: 0, unordered: false };

export function toleranceOf(exactness: Exactness): Tolerance {
  if (exactness === 'bit') return EXACT;
  if (exactness === 'set') return { ...EXACT, unordered: true };
  return { ulps: exactness.ulps, abs: exactness.abs ?? 0, unordered: false };
}

/** The looser of two, for a column made from inexact ones. */
export function loosest(a: Tolerance, b: Tolerance): Tolerance {
  return { ulps: Math.max(a.ulps, b.ulps), abs: Math.max(a.abs, b.abs), unordered: a.unordered || b.unordered };
}

/** Where and how two values of a row differ; undefined where they agree. Kind of vector, types and nulls count. */
export function findDifference(expected: unknown, actual: unknown, tolerance: Tolerance): string | undefined {
  if (expected === null || actual === null) return expected === actual ? undefined : differ(expected, actual);
  if (typeof expected === 'number') return compareNumbers(expected, actual, tolerance);
  if (expected instanceof DenseVector || expected instanceof SparseVector) {
    return compareVectors(expected, actual, tolerance);
  }
  if (Array.isArray(expected)) return compareLists(expected, actual, tolerance);
  if (expected instanceof Decimal) return String(expected) === String(actual) ? undefined : differ(expected, actual);
  if (expected instanceof Map)
    return compareLists([...expected], actual instanceof Map ? [...actual] : actual, tolerance);
  if (typeof expected === 'object') {
    const names = Object.keys(expected);
    if (typeof actual !== 'object' || Object.keys(actual as object).length !== names.length)
      return differ(expected, actual);
    return firstDifference(names, (name) => findDifference(Object(expected)[name], Object(actual)[name], tolerance));
  }
  return Object.is(expected, actual) ? undefined : differ(expected, actual);
}

function compareVectors(
  expected: DenseVector | SparseVector,
  actual: unknown,
  tolerance: Tolerance,
): string | undefined {
  if (!(actual instanceof DenseVector || actual instanceof SparseVector)) return differ(expected, actual);
  if (expected.type !== actual.type)
    return `kind ${actual.type} instead of ${expected.type}: ${differ(expected, actual)}`;
  if (expected.size !== actual.size) return `size ${actual.size} instead of ${expected.size}`;
  if (expected.type === 0 && String(expected.indices) !== String((actual as SparseVector).indices)) {
    return differ(expected, actual);
  }
  return compareLists([...expected.values], [...actual.values], tolerance);
}

function compareLists(expected: readonly unknown[], actual: unknown, tolerance: Tolerance): string | undefined {
  if (!Array.isArray(actual) || actual.length !== expected.length) return differ(expected, actual);
  const [left, right] = tolerance.unordered ? [sortByText(expected), sortByText(actual)] : [expected, actual];
  return firstDifference([...left.keys()], (i) => findDifference(left[i], right[i], tolerance));
}

function firstDifference<K>(keys: readonly K[], compare: (key: K) => string | undefined): string | undefined {
  for (const key of keys) {
    const difference = compare(key);
    if (difference !== undefined) return `[${key}] ${difference}`;
  }
  return undefined;
}

function compareNumbers(expected: number, actual: unknown, { ulps, abs }: Tolerance): string | undefined {
  if (typeof actual !== 'number') return differ(expected, actual);
  if (Object.is(expected, actual)) return undefined;
  const distance = ulpDistance(expected, actual);
  if (distance === 0) return ulps > 0 || abs > 0 ? undefined : differ(expected, actual);
  if (Math.abs(expected - actual) <= abs) return undefined;
  return distance <= ulps ? undefined : `${differ(expected, actual)} (${distance} ulps)`;
}

const bits = new DataView(new ArrayBuffer(8));

/** Doubles between two numbers; 0 for 0.0 and -0.0, NaN where one is NaN. */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  const distance = place(a) - place(b);
  return Number(distance < 0n ? -distance : distance);
}

function place(x: number): bigint {
  bits.setFloat64(0, x);
  const value = bits.getBigInt64(0);
  return value < 0n ? -(value & 0x7fffffffffffffffn) : value;
}

function sortByText(items: readonly unknown[]): unknown[] {
  return items.toSorted((a, b) => (show(a) < show(b) ? -1 : 1));
}

function differ(expected: unknown, actual: unknown): string {
  return `${show(actual)} instead of ${show(expected)}`;
}

function show(value: unknown): string {
  if (Object.is(value, -0)) return '-0.0';
  const text = JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}` : v)) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
