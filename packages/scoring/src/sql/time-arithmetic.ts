/** + and - of dates, timestamps and intervals, and * and / of intervals. */

import { addMonths, DAY_MICROSECONDS, splitDay } from '../core/calendar.ts';
import { type DataType, decimalOf, isNumeric } from '../core/types.ts';
import { Decimal, rescale, type Value } from '../core/values.ts';
import { findZone, moveClock, toLocal, type Zone } from '../core/zones.ts';
import { castNode } from './cast.ts';
import { failCast, fits, toDecimal, truncate } from './cast-number.ts';
import { isIntegral, isTemporal, tightestType } from './coercion.ts';
import { badTypes, type Dialect, failRow } from './dialect.ts';
import type { Call } from './function.ts';
import { type CalendarInterval, isDayTime, isInterval, isYearMonth, toCalendar } from './intervals.ts';
import { apply, type Node } from './node.ts';
import { typeName } from './type-name.ts';

export function isTimeArithmetic(sign: string, left: DataType, right: DataType): boolean {
  if (isInterval(left) || isInterval(right)) return true;
  return (sign === '+' || sign === '-') && (isTemporal(left) || isTemporal(right));
}

/** Mirrors `BinaryArithmeticWithDatetimeResolver`. */
export function timeArithmetic(sign: string, call: Call): Node {
  const [a, b] = call.args as [Node, Node];
  const sql = `(${a.sql} ${sign} ${b.sql})`;
  const [left, right, { dialect }] = [a.type, b.type, call];
  if (sign === '+' && isInterval(left) && !isInterval(right))
    return addInterval(b, a, { dialect, sql: `${b.sql} + ${a.sql}`, negative: false });
  if (isInterval(right) && !isInterval(left)) {
    if (sign === '+' || sign === '-')
      return addInterval(a, b, { dialect, sql: `${a.sql} ${sign} ${b.sql}`, negative: sign === '-' });
    if (sign === '*') return scaleInterval(b, a, { sql, divides: false, dialect });
  }
  if (isInterval(left) && isInterval(right)) return combineIntervals(sign, [a, b], { dialect, sql });
  if (isInterval(left) && (sign === '*' || sign === '/'))
    return scaleInterval(a, b, { sql, divides: sign === '/', dialect });
  if (sign === '+' && isIntegral(left) && right === 'date')
    return shiftDate(b, a, { sign: 1, sql: `date_add(${b.sql}, ${a.sql})` });
  if (left === 'date' && (isIntegral(right) || right === 'void')) {
    return shiftDate(a, castNode(b, right === 'void' ? 'integer' : right, dialect), {
      sign: sign === '+' ? 1 : -1,
      sql: `date_${sign === '+' ? 'add' : 'sub'}(${a.sql}, ${b.sql})`,
    });
  }
  if (sign === '-') return difference(a, b, { dialect, sql });
  throw badTypes(`operands of ${sign}`, `${typeName(left)} and ${typeName(right)}`);
}

interface Shape {
  readonly dialect: Dialect;
  readonly sql: string;
}

export function shiftDate(date: Node, days: Node, { sign, sql }: { sign: number; sql: string }): Node {
  if (days.type === 'long') throw badTypes('days as INT', 'BIGINT');
  return apply({
    type: 'date',
    sql,
    args: [date, days],
    make: () => (day: number, count: number) => (day + sign * count) | 0,
  });
}

function difference(a: Node, b: Node, { dialect, sql }: Shape): Node {
  const common =
    [a, b].every(({ type }) => type === 'date' || type === 'string') && [a, b].some(({ type }) => type === 'date')
      ? 'date'
      : 'timestamp';
  const [left, right] = [castNode(a, common, dialect), castNode(b, common, dialect)];
  if (common === 'date') {
    return apply({
      type: 'interval day',
      sql,
      args: [left, right],
      make: () => (x: number, y: number) => checkLong(BigInt(x - y) * DAY_MICROSECONDS),
    });
  }
  // What clocks show counts, as if every day had 24 hours.
  const zone = findZone(dialect.timeZone) as Zone;
  return apply({
    type: 'interval day to second',
    sql,
    args: [left, right],
    make: () => (x: bigint, y: bigint) => checkLong(toLocal(x, zone) - toLocal(y, zone)),
  });
}

/** Microseconds of a timestamp or interval, as long as Java's long holds them. */
export function checkLong(microseconds: bigint): bigint {
  if (fits(microseconds, 'long')) return microseconds;
  throw failRow('java.lang.ArithmeticException', 'expected a time within its type, got an overflow');
}

/** A point in time moved by an interval; a string is a timestamp without ANSI's types. */
function addInterval(time: Node, interval: Node, { dialect, sql, negative }: Shape & { negative: boolean }): Node {
  const sign = negative ? -1 : 1;
  if (!isTemporal(time.type) && time.type !== 'string') throw badTypes('a date or timestamp', typeName(time.type));
  if (time.type === 'date' && (isYearMonth(interval.type) || interval.type === 'interval day')) {
    const make = () => (day: number, amount: number | bigint) =>
      typeof amount === 'number' ? addMonths(day, sign * amount) : day + sign * Number(amount / DAY_MICROSECONDS);
    const days = `extractansiintervaldays(${interval.sql})`;
    const shown = isYearMonth(interval.type) ? sql : `date_add(${time.sql}, ${negative ? `(- ${days})` : days})`;
    return apply({ type: 'date', sql: shown, args: [time, interval], make });
  }
  const type =
    time.type === 'timestamp_ntz'
      ? 'timestamp_ntz'
      : time.type === 'date' && interval.type === 'interval'
        ? 'date'
        : 'timestamp';
  if (type === 'date') return addCalendarToDate(time, interval, { sql, sign, ansi: dialect.ansi });
  const zone = findZone(type === 'timestamp' ? dialect.timeZone : 'UTC') as Zone;
  const splits = isDayTime(interval.type);
  const make = () => (instant: bigint, given: bigint) => {
    const amount = wholeDays(toCalendar(given), splits);
    const isNegated = negative && interval.type === 'interval';
    return shiftInstant(
      instant,
      isNegated ? { amount: negate(amount, dialect.ansi), sign: 1, zone } : { amount, sign, zone },
    );
  };
  const result = apply({ type, sql, args: [castNode(time, type, dialect), interval], make });
  return time.type === 'string' ? { ...castNode(result, 'string', dialect), sql } : result;
}

export function addCalendarToDate(
  date: Node,
  interval: Node,
  { sql, sign, ansi }: { sql: string; sign: number; ansi: boolean },
): Node {
  const make = () => (day: number, interval: CalendarInterval) => {
    const { months, days, microseconds } = sign < 0 ? negate(interval, ansi) : interval;
    if (ansi && microseconds !== 0n)
      throw failRow(
        'INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION',
        'expected an interval of whole days to add to a date, got another',
      );
    const moved = addMonths(day, months) + days;
    return microseconds === 0n
      ? checkDay(moved)
      : splitDay(checkLong(checkLong(BigInt(moved) * DAY_MICROSECONDS) + microseconds)).days;
  };
  return apply({ type: 'date', sql, args: [date, interval], make });
}

/** A day within the days of a date. */
export function checkDay(day: number): number {
  if (day === (day | 0)) return day;
  throw failRow('ARITHMETIC_OVERFLOW', 'expected a date within its type, got an overflow');
}

/** The least number has no opposite: ANSI fails, else it stays. */
function negate({ months, days, microseconds }: CalendarInterval, ansi: boolean): CalendarInterval {
  const negated = { months: -months | 0, days: -days | 0, microseconds: BigInt.asIntN(64, -microseconds) };
  if (ansi && (negated.months !== -months || negated.days !== -days))
    throw failRow('ARITHMETIC_OVERFLOW', 'expected an interval that has an opposite, got another');
  return negated;
}

/** The days that an interval of days to seconds holds. */
function wholeDays(amount: CalendarInterval, splits: boolean): CalendarInterval {
  if (!splits) return amount;
  const days = amount.microseconds / DAY_MICROSECONDS;
  return { months: 0, days: Number(days), microseconds: amount.microseconds - days * DAY_MICROSECONDS };
}

/** Months and days move the wall clock, the rest the instant. */
export function shiftInstant(
  instant: bigint,
  {
    amount,
    sign,
    zone,
    step = addMonths,
  }: { amount: CalendarInterval; sign: number; zone: Zone; step?: typeof addMonths },
): bigint {
  const { months, days, microseconds } = amount;
  let moved = instant;
  const move = (stepDay: (day: number) => number) => {
    const { days: day, time } = splitDay(toLocal(moved, zone));
    moved = moveClock(moved, BigInt(stepDay(day)) * DAY_MICROSECONDS + BigInt(time), zone);
  };
  if (months !== 0) move((day) => step(day, sign * months));
  if (days !== 0) move((day) => day + sign * days);
  return checkLong(moved + BigInt(sign) * microseconds);
}

export function combineIntervals(sign: string, [a, b]: readonly [Node, Node], { dialect, sql }: Shape): Node {
  const type = tightestType(a.type, b.type, dialect);
  if (type === undefined || (sign !== '+' && sign !== '-'))
    throw badTypes(`operands of ${sign}`, `${typeName(a.type)} and ${typeName(b.type)}`);
  const minus = sign === '-';
  if (isYearMonth(type))
    return apply({ type, sql, args: [a, b], make: () => (x: number, y: number) => checkMonths(minus ? x - y : x + y) });
  if (isDayTime(type))
    return apply({ type, sql, args: [a, b], make: () => (x: bigint, y: bigint) => (minus ? x - y : x + y) });
  const add = (x: CalendarInterval, y: CalendarInterval, factor: number) => ({
    months: x.months + factor * y.months,
    days: x.days + factor * y.days,
    microseconds: x.microseconds + BigInt(factor) * y.microseconds,
  });
  return apply({
    type,
    sql,
    args: [a, b],
    make: () => (x: CalendarInterval, y: CalendarInterval) => add(x, y, minus ? -1 : 1),
  });
}

function checkMonths(months: number): number {
  if (months >= -(2 ** 31) && months < 2 ** 31) return months;
  throw failRow('ARITHMETIC_OVERFLOW', 'expected an interval within its type, got an overflow');
}

function checkScaledMonths(months: bigint): number {
  if (fits(months, 'integer')) return Number(months);
  throw failRow('java.lang.ArithmeticException', 'expected an interval within its type, got an overflow');
}

function checkMicroseconds(microseconds: bigint): bigint {
  if (fits(microseconds, 'long')) return microseconds;
  throw failRow('java.lang.ArithmeticException', 'expected an interval within its type, got an overflow');
}

function scaleInterval(interval: Node, factor: Node, { sql, divides, dialect }: Shape & { divides: boolean }): Node {
  const number = factor.type === 'string' || factor.type === 'void' ? castNode(factor, 'double', dialect) : factor;
  if (!isNumeric(number.type))
    throw badTypes('an interval and a number', `${typeName(interval.type)} and ${typeName(factor.type)}`);
  if (interval.type === 'interval') return scaleCalendar(interval, number, { divides, dialect });
  const months = isYearMonth(interval.type);
  const type = months ? 'interval year to month' : 'interval day to second';
  const exact = decimalOf(number.type) !== undefined || isIntegral(number.type);
  const make = () => (amount: number | bigint, by: Value) => {
    const scaled = exact
      ? scaleExactly(BigInt(amount), toDecimal(by) as Decimal, divides)
      : scaleRoughly(Number(amount), by as number, divides);
    return months ? checkScaledMonths(scaled) : checkMicroseconds(scaled);
  };
  return apply({ type, sql, args: [interval, number], make });
}

/** Mirrors `MultiplyInterval` and `DivideInterval`: parts of months are lost, those of days become microseconds. */
function scaleCalendar(
  interval: Node,
  factor: Node,
  { divides, dialect }: { divides: boolean; dialect: Dialect },
): Node {
  const sql = `${divides ? 'divide' : 'multiply'}_interval(${interval.sql}, ${factor.sql})`;
  const toLong = truncate('long', false, failCast);
  const saturate = truncate('integer', false, failCast) as (value: number) => number;
  const toInt = dialect.ansi ? (x: number) => checkMonths(Number(toLong(x))) : saturate;
  const make = () => (amount: CalendarInterval, by: number) => {
    if (divides && by === 0) return dialect.ansi ? divideByZero() : null;
    const scale = (x: number) => (divides ? x / by : x * by);
    const days = scale(amount.days);
    const wholeDays = toInt(days);
    const microseconds = scale(Number(amount.microseconds)) + Number(DAY_MICROSECONDS) * (days - wholeDays);
    return {
      months: toInt(scale(amount.months)),
      days: wholeDays,
      microseconds: BigInt(toLong(Math.floor(microseconds + 0.5)) as number),
    };
  };
  return apply({ type: 'interval', sql, args: [interval, castNode(factor, 'double', dialect)], make });
}

function divideByZero(): never {
  throw failRow('INTERVAL_DIVIDED_BY_ZERO', 'expected a divisor other than 0, got 0');
}

function scaleExactly(amount: bigint, by: Decimal, divides: boolean): bigint {
  if (!divides) return rescale(new Decimal(amount * by.unscaled, by.scale), 0).unscaled;
  if (by.unscaled === 0n) return divideByZero();
  const [dividend, divisor] = [amount * 10n ** BigInt(by.scale) * 10n, by.unscaled];
  return rescale(new Decimal(dividend / divisor, 1), 0).unscaled;
}

function scaleRoughly(amount: number, by: number, divides: boolean): bigint {
  if (divides && by === 0) return divideByZero();
  const result = divides ? amount / by : amount * by;
  if (!Number.isFinite(result))
    throw failRow('java.lang.ArithmeticException', 'expected an interval within its type, got an overflow');
  const size = Math.abs(result);
  const rounded = Math.floor(size) + (size - Math.floor(size) >= 0.5 ? 1 : 0);
  return BigInt(result < 0 ? -rounded : rounded);
}
