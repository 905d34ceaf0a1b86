/** Dates and timestamps as Spark's casts read and write them. Mirrors `SparkDateTimeUtils`. */
import { checkedDays, civilOf, joinDay, splitDay } from '../core/calendar.ts';
import { findZone, toInstant, toLocal, type Zone } from '../core/zones.ts';

const DATE = /^([+-]?\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T].*)?)?)?$/s;
const TIMESTAMP =
  /^([+-]?\d{4,6})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](?:(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?[ ]?(.*))?)?)?)?$/s;
const BLANKS = /^[\u0000-\u0020]+|[\u0000-\u0020]+$/g;

/** The text without control characters and blanks around, as `UTF8String.trimAll`. */
export function trimAll(text: string): string {
  return text.replace(BLANKS, '');
}

/** Days of `yyyy-[m]m-[d]d`, or a prefix of it; undefined for anything else. */
export function parseDateText(text: string): number | undefined {
  const match = DATE.exec(trimAll(text));
  return match === null ? undefined : checkedDays(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1));
}

export interface ParsedTimestamp {
  /** The wall clock as written. */
  readonly local: bigint;
  readonly instant: bigint;
  readonly hasZone: boolean;
}

export function parseTimestampText(text: string, timeZone: string): ParsedTimestamp | undefined {
  const match = TIMESTAMP.exec(trimAll(text));
  if (match === null) return undefined;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zoneName = ''] = match;
  const days = checkedDays(Number(year), Number(month), Number(day));
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const local = joinDay(days, seconds * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0')));
  const zone = findZone(zoneName === '' ? timeZone : zoneName);
  return zone && { local, instant: toInstant(local, zone), hasZone: zoneName !== '' };
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
