import {
  checkedDays,
  civilOf,
  DAY_MICROSECONDS,
  dayOfYear,
  daysOf,
  isoWeek,
  joinDay,
  monthLength,
  splitDay,
  weekday,
} from '../../core/calendar.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { type DataType, isNumeric } from '../../core/types.ts';
import { canonicalLong, type Decimal, type Value } from '../../core/values.ts';
import { findZone, toInstant, toLocal, type Zone } from '../../core/zones.ts';
import { monthStep } from '../calendar-arithmetic.ts';
import { castNode } from '../cast.ts';
import { formatPatternOf } from '../date-pattern.ts';
import { badStatement, badTypes, type Dialect, failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { apply, listSql, literalNode, type Node } from '../node.ts';
import { instantIn, oldWriter, oldZone, parserFor, truncation } from '../old-times.ts';
import { remember } from '../remember.ts';
import { simpleDateReader } from '../simple-date-format.ts';
import { checkDay, checkLong, shiftInstant } from '../time-arithmetic.ts';
import { lastDay, monthsBetween, nextDay, truncateTimestamp, wholeMonths } from '../time-steps.ts';
import { typeName } from '../type-name.ts';
import { orNull } from './arithmetic.ts';
import { extractFrom, INTERVAL_MAKERS } from './date-parts.ts';

const dateField = (names: string, f: (days: number) => Value, keepsName = false) =>
  simple({ names, takes: ['date'], gives: 'integer', keepsName, make: () => f });

const clockField = (name: string, f: (time: number) => number) =>
  special(name, (call) => {
    expectCount(call, 1);
    const given = call.args[0] as Node;
    const arg = given.type === 'timestamp_ntz' ? given : coerce(given, 'timestamp', call);
    const zone = zoneOf(call.dialect, arg.type);
    return apply({
      type: 'integer',
      sql: `${name}(${arg.sql})`,
      args: [arg],
      make: () => (x: bigint) => f(splitDay(toLocal(x, zone)).time),
    });
  });

function zoneOf({ timeZone }: Dialect, type: DataType): Zone {
  return findZone(type === 'timestamp_ntz' ? 'UTC' : timeZone) as Zone;
}

function requireZone(name: string): Zone {
  const zone = findZone(name);
  if (zone === undefined) throw failRow('INVALID_TIMEZONE', 'expected a time zone, got another text');
  return zone;
}

/** The days argument: whole and at most an int. */
const shiftDays = (names: string, sign: number) => {
  const shift = simple({
    names,
    takes: ['date', 'days'],
    gives: 'date',
    make: () => (days: number, count: number) => (days + sign * count) | 0,
  });
  return {
    ...shift,
    build(call: Call) {
      const type = call.args[1]?.type;
      const narrows = type === 'double' || type === 'float';
      if (narrows && !call.dialect.ansi && isAtLeast(call.dialect.version, 3, 0))
        throw badTypes('a whole number of days', typeName(type));
      return shift.build(call);
    },
  };
};

type Target = 'date' | 'timestamp' | 'timestamp_ntz';

/** to_date and to_timestamp: a cast, or a text read by a pattern. */
function parseCall(target: Target, call: Call, lenient: boolean): Node {
  expectCount(call, 1, 2);
  const [given, pattern] = call.args as [Node, Node | undefined];
  const sql = `${call.name}(${listSql(call.args)})`;
  const dialect = lenient ? { ...call.dialect, ansi: false } : call.dialect;
  const value = target === 'date' && isNumeric(given.type) ? castNode(given, 'string', call.dialect) : given;
  if (pattern === undefined || value.type !== 'string') return { ...castNode(value, target, dialect), sql };
  const convert = (found: { local: bigint; instant: bigint }) =>
    target === 'date' ? splitDay(found.local).days : target === 'timestamp' ? found.instant : found.local;
  const args = [value, coerce(pattern, 'string', call)];
  const hasTwoParsers = isAtLeast(dialect.version, 3, 0) && !isAtLeast(dialect.version, 4, 0);
  const make = () => {
    const parserOf = remember((text: string) => parserFor(text, dialect));
    const oldReaderOf = remember((text: string) => simpleDateReader(text) ?? (() => false));
    return (text: string, format: string) => {
      const found = parserOf(format)(text);
      if (found !== undefined) return convert(found);
      if (hasTwoParsers && oldReaderOf(format)(text))
        throw failRow(
          'INCONSISTENT_BEHAVIOR_CROSS_VERSION.PARSE_DATETIME_BY_NEW_PARSER',
          'expected a text of that datetime pattern, got one that only Spark 2 reads so',
        );
      if (dialect.ansi)
        throw failRow('CANNOT_PARSE_TIMESTAMP', 'expected a text of that datetime pattern, got another');
      return null;
    };
  };
  return apply({ type: target, sql, args, make });
}

const DEFAULT_PATTERN = 'yyyy-MM-dd HH:mm:ss';

/** Seconds of a date, a timestamp, or a text of a pattern. */
function unixTimestamp(call: Call): Node {
  expectCount(call, 1, 2);
  const [given, pattern] = call.args as [Node, Node | undefined];
  const shown = given.type === 'void' ? castNode(given, 'string', call.dialect) : given;
  const args = [shown, pattern ?? literalNode('string', DEFAULT_PATTERN, DEFAULT_PATTERN)];
  const sql = `${call.name}(${listSql(args)})`;
  const seconds = (x: bigint) => canonicalLong(x / 1_000_000n);
  if (given.type !== 'string') {
    const instant = given.type === 'timestamp_ntz' ? given : coerce(given, 'timestamp', call);
    return apply({ type: 'long', sql, args: [instant], make: () => seconds });
  }
  const parsed = parseCall('timestamp', { ...call, args }, false);
  return apply({ type: 'long', sql, args: [parsed], make: () => seconds });
}

function formatCall(call: Call, value: Node, pattern: Node): Node {
  const zone = zoneOf(call.dialect, value.type);
  const args = [value, pattern];
  const make = () => {
    if (!isAtLeast(call.dialect.version, 3, 0)) return oldWriter(zone, call.dialect);
    const writerOf = remember((text: string) =>
      formatPatternOf(text, zone, value.type === 'timestamp_ntz' ? 'UTC' : call.dialect.timeZone),
    );
    return (instant: bigint, format: string) => writerOf(format)(instant);
  };
  return apply({ type: 'string', sql: `${call.name}(${listSql(args)})`, args, make });
}

function dateFormat(call: Call): Node {
  expectCount(call, 2);
  const [given, pattern] = call.args as [Node, Node];
  const value = coerce(given, 'timestamp', call);
  return formatCall(call, value, coerce(pattern, 'string', call));
}

function fromUnixTime(call: Call): Node {
  expectCount(call, 1, 2);
  const [given, pattern = literalNode('string', DEFAULT_PATTERN, DEFAULT_PATTERN)] = call.args as [
    Node,
    Node | undefined,
  ];
  const seconds = coerce(given, 'long', call);
  const instant = apply({
    type: 'timestamp',
    sql: seconds.sql,
    args: [seconds],
    make: () => (x: number | bigint) => BigInt.asIntN(64, BigInt(x) * 1_000_000n),
  });
  return formatCall(call, instant, coerce(pattern, 'string', call));
}

const shiftZone = (name: string, f: (x: bigint, zone: Zone) => bigint) =>
  simple({
    names: name,
    takes: ['timestamp', 'string'],
    gives: 'timestamp',
    make: (_, dialect) => {
      const zoneNamed = remember(isAtLeast(dialect.version, 3, 0) ? requireZone : oldZone);
      return (x: bigint, zone: string) => checkLong(f(x, zoneNamed(zone)));
    },
  });

function convertTimeZone(call: Call): Node {
  expectCount(call, 2, 3);
  const given =
    call.args.length === 3
      ? call.args
      : [literalNode('string', call.dialect.timeZone, 'current_timezone()'), ...call.args];
  const args = [
    coerce(given[0] as Node, 'string', call),
    coerce(given[1] as Node, 'string', call),
    coerce(given[2] as Node, 'timestamp_ntz', call),
  ];
  const make = () => (from: string, to: string, local: bigint) =>
    toLocal(toInstant(local, requireZone(from)), requireZone(to));
  return apply({ type: 'timestamp_ntz', sql: `convert_timezone(${listSql(args)})`, args, make });
}

function badParts({ ansi }: Dialect): null {
  if (ansi)
    throw failRow(
      'DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION',
      'expected the parts of a date or time, got one out of its bounds',
    );
  return null;
}

/** Java's dates reach the year 999,999,999, Spark's only as far as an int counts days. */
function daysOrOverflow(year: number, month: number, day: number): number | undefined {
  if (Math.abs(year) > 999_999_999 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) {
    return undefined;
  }
  const days = daysOf(year, month, day);
  if (days === (days | 0)) return days;
  throw failRow('ARITHMETIC_OVERFLOW', 'expected a date within DATE, got an overflow');
}

function makeTimestamp(target: Target, lenient = false) {
  return (call: Call): Node => {
    expectCount(call, 6, 7);
    const kinds = ['integer', 'integer', 'integer', 'integer', 'integer', 'decimal', 'string'];
    const seconds = isAtLeast(call.dialect.version, 3, 1) ? 'decimal(16,6)' : 'decimal(8,6)';
    const args = call.args.map((arg, i) =>
      i === 5 ? castNode(arg, seconds, call.dialect) : coerce(arg, kinds[i] as string, call),
    );
    const dialect = lenient ? { ...call.dialect, ansi: false } : call.dialect;
    const make =
      () =>
      (year: number, month: number, day: number, hour: number, minute: number, second: Decimal, zone?: string) => {
        const days = checkedDays(year, month, day);
        const micros = Number(second.unscaled);
        const minuteOnly = micros === 60_000_000;
        if (
          days === undefined ||
          hour < 0 ||
          hour > 23 ||
          minute < 0 ||
          minute > 59 ||
          micros < 0 ||
          micros > 60_000_000
        )
          return badParts(dialect);
        const local =
          joinDay(days, 0) +
          BigInt((hour * 60 + minute + (minuteOnly ? 1 : 0)) * 60) * 1_000_000n +
          BigInt(minuteOnly ? 0 : micros);
        return checkLong(
          target === 'timestamp_ntz' ? local : toInstant(local, requireZone(zone ?? call.dialect.timeZone)),
        );
      };
    // Spark leaves the zone out of this one name.
    const shown = call.name === 'try_make_timestamp' ? args.slice(0, 6) : args;
    const node = apply({ type: target, sql: `${call.name}(${listSql(shown)})`, args, make });
    return lenient ? { ...orNull(node), sql: node.sql } : node;
  };
}

const ADDED: Readonly<Record<string, readonly [months: number, microseconds: bigint]>> = {
  YEAR: [12, 0n],
  QUARTER: [3, 0n],
  MONTH: [1, 0n],
  WEEK: [0, 7n * DAY_MICROSECONDS],
  DAY: [0, DAY_MICROSECONDS],
  DAYOFYEAR: [0, DAY_MICROSECONDS],
  HOUR: [0, 3_600_000_000n],
  MINUTE: [0, 60_000_000n],
  SECOND: [0, 1_000_000n],
  MILLISECOND: [0, 1000n],
  MICROSECOND: [0, 1n],
};

function unitOf(node: Node): readonly [number, bigint] {
  const unit = ADDED[String(node.literal?.value)];
  if (unit === undefined) throw badStatement('a unit of time', String(node.literal?.value));
  return unit;
}

function timestampAdd(call: Call): Node {
  expectCount(call, 3);
  const [unit, amount, given] = call.args as [Node, Node, Node];
  const [months, size] = unitOf(unit);
  const time = given.type === 'timestamp_ntz' ? given : coerce(given, 'timestamp', call);
  const zone = zoneOf(call.dialect, time.type);
  const args = [coerce(amount, 'integer', call), time];
  const whole = size % DAY_MICROSECONDS === 0n;
  const make = () => (count: number, instant: bigint) => {
    const days = whole ? Number(size / DAY_MICROSECONDS) * count : 0;
    return shiftInstant(instant, {
      amount: { months: months * count, days, microseconds: whole ? 0n : size * BigInt(count) },
      sign: 1,
      zone,
    });
  };
  return apply({ type: time.type, sql: `timestampadd(${unit.sql}, ${listSql(args)})`, args, make });
}

function timestampDiff(call: Call): Node {
  expectCount(call, 3);
  const [unit, a, b] = call.args as [Node, Node, Node];
  const [months, size] = unitOf(unit);
  const args = [a, b].map((arg) => coerce(arg, 'timestamp', call));
  const zone = zoneOf(call.dialect, 'timestamp');
  const make = () => (start: bigint, end: bigint) => {
    if (months === 0) return canonicalLong((toLocal(end, zone) - toLocal(start, zone)) / size);
    return Math.trunc(wholeMonths(toLocal(start, zone), toLocal(end, zone)) / months) + 0;
  };
  return apply({ type: 'long', sql: `timestampdiff(${unit.sql}, ${listSql(args)})`, args, make });
}

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const DATES: readonly SqlFunction[] = [
  dateField('year', (days) => civilOf(days).year),
  dateField('quarter', (days) => Math.ceil(civilOf(days).month / 3)),
  dateField('month', (days) => civilOf(days).month),
  dateField('day dayofmonth', (days) => civilOf(days).day, true),
  dateField('dayofweek', (days) => ((weekday(days) + 1) % 7) + 1),
  dateField('weekday', weekday),
  dateField('dayofyear', dayOfYear),
  dateField('weekofyear', (days) => isoWeek(days).week),
  simple({
    names: 'dayname',
    takes: ['date'],
    gives: 'string',
    since: [4, 0],
    make: () => (days: number) => DAY_NAMES[weekday(days)],
  }),
  simple({
    names: 'monthname',
    takes: ['date'],
    gives: 'string',
    since: [4, 0],
    make: () => (days: number) => MONTH_NAMES[civilOf(days).month - 1],
  }),
  clockField('hour', (time) => Math.floor(time / 3_600_000_000)),
  clockField('minute', (time) => Math.floor(time / 60_000_000) % 60),
  clockField('second', (time) => Math.floor(time / 1_000_000) % 60),
  special('extract', extractFrom),
  special('date_part datepart', extractFrom),
  shiftDays('date_add dateadd', 1),
  shiftDays('date_sub', -1),
  simple({
    names: 'datediff date_diff',
    keepsName: true,
    takes: ['date', 'date'],
    gives: 'integer',
    make: () => (a: number, b: number) => a - b,
  }),
  simple({
    names: 'add_months',
    takes: ['date', 'integer'],
    gives: 'date',
    make: (_, dialect) => {
      const step = monthStep(dialect);
      return (day: number, months: number) => checkDay(step(day, months));
    },
  }),
  simple({
    names: 'months_between',
    takes: ['timestamp', 'timestamp', 'boolean?'],
    gives: 'double',
    sql: (args) => `months_between(${listSql(args)}${args.length === 2 ? ', true' : ''})`,
    make:
      (_, dialect) =>
      (a: bigint, b: bigint, rounds = true) =>
        monthsBetween(instantIn(dialect, a), instantIn(dialect, b), { zone: zoneOf(dialect, 'timestamp'), rounds }),
  }),
  simple({ names: 'last_day', takes: ['date'], gives: 'date', make: () => lastDay }),
  simple({
    names: 'next_day',
    takes: ['date', 'string'],
    gives: 'date',
    make: (_, dialect) => (days: number, name: string) => nextDay(days, name, dialect),
  }),
  simple({ names: 'trunc', takes: ['date', 'string'], gives: 'date', make: (_, dialect) => truncation(dialect) }),
  simple({
    names: 'date_trunc',
    takes: ['string', 'timestamp'],
    gives: 'timestamp',
    make: (_, dialect) => (unit: string, x: bigint) =>
      truncateTimestamp(unit, instantIn(dialect, x), zoneOf(dialect, 'timestamp')),
  }),
  special('to_date', (call) => parseCall('date', call, false)),
  special('to_timestamp to_timestamp_ltz', (call) => parseCall('timestamp', call, false)),
  special('to_timestamp_ntz', (call) => parseCall('timestamp_ntz', call, false), [3, 4]),
  special('try_to_timestamp', (call) => parseCall('timestamp', call, true), [3, 5]),
  special('try_to_date', (call) => parseCall('date', call, true), [4, 0]),
  special('unix_timestamp to_unix_timestamp', unixTimestamp),
  special('date_format', dateFormat),
  special('from_unixtime', fromUnixTime),
  shiftZone('from_utc_timestamp', toLocal),
  shiftZone('to_utc_timestamp', toInstant),
  special('convert_timezone', convertTimeZone, [3, 4]),
  simple({
    names: 'make_date',
    takes: ['integer', 'integer', 'integer'],
    gives: 'date',
    make: (_, dialect) => (y: number, m: number, d: number) => daysOrOverflow(y, m, d) ?? badParts(dialect),
  }),
  special('make_timestamp make_timestamp_ltz', makeTimestamp('timestamp')),
  special('make_timestamp_ntz', makeTimestamp('timestamp_ntz'), [3, 4]),
  special('try_make_timestamp try_make_timestamp_ltz', makeTimestamp('timestamp', true), [4, 0]),
  special('try_make_timestamp_ntz', makeTimestamp('timestamp_ntz', true), [4, 0]),
  ...INTERVAL_MAKERS,
  special('timestampadd', timestampAdd, [3, 3]),
  special('timestampdiff', timestampDiff, [3, 3]),
  simple({
    names: 'current_timezone',
    takes: [],
    gives: 'string',
    since: [3, 1],
    make: (_, dialect) => () => dialect.timeZone,
  }),
];
