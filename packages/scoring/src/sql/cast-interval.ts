import { type DataType, decimalOf } from '../core/types.ts';
import { canonicalLong, Decimal, type Value } from '../core/values.ts';
import { castNumber, type Fail, toDecimal } from './cast-number.ts';
import { isIntegral } from './coercion.ts';
import type { Dialect } from './dialect.ts';
import { intervalOfSpan, isDayTime, isYearMonth, parseInterval } from './intervals.ts';

type Rules = Dialect & { readonly fail: Fail };

const SIZES: Readonly<Record<string, bigint>> = {
  year: 12n,
  month: 1n,
  day: 86_400_000_000n,
  hour: 3_600_000_000n,
  minute: 60_000_000n,
  second: 1_000_000n,
};

function lastUnit(type: DataType): string {
  return String(type).split(' ').at(-1) as string;
}

/** Casts of texts and whole numbers to an interval. */
export function castToInterval(from: DataType, to: DataType, { fail }: Rules): ((value: Value) => Value) | undefined {
  const bad = () => fail('CAST_INVALID_INPUT', 'the text of an interval');
  if (from === 'string') return (text) => parseAs(text as string, to) ?? bad();
  if (isYearMonth(from) && isYearMonth(to))
    return (value) => (lastUnit(to) === 'year' ? Math.trunc((value as number) / 12) * 12 : value);
  if (isDayTime(from) && isDayTime(to)) {
    const size = lastUnit(to) === 'second' ? 1n : (SIZES[lastUnit(to)] as bigint);
    return (value) => ((value as bigint) / size) * size;
  }
  if (!isIntegral(from) || to === 'interval') return undefined;
  const size = SIZES[lastUnit(to)] as bigint;
  return (value) => {
    const total = BigInt(value as number) * size;
    return isYearMonth(to) ? Number(total) : total;
  };
}

function parseAs(text: string, to: DataType): Value | undefined {
  if (to === 'interval') {
    return parseInterval(text)?.calendar;
  }
  const quoted = /^\s*interval\s+([+-]?)\s*'(.*)'\s+([a-z ]+?)\s*$/i.exec(text);
  const [start = '', end = start] = String(to).slice(9).split(' to ');
  const body = quoted === null ? text : `${quoted[1]}${quoted[2]}`;
  const found = start === end ? parseInterval(`${body} ${start}`) : intervalOfSpan(body, start, end);
  return found?.value;
}

/** An interval of one unit as a number of that unit. */
export function intervalToNumber(from: DataType, to: DataType, rules: Rules): ((value: Value) => Value) | undefined {
  if (String(from).includes(' to ') || from === 'interval') return undefined;
  const size = SIZES[lastUnit(from)] as bigint;
  const whole = castNumber('long', to, rules);
  if (decimalOf(to) !== undefined && lastUnit(from) === 'second')
    return (value) => whole(toDecimal(new Decimal(value as bigint, 6)));
  return (value) => whole(canonicalLong(BigInt(value as bigint) / size));
}
