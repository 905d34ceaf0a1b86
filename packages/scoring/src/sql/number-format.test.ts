import { describe, expect, it } from 'vitest';
import { parseDecimal } from '../core/values.ts';
import { type NumberFormat, parseNumberFormat, readByFormat, writeByFormat } from './number-format.ts';

const format = (text: string) => parseNumberFormat(text) as NumberFormat;
const RULES = { needsDigits: true, suggests: true };
const OLD_RULES = { needsDigits: false, suggests: false };

// Answers of Spark 3.5.9 and 4.3.0.
describe('number formats', () => {
  it.each(['', 'S', 'X', '99$', '9,,9', '9,', '.9,9', '9.9.9', 'S9S', 'PR9', '9 9'])('refuses %j', (text) => {
    expect(parseNumberFormat(text)).toBeUndefined();
  });

  it.each([
    ['999', '454', '454'],
    ['$99.99', '$78.12', '78.12'],
    ['99,999.9S', '12,454.8-', '-12454.8'],
    ['999PR', '<12>', '-12'],
    ['99', ' 4 5 ', '45'],
    ['99', '٤٥', '45'],
    ['9,999', '1', '1'],
    ['000', '12', undefined],
    ['9,999', '1,2,3', undefined],
    ['99', '', undefined],
    ['999PR', '<12', undefined],
  ])('%s reads %j as %s', (pattern, text, expected) => {
    expect(readByFormat(format(pattern), text, RULES)?.toString()).toBe(expected);
  });

  it('fails where the digits stand on the wrong side of the point', () => {
    expect(() => readByFormat(format('.99'), '12', RULES)).toThrow('NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION');
  });

  it('before Spark 4.1 takes no digits for zero, where there is a point', () => {
    expect(String(readByFormat(format('99.99'), '  ', OLD_RULES))).toBe('0.00');
    expect(() => readByFormat(format('99'), '', OLD_RULES)).toThrow('NumberFormatException');
  });

  it.each([
    ['999', '12', ' 12'],
    ['999.99', '454.5', '454.50'],
    ['99G999D9S', '-12454.8', '12,454.8-'],
    ['0000.00PR', '-7.25', '<0007.25>'],
    ['S999', '1', '  +1'],
    ['9', '45', '#'],
    ['9.', '5', '5 '],
    ['999MI', '5', '  5 '],
  ])('%s writes %s as %j', (pattern, number, expected) => {
    expect(writeByFormat(format(pattern), parseDecimal(number) as never)).toBe(expected);
  });
});
