import { describe, expect, it } from 'vitest';
import { readingFormat, writingFormat } from './csv-options.ts';
import { readCsv, writeCsv } from './csv-text.ts';

const read = (line: string, options: Record<string, string> = {}) =>
  readCsv(line, readingFormat(new Map(Object.entries(options))));
const write = (texts: (string | null)[], options: Record<string, string> = {}) =>
  writeCsv(texts, writingFormat(new Map(Object.entries(options))));

// What Spark 3.5.9 and 4.3.0 make of these lines.
describe('reading CSV', () => {
  it.each([
    ['1,2', ['1', '2']],
    ['c,', ['c', '']],
    ['"a,b" ,c', ['a,b', 'c']],
    ['"a\\"b",c', ['a"b', 'c']],
    ['"a\\\\",c', ['a\\', 'c']],
    ['"a\\x",c', ['a\\x', 'c']],
    ['"a""b",c', ['"a""b"', 'c']],
    ['"a""', ['a"']],
    ['"a" x,c', ['"a" x', 'c']],
    ['"a"x,c', ['"a"x', 'c']],
    ['"x" y"', ['"x" y""']],
    ['a"b",c', ['a"b"', 'c']],
    [' "a",c', [' "a"', 'c']],
    ['"a,c', ['a,c']],
    ['"a\\', ['a']],
    ['1\n2', ['1\n2']],
    ['', undefined],
  ])('%j is %j', (line, texts) => {
    expect(read(line)).toEqual(texts);
  });

  it.each<[string, Record<string, string>, string[] | undefined]>([
    ['1||2', { sep: '||' }, ['1', '2']],
    ['c||a"', { sep: '||' }, ['c', 'a""']],
    ['1\t2', { delimiter: '\\t' }, ['1', '2']],
    ['"a""b",c', { escape: '"' }, ['a"b', 'c']],
    ['"",2', { emptyvalue: 'E' }, ['E', '2']],
    [',2', { nullvalue: 'NA' }, ['NA', '2']],
    [' 1 , 2 ', { ignoreleadingwhitespace: 'true', ignoretrailingwhitespace: 'true' }, ['1', '2']],
    ['#1,2', { comment: '#' }, undefined],
  ])('%j with %j is %j', (line, options, texts) => {
    expect(read(line, options)).toEqual(texts);
  });

  it.each([{ quote: 'ab' }, { sep: '' }, { sep: '\\' }, { ignoreleadingwhitespace: 'yes' }])(
    'refuses %j',
    (options) => {
      expect(() => read('1', options)).toThrow('expected');
    },
  );
});

describe('writing CSV', () => {
  it.each<[(string | null)[], string]>([
    [['x,y', 'q"r', '', null, ' z '], '"x,y","q\\"r","",,z'],
    [['x\ny', '"', 'a\\b', 'a"\\b'], '"x\ny","\\"",a\\b,"a\\"\\\\b"'],
    [['#a', '#a'], '"#a",#a'],
    [[null, null], ','],
  ])('%j is %s', (texts, line) => {
    expect(write(texts)).toBe(line);
  });

  it.each<[(string | null)[], Record<string, string>, string]>([
    [['', null], { quoteall: 'true', emptyvalue: 'E', nullvalue: 'N' }, '"E","N"'],
    [['', null], { quoteall: 'true' }, '"",""'],
    [['"x"', 'x"'], { escapequotes: 'false' }, '"\\"x\\"",x"'],
    [['"x,y"', 'a"b'], { escape: '"' }, '"""x,y""","a""b"'],
    [['x||y', 'x|y'], { sep: '||' }, '"x||y"||x|y'],
  ])('%j with %j is %s', (texts, options, line) => {
    expect(write(texts, options)).toBe(line);
  });
});
