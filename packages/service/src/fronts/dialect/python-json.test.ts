import { createField, structType } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { parsePythonJson, readNaN } from './python-json.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe('JSON of Python', () => {
  it.each<[string, unknown]>([
    [
      '{"a":NaN,"b":"NaN \\" NaN","c":[-Infinity,Infinity, NaN]}',
      { a: nan, b: 'NaN " NaN', c: [-infinity, infinity, nan] },
    ],
    ['["NaN","Infinity"]', ['NaN', 'Infinity']],
    ['[[NaN],{"NaN":1}]', [[nan], { NaN: 1 }]],
    ['{"__proto__":NaN}', JSON.parse('{"__proto__":0}', (key, value) => (key === '__proto__' ? nan : value))],
    ['[9007199254740993,NaN]', [9007199254740993n, nan]],
  ])('%s', (text, value) => expect(parsePythonJson(Buffer.from(text), /\d{16}/)).toEqual(value));

  it.each(['{NaN:1}', 'NaNa', '[NaN', '"NaN', '-NaN', `${'['.repeat(200)}NaN`.padEnd(5000)])('refuses %s', (text) => {
    expect(() => parsePythonJson(Buffer.from(text))).toThrow(/expected/);
  });
});

it('NaN is a number in columns of such, and null in others', () => {
  const rows = [{ x: nan, s: nan, n: nan, t: 'NaN' }, 7];
  const types = { x: 'double', s: 'string', n: 'integer', t: 'string' } as const;
  readNaN(rows, structType(Object.entries(types).map(([name, type]) => createField(name, type))));
  expect(rows).toEqual([{ x: nan, s: null, n: null, t: 'NaN' }, 7]);
});
