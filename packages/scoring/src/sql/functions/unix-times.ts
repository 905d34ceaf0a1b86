import { floorDivide } from '../../core/calendar.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { canonicalLong, Decimal, type Value } from '../../core/values.ts';
import { fits } from '../cast-number.ts';
import { failRow } from '../dialect.ts';
import { coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { apply, type Node } from '../node.ts';

const fromUnits = (name: string, size: bigint) =>
  simple({
    names: name,
    takes: [size === 1_000_000n ? 'number' : 'whole'],
    gives: 'timestamp',
    since: [3, 1],
    make: () => (x: Value) => {
      if (typeof x === 'number' && !Number.isSafeInteger(x))
        return Number.isFinite(x) ? BigInt(Math.trunc(x * Number(size))) : null;
      if (x instanceof Decimal) {
        const scaled = x.unscaled * size;
        if (scaled % 10n ** BigInt(x.scale) !== 0n)
          throw failRow('ROUNDING_NECESSARY', 'expected seconds of at most six decimals, got more');
        return scaled / 10n ** BigInt(x.scale);
      }
      const micros = BigInt(x as number) * size;
      if (!fits(micros, 'long'))
        throw failRow('ARITHMETIC_OVERFLOW', 'expected a number within TIMESTAMP, got an overflow');
      return micros;
    },
  });

/** Of a timestamp; Spark 4.3 takes one without a zone too, as one of UTC. */
const toUnits = (name: string, size: bigint) =>
  special(
    name,
    (call) => {
      expectCount(call, 1);
      const [given] = call.args as [Node];
      const isLocal = given.type === 'timestamp_ntz' && isAtLeast(call.dialect.version, 4, 3);
      const arg = isLocal ? given : coerce(given, 'exact timestamp', call);
      const make = () => (x: bigint) => canonicalLong(floorDivide(x, size));
      return apply({ type: 'long', sql: `${name}(${arg.sql})`, args: [arg], make });
    },
    [3, 1],
  );

/** Dates and timestamps as numbers since 1970-01-01, and back. */
export const UNIX_TIMES: readonly SqlFunction[] = [
  fromUnits('timestamp_seconds', 1_000_000n),
  fromUnits('timestamp_millis', 1000n),
  fromUnits('timestamp_micros', 1n),
  toUnits('unix_seconds', 1_000_000n),
  toUnits('unix_millis', 1000n),
  toUnits('unix_micros', 1n),
  simple({ names: 'unix_date', takes: ['date'], gives: 'integer', since: [3, 1], make: () => (days: number) => days }),
  simple({
    names: 'date_from_unix_date',
    takes: ['integer'],
    gives: 'date',
    since: [3, 1],
    make: () => (days: number) => days,
  }),
];
