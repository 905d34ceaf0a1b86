/** `CAST(x AS type)`. Mirrors `Cast`, legacy and ANSI. */

import { DAY_MICROSECONDS, floorDivide, splitDay } from '../core/calendar.ts';
import { isAtLeast } from '../core/spark-version.ts';
import { type ArrayType, type DataType, decimalOf, isNumeric, type MapType, type StructType } from '../core/types.ts';
import { Decimal, toDouble, type Value } from '../core/values.ts';
import { findZone, toInstant, toLocal, type Zone } from '../core/zones.ts';
import { castToInterval, intervalToNumber } from './cast-interval.ts';
import {
  castNumber,
  type Fail,
  failCast,
  fitDecimal,
  fits,
  giveNull,
  limitOf,
  parseDecimalText,
  parseDouble,
  parseWhole,
  toDecimal,
} from './cast-number.ts';
import { encodeText, textOf } from './cast-text.ts';
import { isIntegral, isTemporal } from './coercion.ts';
import { badTypes, type Dialect, failRow, showsCasts } from './dialect.ts';
import { isInterval } from './intervals.ts';
import { apply, type Node, sameType } from './node.ts';
import { cutMicroseconds, leniencyOf, parseDateText, parseTimestampText, trimAll } from './time-text.ts';
import { typeName } from './type-name.ts';
import { variantOf } from './variant-build.ts';
import { fromVariant } from './variant-cast.ts';

/** The cast of a value that is not null. */
export type Convert = (value: Value) => Value;

export interface CastRules extends Dialect {
  /** What becomes of a value that does not fit. */
  readonly fail: Fail;
}

/** The node cast, if need be: an implicit cast. Since Spark 3.2 it leaves no trace in the name. */
export function castNode(node: Node, type: DataType, dialect: Dialect): Node {
  if (sameType(node.type, type)) return node;
  const cast = explicitCast(node, type, { dialect, lenient: false });
  return showsCasts(dialect) ? cast : { ...cast, sql: node.sql };
}

/** As castNode, but Spark puts in this cast whether or not the types differ. */
export function alwaysCast(node: Node, type: DataType, dialect: Dialect): Node {
  return showsCasts(dialect) ? explicitCast(node, type, { dialect, lenient: false }) : castNode(node, type, dialect);
}

/** CAST or, `lenient`, TRY_CAST. */
export function explicitCast(
  node: Node,
  type: DataType,
  { dialect, lenient }: { dialect: Dialect; lenient: boolean },
): Node {
  const rules = { ...dialect, ansi: dialect.ansi || lenient, fail: dialect.ansi && !lenient ? failCast : giveNull };
  const convert = converter(node.type, type, rules);
  // Spark leaves a cast to an array, map or struct out of names.
  const sql =
    typeof type === 'object' ? node.sql : `${lenient ? 'TRY_CAST' : 'CAST'}(${node.sql} AS ${typeName(type)})`;
  return apply({
    type,
    sql,
    args: [node],
    make: () => convert,
  });
}

/** Fails where Spark has no such cast. */
export function converter(from: DataType, to: DataType, rules: CastRules): Convert {
  if (sameType(from, to)) return (value) => value;
  if (from === 'void') return () => null;
  if (to === 'variant' && isAtLeast(rules.version, 4, 0)) return variantOf(from);
  if (from === 'variant') return fromVariant(to, rules, converter);
  if (typeof to === 'object') return complexConverter(from, to, rules);
  if (to === 'string') return textOf(from, rules);
  const convert = typeof from === 'object' ? undefined : atomicConverter(from, to, rules);
  if (convert === undefined) throw badTypes(`a value that can be cast to ${typeName(to)}`, typeName(from));
  return convert;
}

function atomicConverter(from: DataType, to: DataType, rules: CastRules): Convert | undefined {
  if (isNumeric(to)) return numberConverter(from, to, rules);
  if (isInterval(to)) return castToInterval(from, to, rules);
  switch (to) {
    case 'boolean':
      return booleanConverter(from, rules);
    case 'binary':
      return binaryConverter(from, rules);
    case 'date':
    case 'timestamp':
    case 'timestamp_ntz':
      return timeConverter(from, to, rules);
    default:
      return undefined;
  }
}

function numberConverter(from: DataType, to: DataType, rules: CastRules): Convert | undefined {
  if (from === 'string') return textToNumber(to, rules);
  if (from === 'boolean' || isNumeric(from)) return castNumber(from, to, rules);
  if (isInterval(from)) return intervalToNumber(from, to, rules);
  if (from === 'timestamp') {
    if (decimalOf(to) !== undefined) {
      const convert = castNumber('double', to, rules);
      return (value) => convert(new Decimal(value as bigint, 6));
    }
    if (to === 'double' || to === 'float') {
      const round = to === 'float' ? Math.fround : (x: number) => x;
      return (value) => round(Number(value as bigint) / 1e6);
    }
    const convert = castNumber('long', to, rules);
    return (value) => convert(floorDivide(value as bigint, 1_000_000n));
  }
  return from === 'date' && !rules.ansi ? () => null : undefined;
}

function textToNumber(to: DataType, rules: CastRules): Convert {
  const { ansi, fail } = rules;
  if (!isAtLeast(rules.version, 3, 0)) return oldTextToNumber(to, rules);
  const bad = () => fail('CAST_INVALID_INPUT', `the text of a ${typeName(to)}`);
  const size = decimalOf(to);
  if (size !== undefined) {
    return (text) => {
      const parsed = parseDecimalText(text as string);
      if (parsed === undefined) return bad();
      return (
        fitDecimal(parsed, size) ??
        fail('NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION', `a number of ${size.precision} digits`)
      );
    };
  }
  if (to === 'double') return (text) => parseDouble(text as string) ?? bad();
  if (to === 'float') {
    return (text) => {
      const parsed = parseDouble(text as string);
      return parsed === undefined ? bad() : Math.fround(parsed);
    };
  }
  return (text) => parseWhole(text as string, to, ansi) ?? bad();
}

/** Spark 2.4 takes no blanks around, but for doubles, and Java's names of NaN and the infinities only. */
function oldTextToNumber(to: DataType, rules: CastRules): Convert {
  const convert = textToNumber(to, { ...rules, version: { major: 3, minor: 0, text: '3.0' } });
  const isReal = to === 'double' || to === 'float';
  const refused = isReal ? /^\s*[+-]?(inf|nan|infinity)\s*$/i : /^[\u0000-\u0020]|[\u0000-\u0020]$/;
  const named = /^\s*[+-]?(NaN|Infinity)\s*$/;
  return (text) => (refused.test(text as string) && !(isReal && named.test(text as string)) ? null : convert(text));
}

const TRUE = /^(t|true|y|yes|1)$/i;
const FALSE = /^(f|false|n|no|0)$/i;

function booleanConverter(from: DataType, { ansi, fail, version }: CastRules): Convert | undefined {
  if (from === 'string') {
    const trims = isAtLeast(version, 3, 0);
    return (text) => {
      const trimmed = trims ? trimAll(text as string) : (text as string);
      if (TRUE.test(trimmed)) return true;
      return FALSE.test(trimmed) ? false : fail('CAST_INVALID_INPUT', 'the text of a BOOLEAN');
    };
  }
  if (isNumeric(from)) return (value) => (value instanceof Decimal ? value.unscaled !== 0n : toDouble(value) !== 0);
  if (from === 'timestamp') return ansi ? undefined : (value) => value !== 0n;
  return from === 'date' && !ansi ? () => null : undefined;
}

function binaryConverter(from: DataType, { ansi }: CastRules): Convert | undefined {
  if (from === 'string') return (text) => encodeText(text as string);
  if (!isIntegral(from) || ansi) return undefined;
  const size = { byte: 1, short: 2, integer: 4, long: 8 }[from as 'byte'];
  return (value) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigInt64(0, BigInt(value as number));
    return new Uint8Array(view.buffer).slice(8 - size);
  };
}

function timeConverter(
  from: DataType,
  to: 'date' | 'timestamp' | 'timestamp_ntz',
  rules: CastRules,
): Convert | undefined {
  if (from === 'string') return textToTime(to, rules);
  if (isTemporal(from)) return temporalConverter(from, to, rules);
  if (to !== 'timestamp') return undefined;
  if (from === 'boolean') return rules.ansi ? undefined : (value) => (value ? 1n : 0n);
  return isNumeric(from) ? numberToTimestamp(from, rules) : undefined;
}

function textToTime(to: 'date' | 'timestamp' | 'timestamp_ntz', { fail, timeZone, version }: CastRules): Convert {
  const leniency = leniencyOf(version);
  const bad = () => fail('CAST_INVALID_INPUT', `the text of a ${typeName(to)}`);
  if (to === 'date') return (text) => parseDateText(text as string, leniency) ?? bad();
  if (to === 'timestamp') return (text) => parseTimestampText(text as string, timeZone, leniency)?.instant ?? bad();
  return (text) => parseTimestampText(text as string, 'UTC')?.local ?? bad();
}

function temporalConverter(from: DataType, to: DataType, { timeZone, version }: CastRules): Convert {
  const zone = findZone(timeZone) as Zone;
  if (from === 'timestamp' && to === 'date' && !isAtLeast(version, 3, 0))
    return (x) => splitDay(toLocal(cutMicroseconds(x as bigint), zone)).days;
  const toClock: Convert =
    from === 'date' ? startOfDay : from === 'timestamp' ? (x) => toLocal(x as bigint, zone) : (x) => x;
  if (to === 'date') return (x) => splitDay(toClock(x) as bigint).days;
  if (to === 'timestamp_ntz') return toClock;
  return (x) => toInstant(toClock(x) as bigint, zone);
}

/** Timestamps end in the year 294247, dates do not. */
function startOfDay(days: Value): bigint {
  const start = BigInt(days as number) * DAY_MICROSECONDS;
  if (!fits(start, 'long'))
    throw failRow('java.lang.ArithmeticException', 'expected a date within TIMESTAMP, got another');
  return start;
}

function numberToTimestamp(from: DataType, { ansi, fail, version }: CastRules): Convert {
  const limit = limitOf('long');
  const overflow = () => fail('CAST_OVERFLOW', 'seconds within TIMESTAMP');
  const clamp = (micros: bigint) => (micros >= limit ? limit - 1n : micros < -limit ? -limit : micros);
  if (from === 'double' || from === 'float') {
    return (value) => {
      const micros = (value as number) * 1e6;
      if (!Number.isFinite(micros))
        return ansi && !Number.isFinite(value as number) ? fail('CAST_INVALID_INPUT', 'a finite number') : null;
      const whole = BigInt(Math.trunc(micros));
      return ansi && whole !== clamp(whole) ? overflow() : clamp(whole);
    };
  }
  if (decimalOf(from) !== undefined) {
    return (value) => {
      const { unscaled, scale } = toDecimal(value) as Decimal;
      return BigInt.asIntN(64, (unscaled * 1_000_000n) / 10n ** BigInt(scale));
    };
  }
  return (value) => {
    const micros = BigInt(value as number) * 1_000_000n;
    return isAtLeast(version, 3, 0) ? clamp(micros) : BigInt.asIntN(64, micros);
  };
}

function complexConverter(from: DataType, to: Exclude<DataType, string>, rules: CastRules): Convert {
  if (typeof from === 'object' && from.type === to.type) {
    if (from.type === 'array') {
      const convert = orNull(converter(from.elementType, (to as ArrayType).elementType, rules));
      return (values) => (values as readonly Value[]).map(convert);
    }
    if (from.type === 'map') return mapConverter(from, to as MapType, rules);
    if (from.type === 'struct' && from.fields.length === (to as StructType).fields.length)
      return structConverter(from, to as StructType, rules);
  }
  throw badTypes(`a value that can be cast to ${typeName(to)}`, typeName(from));
}

function mapConverter(from: MapType, to: MapType, rules: CastRules): Convert {
  const key = converter(from.keyType, to.keyType, rules);
  const value = orNull(converter(from.valueType, to.valueType, rules));
  return (map) => new Map([...(map as ReadonlyMap<Value, Value>)].map(([k, v]) => [key(k), value(v)]));
}

function structConverter(from: StructType, to: StructType, rules: CastRules): Convert {
  const fields = from.fields.map((field, i) => {
    const target = to.fields[i] as StructType['fields'][number];
    return { source: field.name, name: target.name, convert: orNull(converter(field.type, target.type, rules)) };
  });
  return (struct) =>
    Object.fromEntries(
      fields.map(({ source, name, convert }) => [name, convert((struct as Record<string, Value>)[source])]),
    );
}

function orNull(convert: Convert): Convert {
  return (value) => (value === null || value === undefined ? null : convert(value));
}
