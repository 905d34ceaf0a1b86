import { expect, it } from 'vitest';
import { javaLowerCase } from './java-lower-case.ts';

// Answers of String.toLowerCase(Locale.ROOT), JDK 17.
it.each([
  ['I\u0130', 'ii\u0307'],
  ['\u03a3', '\u03c3'],
  ['\u03a3A\u03a3', '\u03c3a\u03c2'],
  ['A\u03a3 B', 'a\u03c2 b'],
  ['A\u03a3B', 'a\u03c3b'],
  ['A1\u03a3', 'a1\u03c2'],
  ['1\u03a3', '1\u03c3'],
  ["A'\u03a3", "a'\u03c2"],
  ['A,\u03a3', 'a,\u03c3'],
  ['A\u03a31B', 'a\u03c31b'],
])('lower-cases %j', (text, expected) => {
  expect(javaLowerCase(text)).toBe(expected);
});
