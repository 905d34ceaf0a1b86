/**
 * Intervals: of months (`interval year to month`, a number), of microseconds (`interval day to second`, a bigint), and
 * the older `interval` of both.
 */
import type { DataType } from '../core/types.ts';

export interface CalendarInterval {
  readonly months: number;
  readonly days: number;
  readonly microseconds: bigint;
}

const YEAR_MONTH = ['year', 'month'];
const DAY_TIME = ['day', 'hour', 'minute', 'second'];
/** Microseconds of a unit. */
const SIZES: Readonly<Record<string, bigint>> = {
  day: 86_400_000_000n,
  hour: 3_600_000_000n,
  minute: 60_000_000n,
  second: 1_000_000n,
  millisecond: 1000n,
  microsecond: 1n,
};

export function isYearMonth(type: DataType): boolean {
  return typeof type === 'string' && /^interval (year|month)/.test(type);
}

export function isDayTime(type: DataType): boolean {
  return typeof type === 'string' && /^interval (day|hour|minute|second)/.test(type);
}

export function isInterval(type: DataType): boolean {
  return typeof type === 'string' && type.startsWith('interval');
}

export interface IntervalLiteral {
  readonly type: DataType;
  readonly value: number | bigint | CalendarInterval;
  /** The same as the older kind. */
  readonly calendar: CalendarInterval;
}

/** One `value unit` of an interval, such as ["-1.5", "seconds"]. */
export type IntervalPart = readonly [value: string, unit: string];

/** The interval of these parts; undefined where one of them is none. */
export function intervalOfParts(parts: readonly IntervalPart[]): IntervalLiteral | undefined {
  let months = 0;
  let days = 0;
  let microseconds = 0n;
  const units = new Set<string>();
  for (const [text, plural] of parts) {
    const unit = plural.toLowerCase().replace(/s$/, '');
    const match = /^\s*([+-]?)(\d+)(?:\.(\d*))?\s*$/.exec(text);
    if (match === null || (match[3] !== undefined && unit !== 'second')) return undefined;
    const sign = match[1] === '-' ? -1 : 1;
    const whole = Number(match[2]) * sign;
    if (unit === 'year') months += whole * 12;
    else if (unit === 'month') months += whole;
    else if (unit === 'week') days += whole * 7;
    else if (unit === 'day') days += whole;
    else if (SIZES[unit] !== undefined) {
      const fraction = BigInt((match[3] ?? '').slice(0, 9).padEnd(9, '0')) / 1000n;
      microseconds += BigInt(whole) * SIZES[unit] + (match[1] === '-' ? -fraction : fraction);
    } else return undefined;
    units.add(unit === 'week' ? 'day' : /^mi(lli|cro)second$/.test(unit) ? 'second' : unit);
  }
  return literalOf({ months, days, microseconds }, units);
}

function literalOf(value: CalendarInterval, units: ReadonlySet<string>): IntervalLiteral | undefined {
  if (units.size === 0) return undefined;
  const yearMonth = typeOf(YEAR_MONTH, units);
  if (yearMonth !== undefined) return { type: yearMonth, value: value.months, calendar: value };
  const dayTime = typeOf(DAY_TIME, units);
  if (dayTime !== undefined) return { type: dayTime, value: microsecondsOf(value), calendar: value };
  return { type: 'interval', value, calendar: value };
}

function typeOf(family: readonly string[], units: ReadonlySet<string>): DataType | undefined {
  const used = family.filter((unit) => units.has(unit));
  if (used.length !== units.size) return undefined;
  return spanType(used[0] as string, used.at(-1) as string);
}

function spanType(start: string, end: string): DataType {
  return start === end ? `interval ${start}` : `interval ${start} to ${end}`;
}

/** Days of an interval as 24 hours. */
function microsecondsOf({ days, microseconds }: CalendarInterval): bigint {
  return BigInt(days) * (SIZES.day as bigint) + microseconds;
}

/** `INTERVAL 'text' start TO end`. */
export function intervalOfSpan(text: string, start: string, end: string): IntervalLiteral | undefined {
  const type = spanType(start, end);
  const match = /^\s*([+-]?)(.*?)\s*$/.exec(text) as RegExpExecArray;
  const sign = match[1] === '-' ? -1 : 1;
  if (isYearMonth(type)) {
    const found = /^(\d{1,9})-(\d{1,2})$/.exec(match[2] as string);
    if (found === null || Number(found[2]) > 11) return undefined;
    const months = sign * (Number(found[1]) * 12 + Number(found[2]));
    return { type, value: months, calendar: toCalendar(months) };
  }
  const units = DAY_TIME.slice(DAY_TIME.indexOf(start), DAY_TIME.indexOf(end) + 1);
  if (units.length < 2) return undefined;
  const found = new RegExp(`^${units.map(patternOf).join('')}$`).exec(match[2] as string);
  if (found === null) return undefined;
  let total = 0n;
  units.forEach((unit, i) => {
    const [whole, fraction = ''] = (found[i + 1] as string).split('.');
    total += BigInt(whole as string) * (SIZES[unit] as bigint) + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  });
  const value = sign < 0 ? -total : total;
  const day = SIZES.day as bigint;
  return { type, value, calendar: { months: 0, days: Number(value / day), microseconds: value % day } };
}

function patternOf(unit: string, index: number): string {
  const before = index === 0 ? '' : unit === 'hour' ? '[ T]+' : ':';
  return `${before}(\\d+${unit === 'second' ? '(?:\\.\\d{1,9})?' : ''})`;
}

/** `INTERVAL '1 day 2 hours'`, with or without the word; undefined where it is none. */
export function parseInterval(text: string): IntervalLiteral | undefined {
  const body = text.trim().replace(/^interval\s+/i, '');
  const parts = [...body.matchAll(/([+-]?\s*(?:\d+\.?\d*|\.\d+))\s+([a-z]+)\s*/gi)];
  if (parts.map((part) => part[0]).join('') !== body) return undefined;
  return intervalOfParts(parts.map((part) => [(part[1] as string).replace(/\s/g, ''), part[2] as string]));
}

/** The calendar interval that any interval is. */
export function toCalendar(value: number | bigint | CalendarInterval): CalendarInterval {
  if (typeof value === 'number') return { months: value, days: 0, microseconds: 0n };
  return typeof value === 'bigint' ? { months: 0, days: 0, microseconds: value } : value;
}

/** The text of an interval: ANSI's `INTERVAL '1-2' YEAR TO MONTH`, or `1 years 2 months` of the older kind. */
export function formatInterval(value: number | bigint | CalendarInterval, type: DataType): string {
  if (typeof value === 'number') return formatYearMonth(value, String(type).slice(9));
  if (typeof value === 'bigint') return formatDayTime(value, String(type).slice(9));
  return formatCalendar(value);
}

function formatYearMonth(months: number, span: string): string {
  const sign = months < 0 ? '-' : '';
  const size = Math.abs(months);
  const years = Math.floor(size / 12);
  const body = span === 'year' ? `${years}` : span === 'month' ? `${size}` : `${years}-${size % 12}`;
  return `INTERVAL '${sign}${body}' ${span.toUpperCase()}`;
}

function formatDayTime(microseconds: bigint, span: string): string {
  const [start = 'day', end = start] = span.split(' to ');
  const units = DAY_TIME.slice(DAY_TIME.indexOf(start), DAY_TIME.indexOf(end) + 1);
  let rest = microseconds < 0n ? -microseconds : microseconds;
  const texts = units.map((unit, i) => {
    const size = SIZES[unit] as bigint;
    const whole = rest / size;
    rest -= whole * size;
    const text = String(whole).padStart(unit === 'day' ? 1 : 2, '0');
    const fraction = unit === 'second' && rest > 0n ? `.${String(rest).padStart(6, '0').replace(/0+$/, '')}` : '';
    return `${i === 0 ? '' : unit === 'hour' ? ' ' : ':'}${text}${fraction}`;
  });
  return `INTERVAL '${microseconds < 0n ? '-' : ''}${texts.join('')}' ${span.toUpperCase()}`;
}

/** As Spark 2.4 writes intervals: `interval 1 weeks 2 days 500 milliseconds`. */
export function formatOldInterval({ months, microseconds }: CalendarInterval): string {
  const parts = [
    [Math.trunc(months / 12), 'years'],
    [months % 12, 'months'],
  ].filter(([value]) => value !== 0);
  let rest = microseconds;
  for (const [unit, size] of [['week', 7n * (SIZES.day as bigint)] as const, ...Object.entries(SIZES)]) {
    if (rest / size !== 0n) parts.push([String(rest / size), `${unit}s`]);
    rest %= size;
  }
  return ['interval', ...(parts.length === 0 ? [0, 'microseconds'] : parts.flat())].join(' ');
}

function formatCalendar({ months, days, microseconds }: CalendarInterval): string {
  const parts: string[] = [];
  const add = (value: number | string, unit: string) => {
    if (String(value) !== '0') parts.push(`${value} ${unit}`);
  };
  add(Math.trunc(months / 12), 'years');
  add(months % 12, 'months');
  add(days, 'days');
  if (microseconds !== 0n) {
    add(String(microseconds / 3_600_000_000n), 'hours');
    add(String((microseconds / 60_000_000n) % 60n), 'minutes');
    const rest = microseconds % 60_000_000n;
    if (rest !== 0n) {
      const size = rest < 0n ? -rest : rest;
      const fraction = String(size % 1_000_000n)
        .padStart(6, '0')
        .replace(/0+$/, '');
      parts.push(`${rest < 0n ? '-' : ''}${size / 1_000_000n}${fraction === '' ? '' : `.${fraction}`} seconds`);
    }
  }
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}
