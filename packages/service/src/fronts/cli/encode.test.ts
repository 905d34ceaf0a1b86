import { DenseVector, SparseVector } from '@tinderbox/scoring';
import { expect, it } from 'vitest';
import { encodeValue } from './encode.ts';

const dense = new DenseVector(Float64Array.of(-0, 0, Number.NaN));
const sparse = new SparseVector(3, Int32Array.of(1), Float64Array.of(-0));

it.each([
  [undefined, 'null'],
  ['a "b"\n', '"a \\"b\\"\\n"'],
  [[0, -0, 1.5, true, null], '[0,-0.0,1.5,true,null]'],
  [[Number.NaN, Number.NEGATIVE_INFINITY, 2n ** 60n], '["NaN","-Infinity","1152921504606846976"]'],
  [[], '[]'],
  [{}, '{}'],
  [new Map([[1, new Map([[2.5, -0]])]]), '{"1":{"2.5":-0.0}}'],
  [
    { mean: dense, cov: [sparse] },
    '{"mean":{"type":1,"values":[-0.0,0,"NaN"]},"cov":[{"type":0,"size":3,"indices":[1],"values":[-0.0]}]}',
  ],
])('encodes a value as JSON, %#', (value, text) => {
  expect(encodeValue(value)).toBe(text);
  expect(() => JSON.parse(text)).not.toThrow();
});
