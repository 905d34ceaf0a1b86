/** Where dates and times of Spark before 3.0 are other than those of later ones. */
import { isAtLeast } from '../core/spark-version.ts';
import { parsePatternOf } from './date-pattern.ts';
import { type Dialect, failRow } from './dialect.ts';
import { type ParsedInstant, simpleFormatOf, simpleParserOf } from './old-date-pattern.ts';
import { remember } from './remember.ts';
import { truncateDate } from './time-steps.ts';
import { cutMicroseconds } from './time-text.ts';
import { findZone, type Zone } from './zones.ts';

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

/** From Spark 3.0 to 3.5 a text that only Spark 2.4 could read fails the row. */
export function parserFor(
  pattern: string,
  { timeZone, version }: Dialect,
): (text: string) => ParsedInstant | undefined {
  if (!isAtLeast(version, 3, 0)) return simpleParserOf(pattern, timeZone);
  const parse = parsePatternOf(pattern, timeZone);
  if (isAtLeast(version, 4, 0)) return parse;
  const parseOld = attempt(() => simpleParserOf(pattern, timeZone));
  return (text) => {
    const found = parse(text);
    if (found === undefined && parseOld?.(text) !== undefined)
      throw failRow(
        'INCONSISTENT_BEHAVIOR_CROSS_VERSION.PARSE_DATETIME_BY_NEW_PARSER',
        'expected a text of that datetime pattern, got one that only Spark before 3.0 reads',
      );
    return found;
  };
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** Writes by the patterns of Spark 2.4, to the millisecond. */
export function oldWriter(zone: Zone, { timeZone }: Dialect): (instant: bigint, format: string) => string {
  const writerOf = remember((text: string) => simpleFormatOf(text, zone, timeZone));
  return (instant, format) => writerOf(format)(cutMicroseconds(instant));
}
