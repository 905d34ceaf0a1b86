/** Spark's implicit casts: `TypeCoercion` before Spark 4, `AnsiTypeCoercion` since. */
import { isAtLeast } from '../core/spark-version.ts';
import {
  type ArrayType,
  arrayType,
  type DataType,
  decimalOf,
  isNumeric,
  type MapType,
  type StructType,
} from '../core/types.ts';
import type { Dialect } from './dialect.ts';
import { isDayTime, isInterval, isYearMonth } from './intervals.ts';
import { sameType } from './node.ts';

const PRECEDENCE: readonly DataType[] = ['byte', 'short', 'integer', 'long', 'float', 'double'];
/** The decimal that holds every value of an integral type. */
const INTEGRAL_DIGITS: Readonly<Record<string, number>> = { byte: 3, short: 5, integer: 10, long: 20 };

export interface DecimalSize {
  readonly precision: number;
  readonly scale: number;
}

export function isIntegral(type: DataType): boolean {
  return typeof type === 'string' && INTEGRAL_DIGITS[type] !== undefined;
}

function isFractional(type: DataType): boolean {
  return isNumeric(type) && !isIntegral(type);
}

export function isFloating(type: DataType): boolean {
  return type === 'double' || type === 'float';
}

export function isDecimal(type: DataType): boolean {
  return decimalOf(type) !== undefined;
}

export function isAtomic(type: DataType): boolean {
  return typeof type === 'string' && type !== 'void' && type !== 'interval';
}

export function isTemporal(type: DataType): boolean {
  return type === 'date' || type === 'timestamp' || type === 'timestamp_ntz';
}

/** Precision and scale of a decimal, or of that which an integral type becomes. */
export function decimalSize(type: DataType): DecimalSize {
  const digits = INTEGRAL_DIGITS[type as string];
  if (digits !== undefined) return { precision: digits, scale: 0 };
  return decimalOf(type) ?? (type === 'float' ? { precision: 14, scale: 7 } : { precision: 30, scale: 15 });
}

export function decimalTypeOf({ precision, scale }: DecimalSize): DataType {
  return `decimal(${Math.min(precision, 38)},${Math.min(scale, 38)})`;
}

/** Digits lost where 38 do not suffice: of the fraction first, but six stay. Mirrors `adjustPrecisionScale`. */
export function adjustedDecimal({ precision, scale }: DecimalSize): DataType {
  if (precision <= 38) return `decimal(${precision},${scale})`;
  const whole = precision - scale;
  return `decimal(38,${Math.max(38 - whole, Math.min(scale, 6))})`;
}

export function widerDecimal(a: DecimalSize, b: DecimalSize): DataType {
  const scale = Math.max(a.scale, b.scale);
  return decimalTypeOf({ precision: Math.max(a.precision - a.scale, b.precision - b.scale) + scale, scale });
}

/** The type to which both cast without loss; undefined where there is none. Mirrors `findTightestCommonType`. */
export function tightestType(a: DataType, b: DataType, dialect: Dialect): DataType | undefined {
  if (sameType(a, b)) return mergeNullability(a, b);
  if (a === 'void') return b;
  if (b === 'void') return a;
  if (isNumeric(a) && isNumeric(b)) return tightestNumber(a, b, dialect);
  if (isTemporal(a) && isTemporal(b)) return a === 'timestamp' || b === 'timestamp' ? 'timestamp' : 'timestamp_ntz';
  if (isYearMonth(a) && isYearMonth(b)) return spanOf(a as string, b as string, ['year', 'month']);
  if (isDayTime(a) && isDayTime(b)) return spanOf(a as string, b as string, ['day', 'hour', 'minute', 'second']);
  return complexType(a, b, (x, y) => tightestType(x, y, dialect));
}

function spanOf(a: string, b: string, units: readonly string[]): DataType {
  const used = units.filter((unit) => a.includes(unit) || b.includes(unit));
  const [start, end] = [used[0] as string, used.at(-1) as string];
  return start === end ? `interval ${start}` : `interval ${start} to ${end}`;
}

function tightestNumber(a: DataType, b: DataType, { ansi }: Dialect): DataType | undefined {
  if (isDecimal(a) || isDecimal(b)) {
    const [decimal, other] = isDecimal(a) ? [a, b] : [b, a];
    if (!isIntegral(other)) return undefined;
    const [wide, narrow] = [decimalSize(decimal), decimalSize(other)];
    return wide.precision - wide.scale >= narrow.precision ? decimal : undefined;
  }
  const wider = PRECEDENCE[Math.max(PRECEDENCE.indexOf(a), PRECEDENCE.indexOf(b))] as DataType;
  return ansi && wider === 'float' ? 'double' : wider;
}

/** The common type of values side by side, as in CASE or IN. Mirrors `findWiderTypeForTwo`. */
export function widerType(a: DataType, b: DataType, dialect: Dialect): DataType | undefined {
  return (
    tightestType(a, b, dialect) ??
    widerNumber(a, b) ??
    widerText(a, b, dialect) ??
    complexType(a, b, (x, y) => widerType(x, y, dialect))
  );
}

/** As widerType, but no number becomes a string. */
export function widerTypeWithoutText(a: DataType, b: DataType, dialect: Dialect): DataType | undefined {
  return (
    tightestType(a, b, dialect) ?? widerNumber(a, b) ?? complexType(a, b, (x, y) => widerTypeWithoutText(x, y, dialect))
  );
}

/** Numbers of which one is a decimal. */
function widerNumber(a: DataType, b: DataType): DataType | undefined {
  if (!isNumeric(a) || !isNumeric(b) || !(isDecimal(a) || isDecimal(b))) return undefined;
  return isFloating(a) || isFloating(b) ? 'double' : widerDecimal(decimalSize(a), decimalSize(b));
}

function widerText(a: DataType, b: DataType, dialect: Dialect): DataType | undefined {
  if (a !== 'string' && b !== 'string') return undefined;
  const other = a === 'string' ? b : a;
  if (dialect.ansi) return promotedText(other);
  return isAtomic(other) && other !== 'boolean' && other !== 'binary' ? 'string' : undefined;
}

/** What a string becomes beside a value of the other type, under ANSI. */
export function promotedText(other: DataType): DataType | undefined {
  if (isIntegral(other)) return 'long';
  if (isFractional(other)) return 'double';
  return isAtomic(other) && !isInterval(other) ? other : undefined;
}

type Merge = (a: DataType, b: DataType) => DataType | undefined;

function complexType(a: DataType, b: DataType, merge: Merge): DataType | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || a.type !== b.type) return undefined;
  if (a.type === 'array') {
    const element = merge(a.elementType, (b as ArrayType).elementType);
    return element && arrayType(element, a.containsNull || (b as ArrayType).containsNull);
  }
  if (a.type === 'map') return mergeMaps(a, b as MapType, merge);
  return a.type === 'struct' ? mergeStructs(a, b as StructType, merge) : undefined;
}

function mergeMaps(a: MapType, b: MapType, merge: Merge): DataType | undefined {
  const [keyType, valueType] = [merge(a.keyType, b.keyType), merge(a.valueType, b.valueType)];
  if (keyType === undefined || valueType === undefined) return undefined;
  return { type: 'map', keyType, valueType, valueContainsNull: a.valueContainsNull || b.valueContainsNull };
}

function mergeStructs(a: StructType, b: StructType, merge: Merge): DataType | undefined {
  if (a.fields.length !== b.fields.length) return undefined;
  const fields = a.fields.map((field, i) => {
    const other = b.fields[i] as StructType['fields'][number];
    if (field.name.toLowerCase() !== other.name.toLowerCase()) return undefined;
    const type = merge(field.type, other.type);
    return type && { ...field, type, nullable: field.nullable || other.nullable };
  });
  return fields.some((field) => field === undefined) ? undefined : { ...a, fields: fields as StructType['fields'] };
}

function mergeNullability(a: DataType, b: DataType): DataType {
  return typeof a === 'object' ? (complexType(a, b, mergeNullability) ?? a) : a;
}

/** The type in which two values are compared; undefined where they cannot be. */
export function comparisonType(
  a: DataType,
  b: DataType,
  { dialect, isEquality }: { dialect: Dialect; isEquality: boolean },
): DataType | undefined {
  const tight = tightestType(a, b, dialect) ?? widerNumber(a, b);
  if (tight !== undefined) return tight;
  if (dialect.ansi)
    return a === 'string'
      ? promotedText(b)
      : b === 'string'
        ? promotedText(a)
        : complexType(a, b, (x, y) => comparisonType(x, y, { dialect, isEquality }));
  if (a !== 'string' && b !== 'string')
    return (isEquality ? booleanComparison(a, b) : undefined) ?? complexType(a, b, (x, y) => widerType(x, y, dialect));
  const other = a === 'string' ? b : a;
  if (isDecimal(other)) return 'double';
  // Spark 2.4 compares dates and times with texts as texts, but for equal timestamps.
  const asText = other === 'date' || (other === 'timestamp' && !isEquality);
  if (asText && !isAtLeast(dialect.version, 3, 0)) return 'string';
  return isAtomic(other) && !isInterval(other) ? other : undefined;
}

/** Before Spark 4 a boolean equals the number 1 or 0. */
function booleanComparison(a: DataType, b: DataType): DataType | undefined {
  if (a === 'boolean' && isNumeric(b)) return b;
  return b === 'boolean' && isNumeric(a) ? a : undefined;
}
