import { describe, expect, it } from 'vitest';
import { JsonNumber, parseJson, parseJsonExact, parseJsonLongs } from './json-parse.ts';

describe('parseJsonLongs', () => {
  it.each([
    ['{"seed":-7673890338921026109}', { seed: -7673890338921026109n }],
    ['{"a":9007199254740993,"b":0.12345678901234567}', { a: 9007199254740993n, b: Number('0.12345678901234567') }],
    ['{"missing": NaN, "a":[Infinity,-Infinity]}', { missing: Number.NaN, a: [Infinity, -Infinity] }],
    ['{"text":"[NaN, 1234567890123456789]"}', { text: '[NaN, 1234567890123456789]' }],
    ['[1,-0,1e3,true,null,"\\u00e9"]', [1, -0, 1000, true, null, 'é']],
  ])('reads %s', (text, value) => {
    expect(parseJsonLongs(text)).toEqual(value);
  });

  it.each([
    '',
    '{',
    '[1,]',
    '{"a":1234567890123456789',
    'nul',
    '[NaN',
    `${'['.repeat(100000)}`,
    '"\\x1234567890123456"',
  ])('refuses %s', (text) => {
    expect(() => parseJsonLongs(text)).toThrow(expect.objectContaining({ code: 'INPUT_FORMAT' }));
  });
});

describe('parseJson', () => {
  it('keeps the text of decimals that a double may not hold', () => {
    expect(parseJson('[0.123456789012345678]')).toEqual([new JsonNumber('0.123456789012345678')]);
  });

  it('gives wanted keys as their text', () => {
    expect(parseJsonExact('{"a":{"b":1},"c":[1]}', new Set(['a']))).toEqual({ a: '{"b":1}', c: [1] });
  });
});
