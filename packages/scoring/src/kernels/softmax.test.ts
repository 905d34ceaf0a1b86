import { expect, it } from 'vitest';
import { softmax, softmaxByDivision, softmaxOfMargins } from './softmax.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY } = Number;

// How Spark 3.5.9 (softmax) and 3.0.3 (the others) treat what is not finite.
it.each([
  [softmax, [infinity, 1, infinity], [1, 0, nan]],
  [softmax, [-1, infinity, NEGATIVE_INFINITY], [-0, 1, nan]],
  [softmax, [NEGATIVE_INFINITY, 0], [0, 1]],
  [softmax, [nan, 0], [nan, nan]],
  [softmax, [1000, 1000], [0.5, 0.5]],
  [softmax, [-1000, -1000], [0.5, 0.5]],
  [softmaxOfMargins, [-1, infinity, infinity], [0, 1, 0]],
  [softmaxOfMargins, [1000, 1000], [0.5, 0.5]],
  [softmaxOfMargins, [-1000, -1000], [nan, nan]],
  [softmaxByDivision, [infinity, 0], [nan, nan]],
  [softmaxByDivision, [-1000, -1000], [0.5, 0.5]],
])('%o of %j', (f, x, expected) => {
  const values = Float64Array.from(x);
  f(values);
  expect([...values]).toEqual(expected);
});
