import { expect, it } from 'vitest';
import { jaroWinkler } from './words.ts';

// Answers of Spark 4.3.0.
it.each([
  ['MARTHA', 'MARHTA', 0.9611111111111111],
  ['DIXON', 'DICKSONX', 0.8133333333333332],
  ['frog', 'fog', 0.9249999999999999],
  ['CRATE', 'TRACE', 0.7333333333333334],
  ['😀a', '😀b', 0.8222222222222222],
  ['DwAyNE', 'DuANE', 0.8400000000000001],
  ['  pad\t', ' x ', 0.7],
  ['ab', 'cd', 0],
  ['', '', 1],
  ['a', '', 0],
])('%s is as near to %s as %d', (a, b, expected) => {
  expect(jaroWinkler(a, b)).toBe(expected);
});
