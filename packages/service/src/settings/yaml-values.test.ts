import { ScoringError } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { parseYamlValues } from './yaml-values.ts';

function failure(text: string): string {
  try {
    parseYamlValues(text, 'f.yaml');
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(ScoringError);
    return (error as Error).message;
  }
}

describe('YAML', () => {
  it.each([
    ['a:\n\tb: 1', '2:1: expected spaces before a key, got a tab'],
    ['a: [1\n', '2:1: expected the indentation of what belongs together, or a closing bracket, got another'],
    ['a: "x', '1:6: expected a closing quote or bracket, a comma or a colon, got none'],
    [
      'a: "\\q"',
      '1:5: expected an escape of YAML after a backslash, got another (in single quotes a backslash is one)',
    ],
    ['a: @x', '1:4: expected quotes around a text that begins so, got none'],
    ['a: b: c', '1:4: expected one key on a line, got several (a text with ": " needs quotes)'],
    ['a: 1\n---\nb: 2', '2:1: expected one document, got another after ---'],
    ['a: 1\nb: !!str 2', '2:4: expected values without a tag, got one'],
    ['%YAML 1.1\n---\na: yes', '1:1: expected no directive, got one'],
    ['a: *b', '1:4: expected an alias of an anchor above, got another'],
    ['? [a]\n: b', '1:3: expected a name as key, got another value'],
  ])('%j is refused with its place, and no word of it', (text, message) => {
    expect(failure(text)).toBe(`f.yaml:${message}`);
  });

  it('repeats anchors', () => {
    const text = 'a: &x [1]\nb: *x\nc: &x 2\nd: *x';
    expect(JSON.stringify(parseYamlValues(text, 'f'))).toBe(
      '{"place":"f:1:1","value":{"entries":[' +
        '{"key":"a","place":"f:1:1","given":{"place":"f:1:7","value":{"items":[{"place":"f:1:8","value":1}]}}},' +
        '{"key":"b","place":"f:2:1","given":{"place":"f:1:7","value":{"items":[{"place":"f:1:8","value":1}]}}},' +
        '{"key":"c","place":"f:3:1","given":{"place":"f:3:7","value":2}},' +
        '{"key":"d","place":"f:4:1","given":{"place":"f:3:7","value":2}}]}}',
    );
  });

  const nine = (name: string) => `[${Array(9).fill(name).join(', ')}]`;
  const bomb = ['a: &a x', ...[...'bcdefg'].map((name, k) => `${name}: &${name} ${nine(`*${'abcdef'[k]}`)}`)];

  it.each([
    ['a bomb of aliases', bomb.join('\n'), /at most 20000 values/],
    ['an anchor in itself', 'a: &a [*a]', /at most 16 deep/],
    ['brackets', '['.repeat(60_000), /^f.yaml:1:17: expected values at most 16 deep/],
    ['braces', '{a: '.repeat(15_000), /at most 16 deep/],
    ['lists on a line', '- '.repeat(30_000), /at most 16 deep/],
    ['keys on a line', '? '.repeat(30_000), /at most 16 deep/],
    ['lines', Array.from({ length: 200 }, (_, k) => `${' '.repeat(k)}a:`).join('\n'), /at most 16 deep/],
  ])('%s cannot exhaust memory or the stack', (_, text, message) => {
    expect(failure(text)).toMatch(message);
  });
});
