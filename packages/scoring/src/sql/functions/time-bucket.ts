/** `time_bucket`: the start of the bucket in which a timestamp lies. Mirrors `TimeBucket`. */
import { addMonths, civilOf, DAY_MICROSECONDS, floorDivide, joinDay, splitDay } from '../../core/calendar.ts';
import type { DataType } from '../../core/types.ts';
import { findZone, toInstant, toLocal, type Zone } from '../../core/zones.ts';
import { castNode } from '../cast.ts';
import { badStatement, badTypes } from '../dialect.ts';
import { type Call, expectCount, type SqlFunction, special } from '../function.ts';
import { isDayTime, isYearMonth } from '../intervals.ts';
import { apply, constantOf, listSql, literalNode, type Node } from '../node.ts';
import { shiftInstant } from '../time-arithmetic.ts';
import { typeName } from '../type-name.ts';

interface Buckets {
  readonly origin: bigint;
  readonly zone: Zone;
}

/** Buckets of a day or more keep to the wall clock, smaller ones have one length. */
function bucketOfSpan(instant: bigint, size: bigint, { origin, zone }: Buckets): bigint {
  const start = (index: bigint) => {
    const offset = index * size;
    if (size < DAY_MICROSECONDS) return origin + offset;
    const amount = { months: 0, days: Number(offset / DAY_MICROSECONDS), microseconds: offset % DAY_MICROSECONDS };
    return shiftInstant(origin, { amount, sign: 1, zone });
  };
  let index = floorDivide(instant - origin, size);
  while (start(index) > instant) index--;
  while (start(index + 1n) <= instant) index++;
  return start(index);
}

function bucketOfMonths(instant: bigint, size: number, { origin, zone }: Buckets): bigint {
  const first = splitDay(toLocal(origin, zone));
  const monthOf = (days: number) => civilOf(days).year * 12 + civilOf(days).month;
  const months = monthOf(splitDay(toLocal(instant, zone)).days) - monthOf(first.days);
  const start = (index: number) => toInstant(joinDay(addMonths(first.days, index * size), first.time), zone);
  const index = Math.floor(months / size);
  return start(index) > instant ? start(index - 1) : start(index);
}

function checkSize(size: Node): void {
  if (!isDayTime(size.type) && !isYearMonth(size.type) && size.type !== 'void')
    throw badTypes('an interval of months or of days and time as the size of time_bucket', typeName(size.type));
  if (!size.foldable)
    throw badTypes('a constant size of time_bucket', 'another', 'DATATYPE_MISMATCH.NON_FOLDABLE_INPUT');
  const value = constantOf(size) as number | bigint | null;
  if (value !== null && value <= 0) throw badTypes('a size of time_bucket above 0', 'another');
}

function originOf(call: Call, type: DataType): Node {
  const given = call.args[2];
  if (given === undefined) {
    const name = type === 'timestamp' ? 'TIMESTAMP' : 'TIMESTAMP_NTZ';
    const zone = findZone(call.dialect.timeZone) as Zone;
    const start = type === 'timestamp' ? toInstant(0n, zone) : 0n;
    return literalNode(type, start, `${name} '1970-01-01 00:00:00'`);
  }
  if (given.type !== type && given.type !== 'void')
    throw badTypes(`${typeName(type)} as the origin of time_bucket`, typeName(given.type));
  if (!given.foldable)
    throw badTypes('a constant origin of time_bucket', 'another', 'DATATYPE_MISMATCH.NON_FOLDABLE_INPUT');
  return castNode(given, type, call.dialect);
}

/** NULL has the type of the origin. */
function typeOf(time: Node, origin: Node | undefined): DataType {
  if (time.type !== 'void') return time.type;
  return origin?.type === 'timestamp_ntz' ? 'timestamp_ntz' : 'timestamp';
}

function timeBucket(call: Call): Node {
  expectCount(call, 2, 3);
  const [size, time] = call.args as [Node, Node];
  const type = typeOf(time, call.args[2]);
  if (type !== 'timestamp' && type !== 'timestamp_ntz')
    throw badTypes('a timestamp as the second argument of time_bucket', typeName(time.type));
  checkSize(size);
  const args = [size, castNode(time, type, call.dialect), originOf(call, type)];
  const zone = findZone(type === 'timestamp' ? call.dialect.timeZone : 'UTC');
  if (zone === undefined) throw badStatement('a known time zone', 'another');
  const make = () => (length: number | bigint, instant: bigint, origin: bigint) =>
    typeof length === 'bigint'
      ? bucketOfSpan(instant, length, { origin, zone })
      : bucketOfMonths(instant, length, { origin, zone });
  return apply({ type, sql: `time_bucket(${listSql(args)})`, args, make });
}

export const TIME_BUCKET: SqlFunction = special('time_bucket', timeBucket, [4, 3]);
