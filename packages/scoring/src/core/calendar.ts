/** The proleptic Gregorian calendar: days and microseconds since 1970-01-01. */

export interface CivilDate {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

/** Java's dates go to the year 999999999, Spark's, days in an int, not so far. */
const MOST_YEARS = 5_877_640;

export const DAY_MICROSECONDS = 86_400_000_000n;

/** Days of a date; the month may be any integer, as 13 for the next January. Howard Hinnant's days_from_civil. */
export function daysOf(anyYear: number, anyMonth: number, day: number): number {
  const year = anyYear + Math.floor((anyMonth - 1) / 12);
  const month = modulo(anyMonth - 1, 12) + 1;
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Howard Hinnant's civil_from_days. */
export function civilOf(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}

/** Undefined where the month has no such day. */
export function checkedDays(year: number, month: number, day: number): number | undefined {
  if (Math.abs(year) > MOST_YEARS || month < 1 || month > 12 || day < 1 || day > monthLength(year, month))
    return undefined;
  return daysOf(year, month, day);
}

export function monthLength(year: number, month: number): number {
  return daysOf(year, month + 1, 1) - daysOf(year, month, 1);
}

/** Monday is 0. */
export function weekday(days: number): number {
  return modulo(days + 3, 7);
}

export function dayOfYear(days: number): number {
  return days - daysOf(civilOf(days).year, 1, 1) + 1;
}

/** ISO's week and the year it belongs to. */
export function isoWeek(days: number): { readonly week: number; readonly year: number } {
  const thursday = days - weekday(days) + 3;
  const { year } = civilOf(thursday);
  return { week: Math.floor((thursday - daysOf(year, 1, 1)) / 7) + 1, year };
}

/** The same day `months` later, or the last of that month where it has none such. */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilOf(days);
  const first = daysOf(year, month + months, 1);
  const target = civilOf(first);
  return first + Math.min(day, monthLength(target.year, target.month)) - 1;
}

/** Days, and microseconds within the day. */
export function splitDay(local: bigint): { readonly days: number; readonly time: number } {
  const days = floorDivide(local, DAY_MICROSECONDS);
  return { days: Number(days), time: Number(local - days * DAY_MICROSECONDS) };
}

export function joinDay(days: number, time: number): bigint {
  return BigInt(days) * DAY_MICROSECONDS + BigInt(time);
}

export function floorDivide(x: bigint, divisor: bigint): bigint {
  const quotient = x / divisor;
  return x % divisor < 0n ? quotient - 1n : quotient;
}

export function modulo(x: number, divisor: number): number {
  return ((x % divisor) + divisor) % divisor;
}
