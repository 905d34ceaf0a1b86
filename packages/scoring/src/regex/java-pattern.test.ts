import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JavaPattern } from './java-pattern.ts';
import { translateJavaRegex } from './java-regex.ts';

type Case = readonly [pattern: string, text: string, matches: readonly string[], pieces: readonly string[]];

/** Written by JDK 17, see testdata/JavaRegex.java. */
const cases = readFileSync(new URL('./testdata/java-regex.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

const patterns = [...new Set(cases.map(([pattern]) => pattern))];
const isBeyond = (text: string) => /[\ud800-\udfff]/.test(text);

describe('JavaPattern', () => {
  it.each(patterns)('finds and splits as JDK 17 does: %s', (pattern) => {
    const compiled = new JavaPattern(pattern);
    const { looksBehind } = translateJavaRegex(pattern);
    for (const [, text, matches, pieces] of cases.filter((row) => row[0] === pattern)) {
      if (looksBehind && isBeyond(text)) continue;
      expect([compiled.findAll(text), compiled.split(text)]).toEqual([matches, pieces]);
    }
  });

  it.each(['\\B', '(?<!a)b'])('fails text beyond U+FFFF where Java may enter pairs: %s', (pattern) => {
    const fail = expect.objectContaining({ code: 'INPUT_VALUE' });
    expect(() => new JavaPattern(pattern).split('a\u{1f600}')).toThrow(fail);
  });

  it.each([
    ['a++', 'a possessive quantifier'],
    ['(?>a)', 'an atomic group'],
    ['\\Ga', 'the escape \\G'],
    ['\\X', 'the escape \\X'],
    ['(?<=a*)b', 'a look-behind without a greatest length'],
    ['(?u)a', 'the flag (?u)'],
    ['(?x) a', 'the flag (?x)'],
    ['(a)|\\1', 'the back-reference \\1'],
    ['(?i)(a)\\1', 'the back-reference \\1'],
    ['(a*)*', 'a repeated group that may match the empty text'],
    ['[^a[b]]', 'a negated class with another inside'],
    ['[^a&&b]', 'a negated intersection'],
    ['\\p{InGreek}', 'the property \\p{InGreek}'],
    ['(?i)\\p{Lower}', 'the property \\p{Lower}'],
    ['\\p{Cn}', 'the property \\p{Cn}'],
    ['\\R+', 'a quantifier on \\R'],
    ['\\b{g}', 'the boundary \\b{'],
    ['a{2', 'an unfinished construct'],
    ['[z-a]', 'a range without an order'],
    ['\\ud83d', 'a code point that does not exist'],
    ['(a', 'an open group'],
    ['a)', 'a ")" without "("'],
    ['(((a{99}){99}){99})', 'repetitions that multiply to more than 20000 steps'],
    [`${'('.repeat(9999)}a`, 'more than 100 levels'],
  ])('refuses %s', (pattern, construct) => {
    const message = expect.stringContaining(`got ${construct} (before`);
    expect(() => new JavaPattern(pattern)).toThrow(
      expect.objectContaining({ code: 'STAGE_PARAM_UNSUPPORTED', message }),
    );
  });
});
