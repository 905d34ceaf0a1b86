/** Dates and timestamps as Spark's casts read and write them. Mirrors `SparkDateTimeUtils`. */
import { checkedDays, civilOf, joinDay, splitDay } from '../core/calendar.ts';
import { isAtLeast, type SparkVersion } from '../core/spark-version.ts';
import { findZone, toInstant, toLocal, type Zone } from '../core/zones.ts';

const DATE = /^([+-]?\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T].*)?)?)?$/s;
const TIMESTAMP =
  /^([+-]?\d{4,6})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](?:(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?[ ]?(.*))?)?)?)?$/s;
/** Before Spark 3.3 years have four digits, and an hour may stand alone. */
const OLD_DATE = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T].*)?)?)?$/s;
const OLD_TIMESTAMP =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?)?[ ]?(.*))?)?)?)?$/s;
const BLANKS = /^[\u0000-\u0020]+|[\u0000-\u0020]+$/g;

/** The text without control characters and blanks around, as `UTF8String.trimAll`. */
export function trimAll(text: string): string {
  return text.replace(BLANKS, '');
}

function trimEnd(text: string): string {
  return text.replace(/ +$/, '');
}

/** What a version lets pass. */
export interface Leniency {
  /** Blanks and control characters before the text, and names of zones behind it: since Spark 3.0. */
  readonly trims: boolean;
  /** Years of more than four digits: since Spark 3.3. */
  readonly longYears: boolean;
}

const LENIENT: Leniency = { trims: true, longYears: true };

export function leniencyOf(version: SparkVersion): Leniency {
  return { trims: isAtLeast(version, 3, 0), longYears: isAtLeast(version, 3, 3) };
}

/** Days of `yyyy-[m]m-[d]d`, or a prefix of it; undefined for anything else. */
export function parseDateText(text: string, { trims, longYears }: Leniency = LENIENT): number | undefined {
  const match = (longYears ? DATE : OLD_DATE).exec(trims ? trimAll(text) : trimEnd(text));
  return match === null ? undefined : checkedDays(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1));
}

export interface ParsedTimestamp {
  /** The wall clock as written. */
  readonly local: bigint;
  readonly instant: bigint;
  readonly hasZone: boolean;
}

export function parseTimestampText(
  text: string,
  timeZone: string,
  { trims, longYears }: Leniency = LENIENT,
): ParsedTimestamp | undefined {
  const match = (longYears ? TIMESTAMP : OLD_TIMESTAMP).exec(trims ? trimAll(text) : trimEnd(text));
  if (match === null || (!trims && !/^(Z?|[+-]\d{1,2}(:\d{1,2})?)$/.test(match[8] ?? ''))) return undefined;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zoneName = ''] = match;
  const days = checkedDays(Number(year), Number(month), Number(day));
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const local = joinDay(days, seconds * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0')));
  const zone = findZone(zoneName === '' ? timeZone : zoneName);
  if (zone === undefined || BigInt.asIntN(64, local) !== local) return undefined;
  const instant = toInstant(local, zone);
  return BigInt.asIntN(64, instant) === instant ? { local, instant, hasZone: zoneName !== '' } : undefined;
}

/** Towards 1970, as Spark 2.4 makes milliseconds of microseconds. */
export function cutMicroseconds(instant: bigint): bigint {
  return (instant / 1000n) * 1000n;
}

export function formatDateText(days: number): string {
  const { year, month, day } = civilOf(days);
  return `${formatYear(year)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `2020-01-02 03:04:05.678`, without zeros at the end. */
export function formatLocalText(local: bigint): string {
  const { days, time } = splitDay(local);
  const seconds = Math.floor(time / 1_000_000);
  const fraction = time % 1_000_000;
  const clock = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return `${formatDateText(days)} ${clock}${fraction === 0 ? '' : `.${pad(fraction, 6).replace(/0+$/, '')}`}`;
}

export function formatTimestampText(instant: bigint, zone: Zone): string {
  return formatLocalText(toLocal(instant, zone));
}

/** Four digits at least; more, or a negative year, carry a sign. */
export function formatYear(year: number): string {
  if (year < 0) return `-${pad(-year, 4)}`;
  return year > 9999 ? `+${year}` : pad(year, 4);
}

export function pad(x: number, width: number): string {
  return String(x).padStart(width, '0');
}
