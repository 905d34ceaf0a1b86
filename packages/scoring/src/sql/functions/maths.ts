import { isAtLeast } from '../../core/spark-version.ts';
import { type DataType, decimalOf } from '../../core/types.ts';
import { canonicalLong, Decimal, type Value } from '../../core/values.ts';
import { exp, log, pow } from '../../kernels/exp.ts';
import { castNode } from '../cast.ts';
import { decimalToWhole, fitDecimal, fits, toDecimal, wrap } from '../cast-number.ts';
import { decimalSize, decimalTypeOf, isDecimal, isFloating, isIntegral } from '../coercion.ts';
import { compareOf } from '../compare.ts';
import { badTypes, type Dialect, failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { isDayTime, isInterval, isYearMonth } from '../intervals.ts';
import { apply, constantOf, listSql, literalNode, type Node } from '../node.ts';
import { type Rounding, roundDecimal } from '../round-decimal.ts';
import { negation } from './arithmetic.ts';

type NameOf = (name: string, arg: string, dialect: Dialect) => string;

const real = (names: string, f: (x: number) => number, sql?: NameOf) =>
  simple({
    names,
    takes: ['double'],
    gives: 'double',
    make: () => f,
    ...(sql === undefined ? {} : { sql: ([a], { name, dialect }) => sql(name, (a as Node).sql, dialect) }),
  });

/** The function, which takes intervals of one kind too, as numbers of months or microseconds at `places`. */
function ofIntervals(entry: SqlFunction, places: readonly number[], f: (...values: never[]) => Value): SqlFunction {
  const build = (call: Call) => {
    const types = places.map((place) => call.args[place]?.type ?? 'void');
    if (!types.every(isYearMonth) && !types.every(isDayTime)) return entry.build(call);
    const rest = call.args.slice(places.length).map((arg) => coerce(arg, 'long', call));
    const shape = entry.build({ ...call, args: [...places.map(() => literalNode('double', 0, '')), ...rest] });
    const make = () => {
      const run = f as (...values: Value[]) => Value;
      return (...values: Value[]) =>
        run(...places.map((place) => Number(values[place])), ...values.slice(places.length));
    };
    const args = [...call.args.slice(0, places.length), ...rest];
    const name = call.name === 'signum' ? 'SIGNUM' : call.name;
    return apply({ type: shape.type, sql: `${name}(${listSql(call.args)})`, args, make });
  };
  return { ...entry, build };
}

const called = (name: string, arg: string) => `${name.toUpperCase()}(${arg})`;

/** Logarithms answer null where there is none. */
const logarithm = (names: string, f: (x: number) => number, least: number, sql?: NameOf) =>
  real(names, ((x: number) => (x <= least ? null : f(x))) as (x: number) => number, sql);

const rounding = (name: string, mode: Rounding) =>
  special(name, (call) => {
    expectCount(call, 1, 2);
    const value = coerce(call.args[0] as Node, 'number', call);
    const places = call.args[1] === undefined ? literalNode('integer', 0, '0') : coerce(call.args[1], 'integer', call);
    const args = [value, places];
    if (!places.foldable)
      throw badTypes(`constant places of ${name}`, 'others', 'DATATYPE_MISMATCH.NON_FOLDABLE_INPUT');
    const scale = constantOf(places) as number | null;
    const keepsDigits = !isAtLeast(call.dialect.version, 3, 3);
    const type = keepsDigits
      ? oldRoundedType(value.type, scale ?? 0)
      : roundedType(value.type, scale, mode === 'up' || mode === 'down');
    const sql =
      (mode === 'up' || mode === 'down') && call.args.length === 1
        ? `${name.toUpperCase()}(${value.sql})`
        : `${name}(${listSql(args)})`;
    if (scale === null) return literalNode(type, null, sql);
    return {
      ...apply({
        type,
        sql,
        args: [value],
        make: () => rounder(value.type, type, { scale, mode, dialect: call.dialect }),
      }),
      sql,
    };
  });

/** Before Spark 3.3 a rounded decimal keeps its precision. */
function oldRoundedType(type: DataType, places: number): DataType {
  const size = decimalOf(type);
  if (size === undefined) return type;
  if (places < 0) throw badTypes('places from 0 on to round a DECIMAL', `${places}`);
  return decimalTypeOf({ precision: size.precision, scale: Math.min(size.scale, places) });
}

function roundedType(type: DataType, places: number | null, toInfinity: boolean): DataType {
  const size = decimalOf(type);
  const scale = places ?? 0;
  if (toInfinity && size === undefined) return 'long';
  if (size === undefined) return type;
  const whole = size.precision - size.scale + 1;
  if (scale < 0) return decimalTypeOf({ precision: Math.max(whole, -scale + 1), scale: 0 });
  return decimalTypeOf({ precision: whole + Math.min(size.scale, scale), scale: Math.min(size.scale, scale) });
}

function rounder(
  from: DataType,
  to: DataType,
  { scale, mode, dialect }: { scale: number; mode: Rounding; dialect: Dialect },
): (value: Value) => Value {
  const size = decimalOf(to);
  if (isFloating(from)) {
    const round = from === 'float' ? Math.fround : (x: number) => x;
    return (value) => {
      const decimal = toDecimal(from === 'float' ? value : value);
      if (decimal === undefined) return value;
      // A decimal has no -0.0.
      if (decimal.scale <= scale) return (value as number) + 0;
      const text = roundDecimal(decimal, scale, mode).toNumber();
      return round(text === 0 && (Object.is(value, -0) || (value as number) < 0) ? 0 : text);
    };
  }
  if (size !== undefined) {
    return (value) => {
      const rounded = roundDecimal(value as Decimal, scale, mode);
      const fitting = fitDecimal(rounded, size);
      if (fitting === undefined && dialect.ansi)
        throw failRow(
          'NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION',
          'expected a rounded number within its type, got an overflow',
        );
      return fitting ?? null;
    };
  }
  if (scale >= 0) return (value) => value;
  return (value) => {
    const whole = decimalToWhole(roundDecimal(toDecimal(value) as Decimal, scale, mode));
    if (!fits(whole, from) && dialect.ansi)
      throw failRow('ARITHMETIC_OVERFLOW', 'expected a rounded number within its type, got an overflow');
    return wrap(whole, from);
  };
}

/** ceil and floor: a long of doubles, a decimal without fraction of decimals. */
const towards = (names: string, mode: 'up' | 'down', f: (x: number) => number) =>
  special(names, (call) => {
    expectCount(call, 1, 2);
    const name = names.split(' ')[0] as string;
    const given = coerce(call.args[0] as Node, 'number', call);
    if (call.args.length === 2) {
      if (!isAtLeast(call.dialect.version, 3, 3)) expectCount(call, 1);
      const size =
        isIntegral(given.type) || isDecimal(given.type) ? decimalTypeOf(decimalSize(given.type)) : 'decimal(30,15)';
      const value = castNode(given, given.type === 'float' ? 'decimal(14,7)' : size, call.dialect);
      const built = rounding(name, mode).build({ ...call, args: [value, call.args[1] as Node] });
      return { ...built, sql: `${call.name}(${listSql(call.args)})` };
    }
    const shown = given.type === 'long' || isDecimal(given.type) ? given : castNode(given, 'double', call.dialect);
    const keepsName = call.name === 'ceiling' && isAtLeast(call.dialect.version, 3, 0);
    const sql = `${keepsName ? 'ceiling' : name.toUpperCase()}(${shown.sql})`;
    const size = decimalOf(given.type);
    if (size !== undefined) {
      const type = decimalTypeOf({ precision: size.precision - size.scale + 1, scale: 0 });
      return apply({
        type,
        sql,
        args: [given],
        make: () => (x: Decimal) => fitDecimal(roundDecimal(x, 0, mode), { precision: 38, scale: 0 }),
      });
    }
    if (isIntegral(given.type)) return { ...castNode(given, 'long', call.dialect), sql };
    const toLong = castNode({ ...given, type: 'double' }, 'long', { ...call.dialect, ansi: false });
    return { ...toLong, compile: () => roundingToLong(given, f, call.dialect), sql };
  });

/** Since Spark 4 what no long holds fails the row under ANSI; else it saturates. */
function roundingToLong(node: Node, f: (x: number) => number, { ansi }: Dialect) {
  const evaluate = node.compile();
  return (row: Value[]) => {
    const value = evaluate(row);
    if (value === null) return null;
    const rounded = f(value as number);
    if (Number.isNaN(rounded)) return 0;
    if (ansi && Math.abs(rounded) > 2 ** 63)
      throw failRow('ARITHMETIC_OVERFLOW', 'expected a number within BIGINT, got another');
    if (rounded >= 2 ** 63) return 2n ** 63n - 1n;
    return rounded <= -(2 ** 63) ? -(2n ** 63n) : canonicalLong(BigInt(rounded));
  };
}

function absolute(call: Call): Node {
  expectCount(call, 1);
  const given = call.args[0] as Node;
  const arg = isInterval(given.type) ? given : coerce(given, 'number', call);
  const negate = negation(arg.type, call.dialect) as (value: Value) => Value;
  const zero = decimalOf(arg.type) === undefined ? 0 : new Decimal(0n, 0);
  const compare = decimalOf(arg.type) === undefined ? undefined : compareOf(arg.type);
  const isNegative = (x: Value) =>
    compare === undefined ? (x as number) < 0 || Object.is(x, -0) : compare(x, zero) < 0;
  return apply({
    type: arg.type,
    sql: `abs(${arg.sql})`,
    args: [arg],
    make: () => (x: Value) => (isNegative(x) ? negate(x) : x),
  });
}

function factorial(n: number): Value {
  if (n < 0 || n > 20) return null;
  let product = 1n;
  for (let k = 2n; k <= BigInt(n); k++) product *= k;
  return canonicalLong(product);
}

/** Spark shifts INT and BIGINT only. */
function widenedSql(node: Node, dialect: Dialect): string {
  return castNode(node, node.type === 'long' ? 'long' : 'integer', dialect).sql;
}

const shift = (name: string, sign: string, f: (x: bigint, n: bigint, bits: number) => bigint) =>
  simple({
    names: `${name} ${sign}`,
    takes: ['bits', 'integer'],
    gives: ([a]) => ((a as Node).type === 'long' ? 'long' : 'integer'),
    sql: ([a, b], call) =>
      isAtLeast(call.dialect.version, 4, 0) && call.name === sign
        ? `(${(a as Node).sql} ${sign} ${(b as Node).sql})`
        : `${name}(${widenedSql(a as Node, call.dialect)}, ${(b as Node).sql})`,
    make: ([a]) => {
      const bits = (a as Node).type === 'long' ? 64 : 32;
      return (x: number | bigint, n: number) =>
        canonicalLong(BigInt.asIntN(bits, f(BigInt(x), BigInt(n & (bits - 1)), bits)));
    },
  });

/** As Spark computes it before 4.0, which loses digits near 0. */
function asinh(x: number): number {
  if (!Number.isFinite(x)) return x;
  if (Math.abs(x) > 2 ** 500) return Math.sign(x) * (log(Math.abs(x)) + Math.LN2);
  return log(x + Math.sqrt(x * x + 1));
}

function oldAsinh(x: number): number {
  return x === Number.NEGATIVE_INFINITY ? x : log(x + Math.sqrt(x * x + 1));
}

function hypot(a: number, b: number): number {
  const [x, y] = [Math.abs(a), Math.abs(b)];
  if (x === Number.POSITIVE_INFINITY || y === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return Math.hypot(x, y);
}

function widthBucket(value: number, low: number, high: number, count: number | bigint): Value {
  const buckets = BigInt(count);
  if (
    buckets <= 0n ||
    buckets === 2n ** 63n - 1n ||
    Number.isNaN(value) ||
    low === high ||
    !Number.isFinite(low) ||
    !Number.isFinite(high)
  )
    return null;
  const [below, above] = low < high ? [value < low, value >= high] : [value > low, value <= high];
  if (below) return 0;
  if (above) return canonicalLong(buckets + 1n);
  return canonicalLong(BigInt(Math.trunc((Number(buckets) * (value - low)) / (high - low))) + 1n);
}

/** `conv`: digits of one base to another, through 64 unsigned bits. Mirrors `NumberConverter`. */
function convert(text: string, fromBase: number, toBase: number, { ansi, version }: Dialect): Value {
  if (fromBase < 2 || fromBase > 36 || Math.abs(toBase) < 2 || Math.abs(toBase) > 36) return null;
  const trimmed = isAtLeast(version, 3, 2) ? text.replace(/^ +| +$/g, '') : text;
  if (trimmed === '') return null;
  const negative = trimmed.startsWith('-');
  let value = 0n;
  for (const digit of negative ? trimmed.slice(1) : trimmed) {
    const size = /[0-9a-z]/i.test(digit) ? Number.parseInt(digit, 36) : 99;
    if (size >= fromBase) break;
    value = value * BigInt(fromBase) + BigInt(size);
    if (value >= 2n ** 64n) {
      if (ansi) throw failRow('ARITHMETIC_OVERFLOW', 'expected a number of 64 bits, got an overflow');
      value = 2n ** 64n - 1n;
      break;
    }
  }
  if (negative && toBase > 0) {
    value = value >= 2n ** 63n ? 2n ** 64n - 1n : BigInt.asUintN(64, -value);
  } else if (negative && value >= 2n ** 63n) value = 0n;
  const signed = toBase < 0 ? BigInt.asIntN(64, negative ? -value : value) : value;
  return signed.toString(Math.abs(toBase)).toUpperCase();
}

/** `StrictMath.log1p` and kin are those of the engine: at most a unit in the last place apart. */
export const MATHS: readonly SqlFunction[] = [
  special('abs', absolute),
  towards('ceil ceiling', 'up', Math.ceil),
  towards('floor', 'down', Math.floor),
  rounding('round', 'half up'),
  rounding('bround', 'half even'),
  real(
    'rint',
    (x) => (Math.abs(x) < 2 ** 52 ? Math.sign(x) * (Math.abs(x) + 2 ** 52 - 2 ** 52) || x * 0 : x),
    (_, a, { version }) => `${isAtLeast(version, 3, 0) ? 'rint' : 'ROUND'}(${a})`,
  ),
  real('sqrt', Math.sqrt, called),
  real('cbrt', Math.cbrt, called),
  real('exp', exp, called),
  real('expm1', Math.expm1, called),
  logarithm('ln', log, 0, (name, a, { version }) => `${isAtLeast(version, 3, 0) ? name : 'LOG'}(${a})`),
  logarithm('log10', Math.log10, 0, called),
  logarithm('log2', (x) => log(x) / Math.LN2, 0, called),
  logarithm('log1p', Math.log1p, -1, called),
  special('log', (call) => {
    expectCount(call, 1, 2);
    const args = call.args.map((arg) => coerce(arg, 'double', call));
    if (args.length === 1)
      return apply({
        type: 'double',
        sql: isAtLeast(call.dialect.version, 3, 1) ? `ln(${listSql(args)})` : `LOG(E(), ${listSql(args)})`,
        args,
        make: () => (x: number) => (x <= 0 ? null : log(x)),
      });
    return apply({
      type: 'double',
      sql: `LOG(${listSql(args)})`,
      args,
      make: () => (base: number, x: number) => (base <= 0 || x <= 0 ? null : log(x) / log(base)),
    });
  }),
  simple({
    names: 'pow power',
    takes: ['double', 'double'],
    gives: 'double',
    sql: (args, { name, dialect }) =>
      `${name === 'pow' && isAtLeast(dialect.version, 3, 0) ? 'pow' : 'POWER'}(${listSql(args)})`,
    make: () => pow,
  }),
  real('sin', Math.sin, called),
  real('cos', Math.cos, called),
  real('tan', Math.tan, called),
  real('cot', (x) => 1 / Math.tan(x), called),
  real('sec', (x) => 1 / Math.cos(x), called),
  real('csc', (x) => 1 / Math.sin(x), called),
  real('asin', Math.asin, called),
  real('acos', Math.acos, called),
  real('atan', Math.atan, called),
  simple({
    names: 'atan2',
    takes: ['double', 'double'],
    gives: 'double',
    sql: (args) => `ATAN2(${listSql(args)})`,
    make: () => (y: number, x: number) => Math.atan2(y + 0, x + 0),
  }),
  real('sinh', Math.sinh, called),
  real('cosh', Math.cosh, called),
  real('tanh', Math.tanh, called),
  simple({
    names: 'asinh',
    takes: ['double'],
    gives: 'double',
    sql: ([a]) => `ASINH(${(a as Node).sql})`,
    make: (_, { version }) => (isAtLeast(version, 4, 0) ? Math.asinh : isAtLeast(version, 3, 1) ? asinh : oldAsinh),
  }),
  real('acosh', (x) => log(x + Math.sqrt(x * x - 1)), called),
  real('atanh', (x) => 0.5 * (Math.log1p(x) - Math.log1p(-x)), called),
  real('degrees', (x) => x * 57.29577951308232, called),
  real('radians', (x) => x * 0.017453292519943295, called),
  ofIntervals(
    real('signum sign', Math.sign, (name, a, { version }) =>
      name === 'sign' && isAtLeast(version, 3, 0) ? `sign(${a})` : `SIGNUM(${a})`,
    ),
    [0],
    Math.sign as (...values: never[]) => Value,
  ),
  simple({
    names: 'hypot',
    takes: ['double', 'double'],
    gives: 'double',
    sql: (args) => `HYPOT(${listSql(args)})`,
    make: () => hypot,
  }),
  simple({ names: 'e', takes: [], gives: 'double', sql: () => 'E()', make: () => () => Math.E }),
  simple({ names: 'pi', takes: [], gives: 'double', sql: () => 'PI()', make: () => () => Math.PI }),
  simple({
    names: 'factorial',
    takes: ['integer'],
    gives: 'long',
    make: () => factorial,
  }),
  shift('shiftleft', '<<', (x, n) => x << n),
  shift('shiftright', '>>', (x, n) => x >> n),
  shift('shiftrightunsigned', '>>>', (x, n, size) => BigInt.asUintN(size, x) >> n),
  simple({
    names: 'bit_count',
    takes: ['any'],
    gives: 'integer',
    make:
      ([a]) =>
      (x: Value) => {
        const size = (a as Node).type === 'boolean' ? 1 : 64;
        return BigInt.asUintN(size, BigInt(x as bigint))
          .toString(2)
          .replaceAll('0', '').length;
      },
  }),
  simple({
    names: 'bit_get getbit',
    keepsName: true,
    takes: ['whole', 'integer'],
    gives: 'byte',
    since: [3, 2],
    make: ([a]) => {
      const size = { byte: 8, short: 16, integer: 32, long: 64 }[(a as Node).type as 'byte'];
      return (x: number | bigint, position: number) => {
        if (position < 0 || position >= size)
          throw failRow('INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE', 'expected a bit that the type has, got another');
        return Number((BigInt(x) >> BigInt(position)) & 1n);
      };
    },
  }),
  ofIntervals(
    simple({
      names: 'width_bucket',
      takes: ['double', 'double', 'double', 'long'],
      gives: 'long',
      since: [3, 1],
      make: () => widthBucket,
    }),
    [0, 1, 2],
    widthBucket as (...values: never[]) => Value,
  ),
  simple({
    names: 'conv',
    takes: ['string', 'integer', 'integer'],
    gives: 'string',
    make: (_, dialect) => (text: string, from: number, to: number) => convert(text, from, to, dialect),
  }),
  simple({
    names: 'bin',
    takes: ['long'],
    gives: 'string',
    make: () => (x: number | bigint) => BigInt.asUintN(64, BigInt(x)).toString(2),
  }),
];
