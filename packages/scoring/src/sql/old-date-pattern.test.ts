import { describe, expect, it } from 'vitest';
import { findZone, type Zone } from '../core/zones.ts';
import { simpleFormatOf, simpleParserOf } from './old-date-pattern.ts';

const UTC = findZone('UTC') as Zone;
/** 2024-02-29 13:14:15.123456 */
const INSTANT = 1_709_212_455_123_456n;

describe('simpleFormatOf', () => {
  it.each([
    ["yy/M/d''H:m:s", "24/2/29'13:14:15"],
    ['yyyy-MM-dd HH:mm:ss.SSS', '2024-02-29 13:14:15.123'],
    ['YYYY-uuu', '2024-004'],
    ['EEE, d MMM yyyy', 'Thu, 29 Feb 2024'],
  ])('writes %s as Spark 2.4 does', (pattern, expected) => {
    expect(simpleFormatOf(pattern, UTC, 'UTC')(INSTANT)).toBe(expected);
  });

  it('refuses letters that Java refuses', () => {
    expect(() => simpleFormatOf('D QQQ', UTC, 'UTC')).toThrow(/letter Q/);
  });
});

describe('simpleParserOf', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss', '2023-12-31 23:59:59.5', 1_704_067_199_000_000n],
    ['yyyy-MM-dd', '2023-12-31 23:59:59.5', 1_703_980_800_000_000n],
    ['MM/dd/yyyy', '12/25/2020', 1_608_854_400_000_000n],
    ['yyyy-MM-dd HH:mm:ss[.S]', '2023-12-31 23:59:59.5', undefined],
    ['yyyy-MM-dd', '2023-02-30', undefined],
    ['yyyy-MM-dd', 'abc', undefined],
  ])('reads by %s the start of %s as Spark 2.4 does', (pattern, text, expected) => {
    expect(simpleParserOf(pattern, 'UTC')(text)?.instant).toBe(expected);
  });
});
