import { Decimal, type Value } from '../core/values.ts';
import { isVectorValue, type Vector } from '../core/vector.ts';
import type { Tolerance } from './tolerance.ts';
import { ulpDistance } from './ulps.ts';

/** How equal two values of one column are. */
export interface Comparison {
  /** The same bits all over; kind of vector, types and nulls count. */
  readonly same: boolean;
  /** Between the two numbers that lie farthest apart; 0 where none do. */
  readonly ulps: number;
  /** The largest difference of two numbers; 0 where none differ. */
  readonly abs: number;
  /** Where and how they first differ by more than the tolerance; undefined where they do not. */
  readonly difference: string | undefined;
}

const SAME: Comparison = { same: true, ulps: 0, abs: 0, difference: undefined };

export function compareValues(expected: Value, actual: Value, tolerance: Tolerance): Comparison {
  if (Object.is(expected, actual)) return SAME;
  const comparer = new Comparer(tolerance);
  comparer.compare(expected, actual, '');
  return comparer;
}

/** A value as JSON for people, cut to `limit` characters. */
export function showValue(value: Value, limit = Number.POSITIVE_INFINITY): string {
  if (Object.is(value, -0)) return '-0.0';
  const text = JSON.stringify(value, jsonOf) ?? String(value);
  return text.length > limit ? `${text.slice(0, limit - 3)}...` : text;
}

function jsonOf(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Map) return [...value];
  return value instanceof Uint8Array ? Array.from(value) : value;
}

/** Walks two values together. `path` says where: an index or a key in brackets a level. */
class Comparer implements Comparison {
  same = true;
  ulps = 0;
  abs = 0;
  difference: string | undefined;
  readonly #tolerance: Tolerance;

  constructor(tolerance: Tolerance) {
    this.#tolerance = tolerance;
  }

  compare(expected: Value, actual: Value, path: string): void {
    if (Object.is(expected, actual)) return;
    if (typeof expected === 'number' && typeof actual === 'number') this.#compareNumbers(expected, actual, path);
    else if (typeof expected !== 'object' || expected === null || typeof actual !== 'object' || actual === null) {
      this.#differ(expected, actual, path);
    } else this.#compareObjects(expected, actual, path);
  }

  #compareObjects(expected: object, actual: object, path: string): void {
    if (isVectorValue(expected)) this.#compareVectors(expected, actual, path);
    else if (Array.isArray(expected)) this.#compareLists(expected, actual, path);
    else if (expected instanceof Decimal) {
      if (!(actual instanceof Decimal && String(expected) === String(actual))) this.#differ(expected, actual, path);
    } else if (expected instanceof Map) {
      this.#compareLists([...expected], actual instanceof Map ? [...actual] : actual, path);
    } else this.#compareFields(expected, actual, path);
  }

  #compareFields(expected: object, actual: object, path: string): void {
    const names = Object.keys(expected);
    if (Object.keys(actual).length !== names.length) this.#differ(expected, actual, path);
    else for (const name of names) this.compare(Object(expected)[name], Object(actual)[name], `${path}[${name}]`);
  }

  #compareVectors(expected: Vector, actual: object, path: string): void {
    const known = isVectorValue(actual) && expected.type === actual.type && expected.size === actual.size;
    if (!known || (expected.type === 0 && actual.type === 0 && !areEqual(expected.indices, actual.indices))) {
      this.#differ(expected, actual, path);
      return;
    }
    const { values } = expected;
    for (let i = 0; i < values.length; i++) {
      if (!Object.is(values[i], actual.values[i])) this.compare(values[i], actual.values[i], `${path}[${i}]`);
    }
  }

  #compareLists(expected: readonly Value[], actual: unknown, path: string): void {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      this.#differ(expected, actual, path);
      return;
    }
    const { unordered } = this.#tolerance;
    const [left, right] = unordered ? [sortByText(expected), sortByText(actual)] : [expected, actual];
    for (let i = 0; i < left.length; i++) this.compare(left[i], right[i], `${path}[${i}]`);
  }

  #compareNumbers(expected: number, actual: number, path: string): void {
    const { ulps, abs } = this.#tolerance;
    const distance = ulpDistance(expected, actual);
    this.same = false;
    const gap = Math.abs(expected - actual);
    if (distance > this.ulps) this.ulps = distance;
    if (gap > this.abs) this.abs = gap;
    const within = distance === 0 ? ulps > 0 || abs > 0 : distance <= ulps || gap <= abs;
    if (!within) this.#differ(expected, actual, path, distance > 0 ? ` (${distance} ulps)` : '');
  }

  #differ(expected: Value, actual: Value, path: string, remark = ''): void {
    this.same = false;
    const place = path === '' ? '' : `${path} `;
    this.difference ??= `${place}${showValue(actual, 120)} instead of ${showValue(expected, 120)}${remark}`;
  }
}

function areEqual(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function sortByText(items: readonly Value[]): Value[] {
  return items.toSorted((a, b) => (showValue(a) < showValue(b) ? -1 : 1));
}
