import { addMonths, civilOf, floorDivide, joinDay, splitDay } from '../../core/calendar.ts';
import { castNode } from '../cast.ts';
import { badStatement, badTypes } from '../dialect.ts';
import { type Call, expectCount, type SqlFunction, special } from '../function.ts';
import { isDayTime, isYearMonth } from '../intervals.ts';
import { literalText } from '../literal-text.ts';
import { apply, constantOf, listSql, literalNode, type Node } from '../node.ts';
import { typeName } from '../type-name.ts';
import { findZone, toInstant, toLocal, type Zone } from '../zones.ts';

/** The start of the bucket of so many months from `origin` on; wall clocks. */
function monthBucket(local: bigint, origin: bigint, months: number): bigint {
  const [start, moment] = [splitDay(origin), splitDay(local)];
  const bucketAt = (index: number) => joinDay(addMonths(start.days, index * months), start.time);
  const [first, last] = [civilOf(start.days), civilOf(moment.days)];
  const index = Math.floor(((last.year - first.year) * 12 + last.month - first.month) / months);
  const bucket = bucketAt(index);
  return bucket > local ? bucketAt(index - 1) : bucket;
}

/** The size of the buckets, a constant above 0; undefined where it is null. */
function sizeOf(node: Node): number | bigint | undefined {
  if (node.type !== 'void' && !isDayTime(node.type) && !isYearMonth(node.type))
    throw badTypes('an interval as the size of time_bucket', typeName(node.type));
  if (!node.foldable) throw badStatement('a constant size for time_bucket', 'another argument');
  const size = constantOf(node) as number | bigint | null;
  if (size !== null && size <= 0) throw badStatement('a size of time_bucket above 0', 'another');
  return size ?? undefined;
}

function startOfEpoch(type: 'timestamp' | 'timestamp_ntz', { timeZone }: { timeZone: string }): Node {
  const value = type === 'timestamp' ? toInstant(0n, findZone(timeZone) as Zone) : 0n;
  return literalNode(type, value, literalText(type, value, timeZone));
}

function timeBucket(call: Call): Node {
  expectCount(call, 2, 3);
  const { dialect } = call;
  const [size, time] = call.args as [Node, Node];
  const [type] = [time, call.args[2]].flatMap((node) =>
    node?.type === 'timestamp' || node?.type === 'timestamp_ntz' ? [node.type] : [],
  );
  const origin = call.args[2] ?? startOfEpoch(type ?? 'timestamp', dialect);
  const wrong = [time, origin].find((node) => node.type !== 'void' && node.type !== type);
  if (wrong !== undefined && origin !== wrong) throw badTypes('a timestamp for time_bucket', typeName(wrong.type));
  if (call.args[2] !== undefined && wrong === origin)
    throw badTypes('the origin of time_bucket as a timestamp of the kind of the other', typeName(origin.type));
  if (!origin.foldable) throw badStatement('a constant origin for time_bucket', 'another argument');
  const width = sizeOf(size);
  const target = type ?? 'timestamp';
  const zone = findZone(target === 'timestamp' ? dialect.timeZone : 'UTC') as Zone;
  const make = () => (_: unknown, moment: bigint, start: bigint) =>
    typeof width === 'bigint'
      ? start + floorDivide(moment - start, width) * width
      : toInstant(monthBucket(toLocal(moment, zone), toLocal(start, zone), width as number), zone);
  const args = [size, castNode(time, target, dialect), castNode(origin, target, dialect)];
  return apply({ type: target, sql: `time_bucket(${listSql([size, time, origin])})`, args, make });
}

export const TIME_BUCKETS: readonly SqlFunction[] = [special('time_bucket', timeBucket, [4, 3])];
