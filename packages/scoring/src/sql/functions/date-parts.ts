import { civilOf, dayOfYear, isoWeek, splitDay, weekday } from '../../core/calendar.ts';
import type { DataType } from '../../core/types.ts';
import { Decimal, type Value } from '../../core/values.ts';
import { findZone, toLocal, type Zone } from '../../core/zones.ts';
import { castNode } from '../cast.ts';
import { badStatement, failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, special } from '../function.ts';
import { type CalendarInterval, isInterval, toCalendar } from '../intervals.ts';
import { apply, constantOf, listSql, literalNode, type Node } from '../node.ts';
import { typeName } from '../type-name.ts';

interface Part {
  readonly names: RegExp;
  readonly of: (clock: { days: number; time: number }) => Value;
  readonly type?: DataType;
}

const PARTS: readonly Part[] = [
  { names: /^(YEAR|Y|YEARS|YR|YRS)$/, of: ({ days }) => civilOf(days).year },
  { names: /^YEAROFWEEK$/, of: ({ days }) => isoWeek(days).year },
  { names: /^(QUARTER|QTR)$/, of: ({ days }) => Math.ceil(civilOf(days).month / 3) },
  { names: /^(MONTH|MON|MONS|MONTHS)$/, of: ({ days }) => civilOf(days).month },
  { names: /^(WEEK|W|WEEKS)$/, of: ({ days }) => isoWeek(days).week },
  { names: /^(DAY|D|DAYS)$/, of: ({ days }) => civilOf(days).day },
  { names: /^(DAYOFWEEK|DOW)$/, of: ({ days }) => ((weekday(days) + 1) % 7) + 1 },
  { names: /^(DAYOFWEEK_ISO|DOW_ISO)$/, of: ({ days }) => weekday(days) + 1 },
  { names: /^DOY$/, of: ({ days }) => dayOfYear(days) },
  { names: /^(HOUR|H|HOURS|HR|HRS)$/, of: ({ time }) => Math.floor(time / 3_600_000_000) },
  { names: /^(MINUTE|M|MIN|MINS|MINUTES)$/, of: ({ time }) => Math.floor(time / 60_000_000) % 60 },
  {
    names: /^(SECOND|S|SEC|SECONDS|SECS)$/,
    of: ({ time }) => new Decimal(BigInt(time % 60_000_000), 6),
    type: 'decimal(8,6)',
  },
];

const INTERVAL_PARTS: readonly {
  readonly names: RegExp;
  readonly unit: string;
  readonly of: (interval: CalendarInterval, dayTime: boolean) => Value;
  readonly type?: DataType;
}[] = [
  { names: /^(YEAR|Y|YEARS|YR|YRS)$/, unit: 'year', of: ({ months }) => Math.trunc(months / 12) + 0 },
  { names: /^(MONTH|MON|MONS|MONTHS)$/, unit: 'month', of: ({ months }) => (months % 12) + 0, type: 'byte' },
  {
    names: /^(DAY|D|DAYS)$/,
    unit: 'day',
    of: ({ days, microseconds }, dayTime) => (dayTime ? Number(microseconds / 86_400_000_000n) : days),
  },
  {
    names: /^(HOUR|H|HOURS|HR|HRS)$/,
    unit: 'hour',
    of: ({ microseconds }, dayTime) =>
      Number(dayTime ? (microseconds / 3_600_000_000n) % 24n : microseconds / 3_600_000_000n),
    type: 'byte',
  },
  {
    names: /^(MINUTE|M|MIN|MINS|MINUTES)$/,
    unit: 'minute',
    of: ({ microseconds }) => Number((microseconds / 60_000_000n) % 60n),
    type: 'byte',
  },
  {
    names: /^(SECOND|S|SEC|SECONDS|SECS)$/,
    unit: 'second',
    of: ({ microseconds }) => new Decimal(microseconds % 60_000_000n, 6),
    type: 'decimal(8,6)',
  },
];

/** `EXTRACT(part FROM source)` and `date_part('part', source)`. */
export function extractFrom(call: Call): Node {
  expectCount(call, 2);
  const [part, source] = call.args as [Node, Node];
  const sql =
    call.name === 'date_part' ? `date_part(${listSql(call.args)})` : `${call.name}(${part.sql} FROM ${source.sql})`;
  const name = String(constantOf(part)).toUpperCase();
  if (isInterval(source.type)) return { ...extractInterval(name, source), sql };
  const found = PARTS.find(({ names }) => names.test(name));
  if (found === undefined) throw badStatement('a part of a date or timestamp', name, 'INVALID_EXTRACT_FIELD');
  const time = source.type === 'timestamp_ntz' ? source : castNode(source, 'timestamp', call.dialect);
  const zone = findZone(source.type === 'timestamp_ntz' ? 'UTC' : call.dialect.timeZone) as Zone;
  return apply({
    type: found.type ?? 'integer',
    sql,
    args: [time],
    make: () => (x: bigint) => found.of(splitDay(toLocal(x, zone))),
  });
}

function extractInterval(name: string, source: Node): Node {
  const found = INTERVAL_PARTS.find(({ names }) => names.test(name));
  if (found === undefined || !holdsPart(String(source.type), found.unit))
    throw badStatement(`a part of ${typeName(source.type)}`, name, 'INVALID_EXTRACT_FIELD');
  const dayTime = source.type !== 'interval';
  const type = /^(HOUR|H)/.test(name) && !dayTime ? 'long' : (found.type ?? 'integer');
  return apply({ type, sql: '', args: [source], make: () => (x: bigint) => found.of(toCalendar(x), dayTime) });
}

const UNITS = ['year', 'month', 'day', 'hour', 'minute', 'second'];

/** `interval day to minute` holds the parts between its ends. */
function holdsPart(type: string, unit: string): boolean {
  const ends = UNITS.filter((name) => type.includes(name)).map((name) => UNITS.indexOf(name));
  const at = UNITS.indexOf(unit);
  return type === 'interval' || (at >= Math.min(...ends) && at <= Math.max(...ends));
}

/** Missing parts are 0. */
function padded(call: Call, count: number): Node[] {
  const given = call.args.map((arg, i) =>
    i === count - 1 && count > 2 ? castNode(arg, 'decimal(18,6)', call.dialect) : coerce(arg, 'integer', call),
  );
  return Array.from({ length: count }, (_, i) => {
    const zero =
      i === count - 1 && count > 2
        ? literalNode('decimal(18,6)', new Decimal(0n, 6), '0.000000')
        : literalNode('integer', 0, '0');
    return given[i] ?? zero;
  });
}

function makeInterval(call: Call): Node {
  expectCount(call, 0, 7);
  const args = padded(call, 7);
  const make =
    () =>
    (
      ...[years, months, weeks, days, hours, minutes, seconds]: [
        number,
        number,
        number,
        number,
        number,
        number,
        Decimal,
      ]
    ): Value => {
      const value = { months: years * 12 + months, days: weeks * 7 + days };
      if (value.months !== (value.months | 0) || value.days !== (value.days | 0)) return overflow(call);
      return {
        ...value,
        microseconds: BigInt(hours) * 3_600_000_000n + BigInt(minutes) * 60_000_000n + seconds.unscaled,
      };
    };
  return apply({ type: 'interval', sql: `${call.name}(${listSql(args)})`, args, make });
}

function overflow({ name, dialect }: Call): null {
  if (!dialect.ansi || name.startsWith('try_')) return null;
  throw failRow('ARITHMETIC_OVERFLOW', 'expected an interval within its type, got an overflow');
}

function makeDayTime(call: Call): Node {
  expectCount(call, 0, 4);
  const args = padded(call, 4);
  const make = () => (days: number, hours: number, minutes: number, seconds: Decimal) =>
    BigInt(days) * 86_400_000_000n + BigInt(hours) * 3_600_000_000n + BigInt(minutes) * 60_000_000n + seconds.unscaled;
  return apply({ type: 'interval day to second', sql: `make_dt_interval(${listSql(args)})`, args, make });
}

function makeYearMonth(call: Call): Node {
  expectCount(call, 0, 2);
  const args = padded(call, 2);
  const make = () => (years: number, months: number) => {
    const total = years * 12 + months;
    if (total >= -(2 ** 31) && total < 2 ** 31) return total;
    throw failRow('INTERVAL_ARITHMETIC_OVERFLOW', 'expected an interval within its type, got an overflow');
  };
  return apply({ type: 'interval year to month', sql: `make_ym_interval(${listSql(args)})`, args, make });
}

export const INTERVAL_MAKERS: readonly SqlFunction[] = [
  special('make_interval', makeInterval),
  special('try_make_interval', makeInterval, [4, 0]),
  special('make_dt_interval', makeDayTime, [3, 2]),
  special('make_ym_interval', makeYearMonth, [3, 2]),
];
