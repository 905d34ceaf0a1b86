/** Where dates and times of Spark before 3.0 are other than those of later ones. */
import { isAtLeast } from '../core/spark-version.ts';
import { findZone, type Zone } from '../core/zones.ts';
import { parsePatternOf } from './date-pattern.ts';
import type { Dialect } from './dialect.ts';
import { type ParsedInstant, simpleFormatOf, simpleParserOf } from './old-date-pattern.ts';
import { remember } from './remember.ts';
import { truncateDate } from './time-steps.ts';
import { cutMicroseconds } from './time-text.ts';

/** `TimeZone.getTimeZone`, which takes what it does not know, such as +05:30, for GMT. */
export function oldZone(name: string): Zone {
  const zone = /^([+-]|UTC.)/.test(name) ? undefined : findZone(name);
  return zone ?? (() => 0);
}

/** Spark 2.4 knows no quarters and weeks of dates. */
export function truncation({ version }: Dialect): typeof truncateDate {
  if (isAtLeast(version, 3, 0)) return truncateDate;
  return (days, unit) => (/^(quarter|week)$/i.test(unit) ? null : truncateDate(days, unit));
}

/** Spark 2.4 drops microseconds first in much that it does with timestamps. */
export function instantIn({ version }: Dialect, instant: bigint): bigint {
  return isAtLeast(version, 3, 0) ? instant : cutMicroseconds(instant);
}

/** Spark 2.4 reads by the patterns of Java's SimpleDateFormat. */
export function parserFor(
  pattern: string,
  { timeZone, version }: Dialect,
): (text: string) => ParsedInstant | undefined {
  return isAtLeast(version, 3, 0) ? parsePatternOf(pattern, timeZone) : simpleParserOf(pattern, timeZone);
}

/** Writes by the patterns of Spark 2.4, to the millisecond. */
export function oldWriter(zone: Zone, { timeZone }: Dialect): (instant: bigint, format: string) => string {
  const writerOf = remember((text: string) => simpleFormatOf(text, zone, timeZone));
  return (instant, format) => writerOf(format)(cutMicroseconds(instant));
}
