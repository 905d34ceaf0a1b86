import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JavaPattern } from './java-pattern.ts';

/** Written by JDK 17: see the program of that name in testdata/. */
function readRows<T>(file: string): readonly T[] {
  const text = readFileSync(new URL(`./testdata/${file}`, import.meta.url), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line) as T);
}

type Groups = readonly (string | null)[];

/** Every match with its groups, from the spans that RegexFuzz.java writes. */
function groupsOfSpans(text: string, spans: string): readonly Groups[] {
  if (spans === '') return [];
  return spans.split(' ').map((match) =>
    match.split(',').map((span) => {
      const [start, end] = span.split('-').map(Number);
      return span === '-' ? null : text.slice(start, end);
    }),
  );
}

function failureOf(act: () => unknown): { readonly code: string; readonly detail: string } | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error as { readonly code: string; readonly detail: string };
  }
}

describe('JavaPattern', () => {
  it('finds and splits as JDK 17 does', () => {
    type Row = readonly [pattern: string, text: string, matches: readonly string[], pieces: readonly string[]];
    for (const [pattern, text, matches, pieces] of readRows<Row>('java-regex.jsonl')) {
      const compiled = new JavaPattern(pattern);
      expect([pattern, text, compiled.findAll(text), compiled.split(text)]).toEqual([pattern, text, matches, pieces]);
    }
  });

  it('answers as JDK 17 does for generated patterns and texts, groups and errors included', () => {
    type Answer = readonly [text: string, matches: 0 | 1, spans: string];
    type Row = readonly [pattern: string, ...rest: readonly Answer[] | readonly [error: string, index: number]];
    const wrong: unknown[] = [];
    let pairs = 0;
    for (const [pattern, ...rest] of readRows<Row>('regex-fuzz.jsonl')) {
      const failure = failureOf(() => new JavaPattern(pattern));
      if (failure?.code === 'STAGE_PARAM_UNSUPPORTED') continue;
      if (typeof rest[0] === 'string') {
        const printable = rest[0].replace(/\p{Cc}+/gu, ' ').trim();
        expect([pattern, failure?.detail]).toEqual([
          pattern,
          `expected a Java regular expression, got the error "${printable}" near index ${rest[1]}`,
        ]);
        continue;
      }
      const compiled = new JavaPattern(pattern);
      for (const [text, matches, spans] of rest as readonly Answer[]) {
        const groups = groupsOfSpans(text, spans);
        const found = compiled.findMatches(text).map((match) => match.groups);
        const got = [found, compiled.groups(text), compiled.find(text), compiled.matches(text)];
        const expected = [groups, groups[0], groups.length > 0, matches === 1];
        if (JSON.stringify(got) !== JSON.stringify(expected)) wrong.push({ pattern, text, got, expected });
        pairs++;
      }
    }
    expect(wrong).toEqual([]);
    expect(pairs).toBeGreaterThan(3000);
  }, 30_000);

  it('splits with limits and replaces as JDK 17 does', () => {
    type Row =
      | readonly ['split', pattern: string, text: string, limit: number, pieces: readonly string[]]
      | readonly ['replace', pattern: string, text: string, replacement: string, result: string | null];
    for (const row of readRows<Row>('java-calls.jsonl')) {
      const compiled = new JavaPattern(row[1]);
      if (row[0] === 'split') {
        expect([...row.slice(0, 4), compiled.split(row[2], row[3])]).toEqual(row);
      } else if (row[4] === null) {
        const failure = failureOf(() => compiled.replaceAll(row[2], row[3]));
        expect([...row, failure?.code]).toEqual([...row, 'MODEL_PARAM']);
      } else {
        expect([...row.slice(0, 4), compiled.replaceAll(row[2], row[3])]).toEqual(row);
      }
    }
  });

  it('searches from a place', () => {
    const compiled = new JavaPattern('\\G(a)|b');
    expect(compiled.groups('aab', 1)).toEqual(['a', 'a']);
    expect(new JavaPattern('a').groups('aba', 1)).toEqual(['a']);
    expect(new JavaPattern('a').groups('ab', 1)).toBeUndefined();
    expect(compiled.groups('a', 2)).toBeUndefined();
    expect(compiled.groupCount).toBe(1);
  });

  it.each([
    ['the grapheme cluster \\X', '\\X'],
    ['the grapheme boundary \\b{g}', '\\b{g}'],
    ['a character name \\N{..}', '\\N{BULLET}'],
    ['the flag (?c)', '(?c)a'],
    ['the property \\p{Cn}', '\\p{Cn}'],
    ['the property \\p{IsEmoji}', '\\p{IsEmoji}'],
    ['an intersection without a right side', '[\\p{L}a&&]'],
    ['more than 100 levels', '('.repeat(9999)],
    ['more than 100 levels', '['.repeat(9999)],
    ['more than 10000 characters', 'a'.repeat(10001)],
  ])('refuses %s', (construct, pattern) => {
    const message = expect.stringContaining(`got ${construct} (before`);
    expect(() => new JavaPattern(pattern)).toThrow(
      expect.objectContaining({ code: 'STAGE_PARAM_UNSUPPORTED', message }),
    );
  });
});

describe('the limits of JavaPattern', () => {
  it.each([
    ['(a|b|ab)*?(a|b|ab)*?(a|b|ab)*?c', 'ab'.repeat(2000)],
    ['(?:(a+)\\1*)+b', 'a'.repeat(5000)],
    ['(?:a?b?){0,40}c', 'ab'.repeat(40)],
    ['a*a*a*a*b', 'a'.repeat(5000)],
    ['(x+x+)+y', 'x'.repeat(10_000)],
  ])(
    'stop %s',
    (pattern, text) => {
      expect(() => new JavaPattern(pattern).find(text)).toThrow(expect.objectContaining({ code: 'INPUT_LIMIT' }));
    },
    30_000,
  );

  it.each([
    ['(?:a|b)*c', `${'ab'.repeat(50_000)}c`],
    ['(a|b)*+c', `${'ab'.repeat(50_000)}c`],
    ['(?:(?:(ab))*)*c', `${'ab'.repeat(50_000)}c`],
    ['(?s)(?>.)*', 'ab'.repeat(50_000)],
    ['(?<=a{0,9})(?:a|b)++c', `${'ab'.repeat(50_000)}c`],
  ])('let %s through a long text, on which Java overflows its stack', (pattern, text) => {
    expect(new JavaPattern(pattern).matches(text)).toBe(true);
  });

  it('hold for long patterns too', () => {
    const optional = new JavaPattern('(a)?'.repeat(2500));
    expect(optional.find('aaa')).toBe(true);
    expect(new JavaPattern(`(?:${'(a)?'.repeat(2400)})*b`).find('aaab')).toBe(true);
    expect(new JavaPattern(`[${'a-b\\p{Lu}'.repeat(1100)}]+`).findAll('\u0391b c')).toEqual(['\u0391b']);
    const nested = `${'(?:a'.repeat(99)}${')*'.repeat(99)}`;
    expect(new JavaPattern(nested).matches('aab')).toBe(false);
  });
});
