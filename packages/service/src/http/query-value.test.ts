import { expect, it } from 'vitest';
import { queryValue } from './query-value.ts';

it.each([
  ['', undefined],
  ['a=1', '1'],
  ['b=1&a=', ''],
])('reads a from %j', (text, expected) => {
  expect(queryValue(new URLSearchParams(text), 'a')).toBe(expected);
});

it('refuses a parameter that is given twice, even alike', () => {
  const read = () => queryValue(new URLSearchParams('a=1&a=1'), 'a');
  expect(read).toThrow(expect.objectContaining({ code: 'INPUT_FORMAT' }));
});
