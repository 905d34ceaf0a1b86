import { parseSchema } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { checkSchema, sameSchema } from './schema-check.ts';

const first = parseSchema('a INT, b STRING');

describe('sameSchema', () => {
  it('takes the same columns, whatever may be null', () => {
    expect(() => sameSchema(first, parseSchema('a INT NOT NULL, b STRING'), 'f')).not.toThrow();
  });

  it.each(['a INT', 'a INT, b STRING, c INT', 'b STRING, a INT', 'a INT, b DOUBLE', 'a INT, c STRING'])(
    'refuses %s',
    (columns) => {
      expect(() => sameSchema(first, parseSchema(columns), 'f')).toThrow(
        expect.objectContaining({
          code: 'INPUT_FORMAT',
          detail: `expected the columns of the first file (a INT, b STRING), got ${columns}`,
          where: { file: 'f' },
        }),
      );
    },
  );
});

describe('checkSchema', () => {
  it('takes the wanted columns among others, in any order', () => {
    expect(() => checkSchema(first, parseSchema('c DATE, b STRING, a INT'), 'f')).not.toThrow();
  });

  it.each([
    ['a INT, c STRING', 'INPUT_COLUMN_MISSING', 'expected a column of this name, have: a, c'],
    ['a INT, b DOUBLE', 'INPUT_COLUMN_TYPE', 'expected STRING, got DOUBLE'],
  ])('refuses %s', (columns, code, detail) => {
    const failure = { code, detail, where: { file: 'f', column: 'b' } };
    expect(() => checkSchema(first, parseSchema(columns), 'f')).toThrow(expect.objectContaining(failure));
  });
});
