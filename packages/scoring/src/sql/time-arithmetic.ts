/** + and - of dates, timestamps and intervals, and * and / of intervals. */

import { addMonths, DAY_MICROSECONDS, splitDay } from '../core/calendar.ts';
import { type DataType, decimalOf, isNumeric } from '../core/types.ts';
import { Decimal, rescale, type Value } from '../core/values.ts';
import { castNode } from './cast.ts';
import { toDecimal } from './cast-number.ts';
import { isIntegral, isTemporal, tightestType } from './coercion.ts';
import { badTypes, type Dialect, failRow } from './dialect.ts';
import type { Call } from './function.ts';
import { type CalendarInterval, isDayTime, isInterval, isYearMonth, toCalendar } from './intervals.ts';
import { apply, type Node } from './node.ts';
import { typeName } from './type-name.ts';
import { findZone, toInstant, toLocal, type Zone } from './zones.ts';

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
      make: () => (x: number, y: number) => BigInt(x - y) * DAY_MICROSECONDS,
    });
  }
  return apply({
    type: 'interval day to second',
    sql,
    args: [left, right],
    make: () => (x: bigint, y: bigint) => x - y,
  });
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
  const make = () => (instant: bigint, amount: bigint) =>
    shiftInstant(instant, { amount: toCalendar(amount), sign, zone });
  const result = apply({ type, sql, args: [castNode(time, type, dialect), interval], make });
  return time.type === 'string' ? { ...castNode(result, 'string', dialect), sql } : result;
}

export function addCalendarToDate(
  date: Node,
  interval: Node,
  { sql, sign, ansi }: { sql: string; sign: number; ansi: boolean },
): Node {
  const make =
    () =>
    (day: number, { months, days, microseconds }: CalendarInterval) => {
      if (ansi && microseconds !== 0n)
        throw failRow('INVALID_PARAMETER_VALUE', 'expected an interval of whole days to add to a date, got another');
      const moved = addMonths(day, sign * months) + sign * days;
      return microseconds === 0n
        ? moved
        : splitDay(BigInt(moved) * DAY_MICROSECONDS + BigInt(sign) * microseconds).days;
    };
  return apply({ type: 'date', sql, args: [date, interval], make });
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
  let moved = instant;
  if (amount.months !== 0 || amount.days !== 0) {
    const { days, time } = splitDay(toLocal(instant, zone));
    moved = toInstant(
      BigInt(step(days, sign * amount.months) + sign * amount.days) * DAY_MICROSECONDS + BigInt(time),
      zone,
    );
  }
  return moved + BigInt(sign) * amount.microseconds;
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

function scaleInterval(interval: Node, factor: Node, { sql, divides, dialect }: Shape & { divides: boolean }): Node {
  const number = factor.type === 'string' || factor.type === 'void' ? castNode(factor, 'double', dialect) : factor;
  if (!isNumeric(number.type) || interval.type === 'interval')
    throw badTypes('an interval and a number', `${typeName(interval.type)} and ${typeName(factor.type)}`);
  const months = isYearMonth(interval.type);
  const type = months ? 'interval year to month' : 'interval day to second';
  const exact = decimalOf(number.type) !== undefined || isIntegral(number.type);
  const make = () => (amount: number | bigint, by: Value) => {
    const scaled = exact
      ? scaleExactly(BigInt(amount), toDecimal(by) as Decimal, divides)
      : scaleRoughly(Number(amount), by as number, divides);
    return months ? checkMonths(Number(scaled)) : scaled;
  };
  return apply({ type, sql, args: [interval, number], make });
}

function scaleExactly(amount: bigint, by: Decimal, divides: boolean): bigint {
  if (!divides) return rescale(new Decimal(amount * by.unscaled, by.scale), 0).unscaled;
  if (by.unscaled === 0n) throw failRow('INTERVAL_DIVIDED_BY_ZERO', 'expected a divisor other than 0, got 0');
  const [dividend, divisor] = [amount * 10n ** BigInt(by.scale) * 10n, by.unscaled];
  return rescale(new Decimal(dividend / divisor, 1), 0).unscaled;
}

function scaleRoughly(amount: number, by: number, divides: boolean): bigint {
  if (divides && by === 0) throw failRow('INTERVAL_DIVIDED_BY_ZERO', 'expected a divisor other than 0, got 0');
  const result = divides ? amount / by : amount * by;
  if (!Number.isFinite(result))
    throw failRow('ARITHMETIC_OVERFLOW', 'expected an interval within its type, got an overflow');
  const size = Math.abs(result);
  const rounded = Math.floor(size) + (size - Math.floor(size) >= 0.5 ? 1 : 0);
  return BigInt(result < 0 ? -rounded : rounded);
}
