/** The calendar's steps: weekdays, starts of units, months between. */

import { civilOf, daysOf, floorDivide, joinDay, monthLength, splitDay, weekday } from '../core/calendar.ts';
import type { Value } from '../core/values.ts';
import { moveClock, toInstant, toLocal, type Zone } from '../core/zones.ts';
import { type Dialect, failRow } from './dialect.ts';

const WEEK = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const WEEKDAY =
  /^(MO(N(DAY)?)?|TU(E(SDAY)?)?|WE(D(NESDAY)?)?|TH(U(RSDAY)?)?|FR(I(DAY)?)?|SA(T(URDAY)?)?|SU(N(DAY)?)?)$/;

export function nextDay(days: number, name: string, { ansi }: Dialect): Value {
  const upper = name.toUpperCase();
  if (!WEEKDAY.test(upper)) {
    if (ansi) throw failRow('ILLEGAL_DAY_OF_WEEK', 'expected the name of a weekday, got another text');
    return null;
  }
  const ahead = (WEEK.indexOf(upper.slice(0, 2)) - weekday(days) + 7) % 7;
  return days + (ahead === 0 ? 7 : ahead);
}

const DATE_UNITS: readonly (readonly [names: RegExp, truncate: (days: number) => number])[] = [
  [/^(YEAR|YYYY|YY)$/, (days) => daysOf(civilOf(days).year, 1, 1)],
  [/^QUARTER$/, (days) => daysOf(civilOf(days).year, 3 * Math.floor((civilOf(days).month - 1) / 3) + 1, 1)],
  [/^(MONTH|MM|MON)$/, (days) => daysOf(civilOf(days).year, civilOf(days).month, 1)],
  [/^WEEK$/, (days) => days - weekday(days)],
];
const CLOCK_UNITS: Readonly<Record<string, number>> = {
  HOUR: 3_600_000_000,
  MINUTE: 60_000_000,
  SECOND: 1_000_000,
  MILLISECOND: 1000,
  MICROSECOND: 1,
};

export function truncateDate(days: number, unit: string): Value {
  const truncate = DATE_UNITS.find(([names]) => names.test(unit.toUpperCase()))?.[1];
  return truncate === undefined ? null : truncate(days) | 0;
}

export function truncateTimestamp(unit: string, instant: bigint, zone: Zone): Value {
  const upper = unit.toUpperCase();
  const { days, time } = splitDay(toLocal(instant, zone));
  const size = CLOCK_UNITS[upper];
  if (size !== undefined) return moveClock(instant, joinDay(days, time - (time % size)), zone);
  if (/^(DAY|DD)$/.test(upper)) return moveClock(instant, joinDay(days, 0), zone);
  const start = truncateDate(days, upper);
  return start === null ? null : toInstant(joinDay(start as number, 0), zone);
}

/** Whole months where the days agree or both are the last, else with 31sts of a month. Mirrors `monthsBetween`. */
export function monthsBetween(a: bigint, b: bigint, { zone, rounds }: { zone: Zone; rounds: boolean }): number {
  const [x, y] = [splitDay(toLocal(a, zone)), splitDay(toLocal(b, zone))];
  const [p, q] = [civilOf(x.days), civilOf(y.days)];
  const months = (p.year - q.year) * 12 + p.month - q.month;
  const bothLast = p.day === monthLength(p.year, p.month) && q.day === monthLength(q.year, q.month);
  if (p.day === q.day || bothLast) return months;
  // The time of day is what has gone by since midnight, which clocks need not show.
  const secondsOf = (instant: bigint, days: number) =>
    Number(floorDivide(instant - toInstant(joinDay(days, 0), zone), 1_000_000n));
  const seconds = (p.day - q.day) * 86_400 + secondsOf(a, x.days) - secondsOf(b, y.days);
  const exact = months + seconds / (31 * 86_400);
  return rounds ? roundHalfUp(exact * 1e8) / 1e8 : exact;
}

function roundHalfUp(x: number): number {
  return Math.floor(x + 0.5);
}

/** `ChronoUnit.MONTHS.between`. */
export function wholeMonths(start: bigint, end: bigint): number {
  const [x, y] = [splitDay(start), splitDay(end)];
  // A day that is not full does not count; then days count as 32nds of a month.
  const late = y.days > x.days && y.time < x.time ? -1 : y.days < x.days && y.time > x.time ? 1 : 0;
  const place = (days: number) => {
    const { year, month, day } = civilOf(days);
    return (year * 12 + month) * 32 + day;
  };
  return Math.trunc((place(y.days + late) - place(x.days)) / 32) + 0;
}

export function lastDay(days: number): number {
  const { year, month } = civilOf(days);
  return daysOf(year, month + 1, 1) - 1;
}
