import { describe, expect, it } from 'vitest';
import { globSegment, isGlob } from './glob.ts';

/** As Hadoop's GlobPattern has it. */
const CASES: readonly (readonly [pattern: string, fits: readonly string[], not: readonly string[]])[] = [
  ['*.csv', ['a.csv', '.csv'], ['a.csvx', 'acsv']],
  ['part-?.csv', ['part-1.csv'], ['part-10.csv', 'part-.csv']],
  ['[a-c]x', ['ax', 'cx'], ['dx', 'abx']],
  ['[^a-c]x', ['dx'], ['ax']],
  ['{jan,feb}-*.csv', ['jan-1.csv', 'feb-.csv'], ['mar-1.csv', 'jan,feb-1.csv']],
  ['a+(b)|c$', ['a+(b)|c$'], ['aab', 'c']],
  ['a{b', ['a{b'], ['ab']],
  ['[', ['['], ['']],
];

describe('globSegment', () => {
  it.each(CASES)('%s', (pattern, fits, not) => {
    const matches = globSegment(pattern);
    expect(fits.filter((name) => !matches(name))).toEqual([]);
    expect(not.filter(matches)).toEqual([]);
  });

  it('is wanted for names that hold a mark', () => {
    expect(['a*', 'a?', '[a]', '{a}'].every(isGlob)).toBe(true);
    expect(isGlob('plain/a.csv')).toBe(false);
  });
});
