/**
 * Dates and timestamps as text, in the forms that Spark's casts accept and its JSON and CSV writers print.
 * All calendars are proleptic Gregorian; a timestamp without a zone is of the session time zone.
 */

import { civilOf, DAY_MICROSECONDS, daysOf, floorDivide, monthLength } from './calendar.ts';
import { toInstant, toLocal, UTC, type Zone } from './zones.ts';

const DATE = /^([+-]?\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T].*)?)?)?$/s;
const TIMESTAMP =
  /^([+-]?\d{4,6})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?)?[ ]?(.*))?)?)?)?$/s;
const ZONE = /^(?:(Z|UTC|GMT|UT)|(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?)$/;

/** Days since 1970-01-01 of `yyyy-[m]m-[d]d`, or a prefix of it; undefined for anything else. Mirrors DateTimeUtils. */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(text.trim());
  return match === null ? undefined : daysOfDate(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1));
}

/** Microseconds since 1970-01-01T00:00Z of an ISO-8601 timestamp or date; undefined for anything else. */
export function parseTimestamp(text: string, zone: Zone = UTC): bigint | undefined {
  const local = parseLocal(text);
  if (local === undefined) return undefined;
  if (local.zone === '') return zone === UTC ? local.microseconds : toInstant(local.microseconds, zone);
  const offset = offsetSeconds(local.zone);
  return offset === undefined ? undefined : local.microseconds - BigInt(offset) * 1_000_000n;
}

/** As parseTimestamp, but a zone makes it undefined: the type has none. */
export function parseTimestampNtz(text: string): bigint | undefined {
  const local = parseLocal(text);
  return local?.zone === '' ? local.microseconds : undefined;
}

/** `2020-01-02`; years beyond 9999 carry a sign, as java.time prints them. */
export function formatDate(days: number): string {
  const { year, month, day } = civilOf(days);
  return `${formatYear(year)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `2020-01-02T03:04:05.678Z`: Spark's default pattern keeps milliseconds and minutes of the offset, and cuts the rest. */
export function formatTimestamp(microseconds: bigint, zone: Zone = UTC): string {
  return `${formatTimestampNtz(toLocal(microseconds, zone))}${formatOffset(zone(microseconds))}`;
}

function formatOffset(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  if (seconds === 0) return 'Z';
  return `${seconds < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
}

/** `2020-01-02T03:04:05.678`. */
export function formatTimestampNtz(microseconds: bigint): string {
  const days = floorDivide(microseconds, DAY_MICROSECONDS);
  const milliseconds = Number((microseconds - days * DAY_MICROSECONDS) / 1000n);
  const seconds = Math.floor(milliseconds / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${formatDate(Number(days))}T${clock.map((part) => pad(part, 2)).join(':')}.${pad(milliseconds % 1000, 3)}`;
}

function parseLocal(text: string): { readonly microseconds: bigint; readonly zone: string } | undefined {
  const match = TIMESTAMP.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zone = ''] = match;
  const days = daysOfDate(Number(year), Number(month), Number(day));
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const microseconds = BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  return { microseconds: BigInt(days) * DAY_MICROSECONDS + microseconds, zone };
}

function offsetSeconds(zone: string): number | undefined {
  const match = ZONE.exec(zone);
  if (match === null) return undefined;
  const [, , sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  if (Number(minutes) > 59 || Number(seconds) > 59 || size > 18 * 3600) return undefined;
  return sign === '-' ? -size : size;
}

/** Undefined where the month has no such day. */
function daysOfDate(year: number, month: number, day: number): number | undefined {
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month);
  return exists ? daysOf(year, month, day) : undefined;
}

function formatYear(year: number): string {
  if (year < 0) return `-${pad(-year, 4)}`;
  return year > 9999 ? `+${year}` : pad(year, 4);
}

function pad(x: number, width: number): string {
  return String(x).padStart(width, '0');
}
