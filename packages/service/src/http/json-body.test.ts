import { describe, expect, it } from 'vitest';
import { parseJsonBody } from './json-body.ts';

const parse = (text: string) => parseJsonBody(Buffer.from(text));
const filler = ' '.repeat(5000);

describe('a body of JSON', () => {
  it.each([
    '{"a":[1,2,{"b":null}]}',
    `["${'['.repeat(200)}"]`,
    `["\\"${'{'.repeat(200)}\\\\","${']'.repeat(300)}"]`,
    `[${'[],{},'.repeat(300)}0]`,
    `${'['.repeat(100)}${']'.repeat(100)}`,
  ])('is what JSON.parse makes of it: %#', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
    expect(parse(text + filler)).toEqual(JSON.parse(text));
  });

  it.each([
    [`${'['.repeat(101)}${']'.repeat(101)}${filler}`, 'INPUT_LIMIT'],
    [`"\\\\\\"${filler}`, 'INPUT_FORMAT'],
    ['['.repeat(5_000_000), 'INPUT_LIMIT'],
    ['{"a":'.repeat(2000), 'INPUT_LIMIT'],
    [`{"a":"${'\\'.repeat(100_000)}`, 'INPUT_FORMAT'],
    ['', 'INPUT_FORMAT'],
    ['\ufeff{}', 'INPUT_FORMAT'],
  ])('is refused where it is too deep or none: %#', (text, code) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code }));
  });
});
