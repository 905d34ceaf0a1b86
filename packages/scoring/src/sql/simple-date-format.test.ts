import { describe, expect, it } from 'vitest';
import { simpleDateReader } from './simple-date-format.ts';

// As real Spark 3.5 tells: what is read here fails to_date there with PARSE_DATETIME_BY_NEW_PARSER, the rest is null.
const READ: readonly (readonly [pattern: string, text: string, reads: boolean])[] = [
  ['yyyy-MM-dd', '2023-12-31 23:59:59.5', true],
  ['yyyy-MM-dd', '2023-1-1', true],
  ['yyyy-MM-dd', '2023-02-30', false],
  ['yyyy-MM-dd', 'abc', false],
  ['yyyy-MM-dd HH:mm:ss', '2023-12-31', false],
  ['yyyy-MM-dd HH:mm:ss', '2023-12-31 23:59:59.5', true],
  ['yyyy-MM-dd HH:mm:ss[.S]', '2023-12-31 23:59:59.5', false],
  ['yyyy-MM-dd G', '2023-12-31', false],
];

describe('the date parser of Spark 2', () => {
  it.each(READ)('%s and %s', (pattern, text, reads) => {
    expect(simpleDateReader(pattern)?.(text)).toBe(reads);
  });

  it('knows no letters of newer parsers', () => {
    expect(simpleDateReader('yyyy-MM-dd VV')).toBeUndefined();
  });
});
