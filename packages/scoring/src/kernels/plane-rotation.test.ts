import { expect, it } from 'vitest';
import { eigenOfTwo, planeRotation } from './plane-rotation.ts';

it.each([
  [3, 4, 0.6, 0.8, 5],
  [4, -3, 0.8, -0.6, 5],
  [-4, 3, 0.8, -0.6, -5],
  [0, 2, 0, 1, 2],
  [2, 0, 1, 0, 2],
  [3e-200, 4e-200, 0.6, 0.8, 5e-200],
  [3e200, 4e200, 0.6, 0.8, 5e200],
])('turns (%s, %s) onto the axis', (f, g, cosine, sine, length) => {
  const rotation = planeRotation(f, g);
  expect(rotation.cosine).toBeCloseTo(cosine, 14);
  expect(rotation.sine).toBeCloseTo(sine, 14);
  expect(rotation.length / length).toBeCloseTo(1, 14);
});

it.each([
  [2, 1, 2, 3, 1],
  [1, 0, -1, 1, -1],
  [-3, 0, -1, -3, -1],
  [0, 2, 0, 2, -2],
  [0, 0, 0, 0, 0],
])('solves (%s, %s; %s)', (a, b, c, larger, smaller) => {
  const { larger: first, smaller: second } = eigenOfTwo(a, b, c);
  expect([first + 0, second + 0]).toEqual([larger, smaller]);
});
