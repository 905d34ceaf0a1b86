/** + - * / of dates, timestamps and intervals before Spark 3.2, where every interval is of months, days and microseconds. */
import { addMonths, civilOf, DAY_MICROSECONDS } from '../core/calendar.ts';
import { isAtLeast } from '../core/spark-version.ts';
import { type DataType, isNumeric } from '../core/types.ts';
import type { Value } from '../core/values.ts';
import { findZone, type Zone } from '../core/zones.ts';
import { castNode, explicitCast } from './cast.ts';
import { isIntegral, isTemporal } from './coercion.ts';
import { badTypes, type Dialect } from './dialect.ts';
import type { Call } from './function.ts';
import type { CalendarInterval } from './intervals.ts';
import { apply, type Node } from './node.ts';
import { addCalendarToDate, combineIntervals, shiftDate, shiftInstant } from './time-arithmetic.ts';
import { typeName } from './type-name.ts';

/** Mirrors `TypeCoercion.DateTimeOperations` and, in 3.0 and 3.1, `ResolveBinaryArithmetic`. */
export function calendarArithmetic(sign: string, call: Call): Node {
  const [a, b] = call.args as [Node, Node];
  const { dialect } = call;
  const [left, right] = [a.type === 'interval', b.type === 'interval'];
  if (left && right) return combineIntervals(sign, [a, b], { dialect, sql: `(${a.sql} ${sign} ${b.sql})` });
  if (left && sign === '+') return moveTime(b, a, { dialect, sign });
  if (right && (sign === '+' || sign === '-')) return moveTime(a, b, { dialect, sign });
  const found = isAtLeast(dialect.version, 3, 0) ? modernArithmetic(sign, [a, b], dialect) : undefined;
  if (found === undefined) throw badTypes(`operands of ${sign}`, `${typeName(a.type)} and ${typeName(b.type)}`);
  return found;
}

/** What Spark 2.4 does not have yet. */
function modernArithmetic(sign: string, [a, b]: readonly [Node, Node], dialect: Dialect): Node | undefined {
  if (sign === '*' && b.type === 'interval') return scaleCalendar(b, a, { dialect, divides: false });
  if (a.type === 'interval' && (sign === '*' || sign === '/'))
    return scaleCalendar(a, b, { dialect, divides: sign === '/' });
  if (sign === '+' && isIntegral(a.type) && b.type === 'date')
    return shiftDate(b, a, { sign: 1, sql: `date_add(${b.sql}, ${a.sql})` });
  if (a.type === 'date' && (isIntegral(b.type) || b.type === 'void')) {
    const days = castNode(b, b.type === 'void' ? 'integer' : b.type, dialect);
    return shiftDate(a, days, {
      sign: sign === '+' ? 1 : -1,
      sql: `date_${sign === '+' ? 'add' : 'sub'}(${a.sql}, ${days.sql})`,
    });
  }
  return sign === '-' ? difference(a, b, dialect) : undefined;
}

/** A point in time, or the text of one, moved by an interval. */
function moveTime(time: Node, interval: Node, { dialect, sign }: { dialect: Dialect; sign: string }): Node {
  if (!isTemporal(time.type) && time.type !== 'string') throw badTypes('a date or timestamp', typeName(time.type));
  const factor = sign === '-' ? -1 : 1;
  if (time.type === 'date' && isAtLeast(dialect.version, 3, 0)) {
    const shown = factor < 0 ? `(- ${interval.sql})` : interval.sql;
    return addCalendarToDate(time, interval, { sql: `${time.sql} + ${shown}`, sign: factor, ansi: dialect.ansi });
  }
  const instant = castNode(time, 'timestamp', dialect);
  const zone = findZone(dialect.timeZone) as Zone;
  const moved = apply({
    type: 'timestamp',
    sql: `${instant.sql} ${sign} ${interval.sql}`,
    args: [instant, interval],
    make: () => (x: bigint, amount: CalendarInterval) =>
      shiftInstant(x, { amount, sign: factor, zone, step: monthStep(dialect) }),
  });
  return explicitCast(moved, time.type, { dialect, lenient: false });
}

/** Spark 2.4 moves the last day of a month to the last day of another. */
export function monthStep({ version }: Pick<Dialect, 'version'>): (days: number, months: number) => number {
  return isAtLeast(version, 3, 0)
    ? addMonths
    : (days, months) => (isLastOfMonth(days) ? addMonths(days + 1, months) - 1 : addMonths(days, months));
}

function isLastOfMonth(days: number): boolean {
  return civilOf(days + 1).day === 1;
}

function scaleCalendar(
  interval: Node,
  factor: Node,
  { dialect, divides }: { dialect: Dialect; divides: boolean },
): Node | undefined {
  if (!isNumeric(factor.type) && factor.type !== 'string' && factor.type !== 'void') return undefined;
  const by = castNode(factor, 'double', dialect);
  const scale = divides ? (x: number, y: number) => x / y : (x: number, y: number) => x * y;
  return apply({
    type: 'interval',
    sql: `${divides ? 'divide' : 'multiply'}_interval(${interval.sql}, ${by.sql})`,
    args: [interval, by],
    make: () => (amount: CalendarInterval, number: number) =>
      divides && number === 0
        ? null
        : calendarOf(
            scale(amount.months, number),
            scale(amount.days, number),
            scale(Number(amount.microseconds), number),
          ),
  });
}

/** Fractions of months go, those of days become microseconds; null on overflow. */
function calendarOf(months: number, days: number, microseconds: number): Value {
  const whole = { months: Math.trunc(months) + 0, days: Math.trunc(days) + 0 };
  const micros = microseconds + Number(DAY_MICROSECONDS) * (days - whole.days);
  if (whole.months !== (whole.months | 0) || whole.days !== (whole.days | 0) || !Number.isFinite(micros)) return null;
  return { ...whole, microseconds: BigInt.asIntN(64, BigInt(Math.floor(micros + 0.5))) };
}

function difference(a: Node, b: Node, dialect: Dialect): Node | undefined {
  const types: readonly DataType[] = [a.type, b.type];
  if (types.every((type) => type === 'date') || (a.type === 'string' && b.type === 'date')) {
    const args = [castNode(a, 'date', dialect), b] as const;
    return apply({ type: 'interval', sql: `subtractdates(${args[0].sql}, ${b.sql})`, args, make: () => period });
  }
  if (!types.includes('timestamp') || !types.every(isTemporal)) return undefined;
  const args = [castNode(a, 'timestamp', dialect), castNode(b, 'timestamp', dialect)] as const;
  return apply({
    type: 'interval',
    sql: `subtracttimestamps(${args[0].sql}, ${args[1].sql})`,
    args,
    make: () => (x: bigint, y: bigint) => ({ months: 0, days: 0, microseconds: x - y }),
  });
}

/** Whole months and days from the second date to the first. Mirrors `java.time.Period.between`. */
function period(end: number, start: number): Value {
  const [p, q] = [civilOf(start), civilOf(end)];
  let months = (q.year - p.year) * 12 + q.month - p.month;
  let days = q.day - p.day;
  if (months > 0 && days < 0) {
    months--;
    days = end - addMonths(start, months);
  } else if (months < 0 && days > 0) {
    months++;
    days -= monthDays(end);
  }
  return { months, days, microseconds: 0n };
}

function monthDays(day: number): number {
  const { day: inMonth } = civilOf(day);
  const first = day - inMonth + 1;
  return addMonths(first, 1) - first;
}
