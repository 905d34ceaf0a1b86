import { describe, expect, it } from 'vitest';
import { parseSparkVersion, type SparkVersion } from '../core/spark-version.ts';
import { DenseVector, SparseVector } from '../core/vector.ts';
import { compress, sparseRule } from './compress.ts';

const ruleOf = (version: string) => sparseRule(parseSparkVersion(version) as SparkVersion);
const dense = (...values: number[]) => new DenseVector(Float64Array.from(values));
const sparse = (size: number, indices: number[], values: number[]) =>
  new SparseVector(size, Int32Array.from(indices), Float64Array.from(values));

describe('sparseRule', () => {
  // Read from the bytecode of the jars of 2.4.8 to 4.0.1, and of 4.1.0 and 4.3.0; size 11 seen in 3.5.9 and 4.3.0.
  it.each([
    ['2.4.8', 6, 11, true],
    ['3.5.9', 6, 11, true],
    ['4.0.1', 6, 11, true],
    ['4.1.0', 6, 11, false],
    ['4.3.0', 5, 11, true],
    ['3.5.9', 0, 2, true],
    ['4.1.0', 0, 2, false],
    ['4.1.0', 0, 3, true],
    ['3.5.9', 7, 11, false],
  ])('of Spark %s takes %i of %i elements for sparse: %s', (version, stored, size, expected) => {
    expect(ruleOf(version)(stored, size)).toBe(expected);
  });
});

describe('compress', () => {
  it.each([
    [dense(0, -0, Number.NaN, 0, 0), sparse(5, [2], [Number.NaN])],
    [dense(1, 2, 0), dense(1, 2, 0)],
    [sparse(4, [0, 1, 2], [1, 2, 3]), dense(1, 2, 3, 0)],
    [sparse(4, [0, 1, 2], [0, 2, -0]), sparse(4, [1], [2])],
  ])('makes vector %# the smaller kind', (vector, expected) => {
    expect(compress(vector, ruleOf('3.5.9'))).toEqual(expected);
  });
});
