import { isAtLeast } from '../../core/spark-version.ts';
import { type DataType, decimalOf, isNumeric } from '../../core/types.ts';
import { canonicalLong, Decimal, rescale, type Value } from '../../core/values.ts';
import { calendarArithmetic } from '../calendar-arithmetic.ts';
import { alwaysCast, castNode, explicitCast } from '../cast.ts';
import { decimalToWhole, fitDecimal, fits, limitOf, wrap } from '../cast-number.ts';
import {
  adjustedDecimal,
  type DecimalSize,
  decimalSize,
  decimalTypeOf,
  isDecimal,
  isFloating,
  promotedText,
  tightestType,
  widerDecimal,
} from '../coercion.ts';
import { badTypes, type Dialect, failRow, hasTypedIntervals } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, special } from '../function.ts';
import { type CalendarInterval, isDayTime, isInterval, isYearMonth } from '../intervals.ts';
import { apply, type Node, sameType } from '../node.ts';
import { roundDecimal } from '../round-decimal.ts';
import { isTimeArithmetic, timeArithmetic } from '../time-arithmetic.ts';
import { typeName } from '../type-name.ts';

export type Sign = '+' | '-' | '*' | '/' | '%' | 'div' | 'pmod';
type Calculate = (a: never, b: never) => Value;

/** Numbers that Spark works with as they are: of one type, and that of the result. */
interface Operands {
  readonly left: Node;
  readonly right: Node;
  readonly type: DataType;
}

/** How an operator treats what it cannot answer: null, or a failure of the row. */
export interface Rules {
  readonly ansi: boolean;
  readonly version: Dialect['version'];
  /** Null in the place of a failure. */
  readonly lenient?: true;
}

const operator = (sign: Sign, names: string) => special(names, (call) => arithmetic(sign, call, call.dialect));

/** A binary operator of numbers, dates or intervals. */
export function arithmetic(sign: Sign, call: Call, rules: Rules): Node {
  expectCount(call, 2);
  const [left, right] = call.args as [Node, Node];
  if (sign === 'div' && isOneSpan(left.type, right.type)) return divideSpans(call, rules);
  if (isTimeArithmetic(sign, left.type, right.type))
    return hasTypedIntervals(call.dialect) ? timeArithmetic(sign, call) : calendarArithmetic(sign, call);
  if (sign === 'div' && !isAtLeast(rules.version, 3, 0)) return divideOldWholes(call, rules);
  const operands = sign === '/' ? divisionOperands(call) : promote(sign, call);
  const { left: a, right: b, type } = operands;
  const sql = nameOf(sign, call, [a, b]);
  return apply({
    type,
    sql,
    args: [a, b],
    ...(divides(sign) ? { order: 'right first' as const } : {}),
    make: () => (rules.lenient ? nullOnFailure(calculator(sign, operands, rules)) : calculator(sign, operands, rules)),
  });
}

function divides(sign: Sign): boolean {
  return sign === '/' || sign === '%' || sign === 'div' || sign === 'pmod';
}

function isOneSpan(a: DataType, b: DataType): boolean {
  return (isYearMonth(a) && isYearMonth(b)) || (isDayTime(a) && isDayTime(b));
}

/** How often one interval goes into another. */
function divideSpans(call: Call, rules: Rules): Node {
  const [left, right] = call.args as [Node, Node];
  const make = () => (a: number | bigint, b: number | bigint) =>
    BigInt(b) === 0n ? divideByZero(rules) : canonicalLong(BigInt(a) / BigInt(b));
  return apply({
    type: 'long',
    sql: nameOf('div', call, [left, right]),
    args: call.args,
    make,
    order: 'right first',
  });
}

/** Spark 2.4 divides as `/` does and cuts off the fraction. */
function divideOldWholes(call: Call, rules: Rules): Node {
  return explicitCast(arithmetic('/', call, rules), 'long', { dialect: call.dialect, lenient: false });
}

function nameOf(sign: Sign, { name, dialect: rules }: Call, [a, b]: readonly [Node, Node]): string {
  if (sign === 'pmod') return `pmod(${a.sql}, ${b.sql})`;
  return name === 'mod' && isAtLeast(rules.version, 3, 0) ? `mod(${a.sql}, ${b.sql})` : `(${a.sql} ${sign} ${b.sql})`;
}

function promote(sign: Sign, { args, dialect }: Call): Operands {
  let [left, right] = (args as [Node, Node]).map((arg, i) => promoteText(arg, (args[1 - i] as Node).type, dialect)) as [
    Node,
    Node,
  ];
  if (sign === 'div') {
    if (isFloating(left.type) || isFloating(right.type))
      throw badTypes('two whole numbers or decimals for div', `${typeName(left.type)} and ${typeName(right.type)}`);
    [left, right] = [wholeOrDecimal(left, dialect), wholeOrDecimal(right, dialect)];
  }
  if (isDecimal(left.type) || isDecimal(right.type)) {
    if (isFloating(left.type) || isFloating(right.type)) return both(left, right, 'double', dialect);
    [left, right] = [asDecimal(left, right, dialect), asDecimal(right, left, dialect)];
    const type = sign === 'div' ? 'long' : decimalResult(sign, decimalSize(left.type), decimalSize(right.type));
    return promoteDecimals({ left, right, type }, sign, dialect);
  }
  const type = tightestType(left.type, right.type, dialect);
  const wanted = type === 'void' ? 'double' : type;
  if (wanted === undefined || !isNumeric(wanted))
    throw badTypes(`two numbers for ${sign}`, `${typeName(left.type)} and ${typeName(right.type)}`);
  const operands = both(left, right, wanted, dialect);
  return sign === 'div' ? { ...operands, type: 'long' } : operands;
}

function both(left: Node, right: Node, type: DataType, dialect: Dialect): Operands {
  return { left: castNode(left, type, dialect), right: castNode(right, type, dialect), type };
}

/** A text beside a number: a double before Spark 4, since then what ANSI makes of it. */
function promoteText(node: Node, other: DataType, dialect: Dialect): Node {
  if (node.type !== 'string') return node;
  const target = dialect.ansi && other !== 'string' ? promotedText(other) : 'double';
  return target === undefined ? node : castNode(node, target, dialect);
}

function wholeOrDecimal(node: Node, dialect: Dialect): Node {
  return isDecimal(node.type) ? node : castNode(node, 'long', dialect);
}

/** Before Spark 3.4 decimals are cast to one type first: of sums that of the result, else the wider one of both. */
function promoteDecimals(operands: Operands, sign: Sign, dialect: Dialect): Operands {
  const { left, right, type } = operands;
  if (isAtLeast(dialect.version, 3, 4)) return operands;
  const common = sign === '+' || sign === '-' ? type : widerDecimal(decimalSize(left.type), decimalSize(right.type));
  const cast = sameType(left.type, right.type) ? quietly : alwaysCast;
  return { left: cast(left, common, dialect), right: cast(right, common, dialect), type };
}

/** A cast that leaves no trace in the name. */
function quietly(node: Node, type: DataType, dialect: Dialect): Node {
  return { ...castNode(node, type, dialect), sql: node.sql };
}

/** A whole number as decimal; a literal takes only as many digits as it has, unless it is a byte. */
export function asDecimal(node: Node, other: Node, dialect: Dialect): Node {
  if (isDecimal(node.type)) return node;
  if (node.type === 'void') {
    return castNode(node, isDecimal(other.type) ? other.type : 'decimal(38,18)', dialect);
  }
  if (!isNumeric(node.type)) throw badTypes('a number', typeName(node.type));
  const literal = node.type === 'byte' ? undefined : node.literal?.value;
  const digits = literal === undefined || literal === null ? undefined : String(literal).replace('-', '').length;
  return castNode(node, digits === undefined ? decimalTypeOf(decimalSize(node.type)) : `decimal(${digits},0)`, dialect);
}

/** Mirrors the `resultDecimalType` of each operator. */
function decimalResult(sign: Sign, a: DecimalSize, b: DecimalSize): DataType {
  const scale = Math.max(a.scale, b.scale);
  switch (sign) {
    case '+':
    case '-':
      return adjustedDecimal({ precision: Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale });
    case '*':
      return adjustedDecimal({ precision: a.precision + b.precision + 1, scale: a.scale + b.scale });
    case '/': {
      const wide = Math.max(6, a.scale + b.precision + 1);
      return adjustedDecimal({ precision: a.precision - a.scale + b.scale + wide, scale: wide });
    }
    default:
      return adjustedDecimal({ precision: Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale });
  }
}

/** Whole numbers divide as doubles. */
function divisionOperands({ args, dialect }: Call): Operands {
  const [left, right] = args as [Node, Node];
  const decimals = [left, right].some(({ type }) => isDecimal(type));
  const floats = [left, right].some(({ type }) => isFloating(type) || type === 'string');
  if (decimals && !floats) {
    const [a, b] = [asDecimal(left, right, dialect), asDecimal(right, left, dialect)];
    const type = decimalResult('/', decimalSize(a.type), decimalSize(b.type));
    return promoteDecimals({ left: a, right: b, type }, '/', dialect);
  }
  const asDouble = (node: Node) =>
    isNumeric(node.type) ? castNode(node, 'double', dialect) : coerce(node, 'number', { name: '/', dialect });
  if (left.type !== 'double' && left.type !== 'string' && isNumeric(right.type) && !decimals) {
    const [a, b] = [alwaysCast(left, 'double', dialect), alwaysCast(right, 'double', dialect)];
    return { left: a, right: b, type: 'double' };
  }
  const [a, b] = [asDouble(left), asDouble(right)];
  return both(a, b, 'double', dialect);
}

function calculator(sign: Sign, { left, right, type }: Operands, rules: Rules): Calculate {
  if (isDecimal(left.type)) return decimalCalculator(sign, { left: left.type, right: right.type, type }, rules);
  if (isFloating(left.type)) return floatCalculator(sign, type, rules);
  return wholeCalculator(sign, left.type, rules);
}

function divideByZero({ ansi }: Rules, remainder = false): null {
  if (!ansi) return null;
  throw failRow(remainder ? 'REMAINDER_BY_ZERO' : 'DIVIDE_BY_ZERO', 'expected a divisor other than 0, got 0');
}

function overflowOf(type: DataType): string {
  return type === 'integer' || type === 'long' ? 'ARITHMETIC_OVERFLOW' : 'BINARY_ARITHMETIC_OVERFLOW';
}

function overflow(type: DataType, condition = overflowOf(type)): never {
  throw failRow(condition, `expected a result within ${typeName(type)}, got an overflow`);
}

function floatCalculator(sign: Sign, type: DataType, rules: Rules): Calculate {
  const round = type === 'float' ? Math.fround : (x: number) => x;
  const remainder = isAtLeast(rules.version, 4, 0);
  switch (sign) {
    case '+':
      return (a: number, b: number) => round(a + b);
    case '-':
      return (a: number, b: number) => round(a - b);
    case '*':
      return (a: number, b: number) => round(a * b);
    case '/':
      return (a: number, b: number) => (b === 0 ? divideByZero(rules) : round(a / b));
    case '%':
      return (a: number, b: number) => (b === 0 ? divideByZero(rules, remainder) : round(a % b));
    default:
      return (a: number, b: number) => (b === 0 ? divideByZero(rules, remainder) : round(positiveRemainder(a, b)));
  }
}

function positiveRemainder(a: number, b: number): number {
  const rest = a % b;
  return rest < 0 ? (rest + b) % b : rest;
}

const WHOLE: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  div: (a, b) => a / b,
  '%': (a, b) => a % b,
};
const SMALL: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  div: (a, b) => Math.trunc(a / b) + 0,
  '%': (a, b) => (a % b) + 0,
};

/** The sum of remainder and divisor wraps, as Java's does. */
function wholePmod(type: DataType, rules: Rules): Calculate {
  const wide = type === 'long' ? 'long' : 'integer';
  return (a: number | bigint, b: number | bigint) => {
    if (b === 0) return divideByZero(rules, isAtLeast(rules.version, 4, 0));
    const [divisor, rest] = [BigInt(b), BigInt(a) % BigInt(b)];
    return canonicalLong(rest < 0n ? BigInt(wrap(rest + divisor, wide)) % divisor : rest);
  };
}

/** Plain numbers while the result is sure to be exact, else bigints. */
function wholeCalculator(sign: Sign, type: DataType, rules: Rules): Calculate {
  if (sign === 'pmod') return wholePmod(type, rules);
  const [small, whole] = [SMALL[sign] as (typeof SMALL)[string], WHOLE[sign] as (typeof WHOLE)[string]];
  const bound = Number(limitOf(type === 'long' ? 'integer' : type));
  const remainder = sign !== 'div' && isAtLeast(rules.version, 4, 0);
  return (a: number | bigint, b: number | bigint) => {
    if (divides(sign) && (b === 0 || b === 0n)) return divideByZero(rules, remainder);
    if (typeof a === 'number' && typeof b === 'number') {
      const result = small(a, b);
      if (result >= -bound && result < bound) return result + 0;
      if (!divides(sign) && sign !== '*' && Number.isSafeInteger(result) && type === 'long') return result;
    }
    const exact = whole(BigInt(a), BigInt(b));
    if (fits(exact, type)) return canonicalLong(exact);
    return rules.ansi ? overflow(type) : wrap(exact, type);
  };
}

/** Digits behind the point to which Spark divides before it rounds to the type. */
const QUOTIENT_SCALE = 39;

function decimalCalculator(
  sign: Sign,
  types: { left: DataType; right: DataType; type: DataType },
  rules: Rules,
): Calculate {
  const calculate = decimalOperation(sign);
  const size = decimalOf(types.type);
  const remainder = sign !== 'div' && sign !== '/' && isAtLeast(rules.version, 4, 0);
  return (a: Decimal, b: Decimal) => {
    if (divides(sign) && b.unscaled === 0n) return divideByZero(rules, remainder);
    const exact = calculate(a, b);
    if (size === undefined) {
      const whole = decimalToWhole(exact);
      if (rules.ansi && !fits(whole, 'long')) return overflow('long');
      return wrap(whole, 'long');
    }
    const result = fitDecimal(exact, size);
    if (result === undefined && rules.ansi)
      throw failRow(
        'NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION',
        `expected a result within ${typeName(types.type)}, got an overflow`,
      );
    return result ?? null;
  };
}

function decimalOperation(sign: Sign): (a: Decimal, b: Decimal) => Decimal {
  const aligned = (f: (a: bigint, b: bigint) => bigint) => (a: Decimal, b: Decimal) => {
    const scale = Math.max(a.scale, b.scale);
    return new Decimal(f(rescale(a, scale).unscaled, rescale(b, scale).unscaled), scale);
  };
  switch (sign) {
    case '+':
    case '-':
    case '%':
      return aligned(WHOLE[sign] as (a: bigint, b: bigint) => bigint);
    case 'pmod':
      return aligned((a, b) => (a % b < 0n ? ((a % b) + b) % b : a % b));
    case '*':
      return (a, b) => new Decimal(a.unscaled * b.unscaled, a.scale + b.scale);
    case '/':
      return (a, b) => divideDecimals(a, b);
    default:
      return (a, b) => {
        const scale = Math.max(a.scale, b.scale);
        return new Decimal(rescale(a, scale).unscaled / rescale(b, scale).unscaled, 0);
      };
  }
}

/** The quotient rounded half up at QUOTIENT_SCALE digits. */
function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const shift = BigInt(QUOTIENT_SCALE + b.scale - a.scale + 1);
  const [dividend, divisor] =
    shift >= 0n ? [a.unscaled * 10n ** shift, b.unscaled] : [a.unscaled, b.unscaled * 10n ** -shift];
  return rescale(new Decimal(dividend / divisor, QUOTIENT_SCALE + 1), QUOTIENT_SCALE);
}

function negate(call: Call): Node {
  expectCount(call, 1);
  const { dialect } = call;
  const given = call.args[0] as Node;
  const arg = isInterval(given.type) ? given : coerce(given, 'number', call);
  const sql = call.name === 'negative' && isAtLeast(dialect.version, 3, 0) ? `negative(${arg.sql})` : `(- ${arg.sql})`;
  const type = arg.type;
  return apply({ type, sql, args: [arg], make: () => negation(type, dialect) });
}

export function negation(type: DataType, { ansi, version }: Dialect): (value: never) => Value {
  if (isDecimal(type))
    return isAtLeast(version, 4, 0) ? negateRounded : (x: Decimal) => new Decimal(-x.unscaled, x.scale);
  if (isFloating(type)) return (x: number) => -x;
  if (type === 'interval') return (x: CalendarInterval) => negateCalendar(x, ansi);
  if (isInterval(type)) return (x: number | bigint) => (typeof x === 'number' ? -x + 0 : -x);
  return (x: number | bigint) => {
    const result = -BigInt(x);
    if (fits(result, type)) return canonicalLong(result);
    return ansi ? overflow(type, 'ARITHMETIC_OVERFLOW') : wrap(result, type);
  };
}

/** Since Spark 4 a negated decimal keeps 34 digits, rounded half to even: that is what Scala 2.13 does. */
function negateRounded({ unscaled, scale }: Decimal): Decimal {
  const excess = String(unscaled < 0n ? -unscaled : unscaled).length - 34;
  if (excess <= 0) return new Decimal(-unscaled, scale);
  return rescale(roundDecimal(new Decimal(-unscaled, scale), scale - excess, 'half even'), scale);
}

function negateCalendar({ months, days, microseconds }: CalendarInterval, ansi: boolean): CalendarInterval {
  if (ansi && [-months, -days].some((x) => !fits(BigInt(x), 'integer'))) return overflow('integer');
  return { months: -months | 0, days: -days | 0, microseconds: -microseconds };
}

function nullOnFailure(calculate: Calculate): Calculate {
  return (a, b) => {
    try {
      return calculate(a, b);
    } catch {
      return null;
    }
  };
}

/** Only the operator's own failures become null, not those of its operands. */
function tryArithmetic(sign: Sign, call: Call): Node {
  const [left, right] = call.args as [Node, Node];
  if (isTimeArithmetic(sign, left.type, right.type)) {
    const ansi = call.dialect.ansi || sign === '*' || sign === '/';
    return orNull(timeArithmetic(sign, { ...call, dialect: { ...call.dialect, ansi } }));
  }
  return arithmetic(sign, call, { ...call.dialect, ansi: true, lenient: true });
}

const tryOperator = (sign: Sign, name: string, since: readonly [number, number]) =>
  special(
    name,
    (call) => ({
      ...tryArithmetic(sign, call),
      sql: `${name}(${call.args.map((arg) => arg.sql).join(', ')})`,
    }),
    since,
  );

/** The value, or null where the row fails. */
export function orNull(node: Node): Node {
  const compile = () => {
    const evaluate = node.compile();
    return (row: Value[]) => {
      try {
        return evaluate(row);
      } catch {
        return null;
      }
    };
  };
  return { type: node.type, sql: node.sql, foldable: node.foldable, compile };
}

export const ARITHMETIC: readonly SqlFunction[] = [
  operator('+', '+'),
  operator('-', '-'),
  operator('*', '*'),
  operator('/', '/'),
  operator('%', '% mod'),
  operator('div', 'div'),
  operator('pmod', 'pmod'),
  { names: ['negative', 'unary minus'], build: negate },
  special('positive', (call) => {
    const arg = isInterval((call.args[0] as Node).type)
      ? (call.args[0] as Node)
      : coerce(call.args[0] as Node, 'number', call);
    return { ...apply({ type: arg.type, sql: `(+ ${arg.sql})`, args: [arg], make: () => (x: Value) => x }) };
  }),
  tryOperator('+', 'try_add', [3, 2]),
  tryOperator('-', 'try_subtract', [3, 3]),
  tryOperator('*', 'try_multiply', [3, 3]),
  tryOperator('/', 'try_divide', [3, 2]),
  tryOperator('%', 'try_mod', [4, 0]),
];
