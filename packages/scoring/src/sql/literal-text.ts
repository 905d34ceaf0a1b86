import { javaDouble, javaFloat } from '../core/java-text.ts';
import { isAtLeast } from '../core/spark-version.ts';
import type { DataType } from '../core/types.ts';
import { Decimal, type Value } from '../core/values.ts';
import { findZone, type Zone } from '../core/zones.ts';
import type { Dialect } from './dialect.ts';
import { type CalendarInterval, formatInterval, formatOldInterval } from './intervals.ts';
import { formatDateText, formatLocalText, formatTimestampText } from './time-text.ts';

/** A literal as it stands in the names of columns: texts without quotes. */
export function literalText(type: DataType, value: Value, { timeZone, version }: Dialect): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return value;
  if (type === 'double') return javaDouble(value as number);
  if (type === 'float') return javaFloat(value as number);
  if (type === 'date') return `DATE '${formatDateText(value as number)}'`;
  const isModern = isAtLeast(version, 3, 0);
  if (type === 'timestamp') {
    const text = `'${formatTimestampText(value as bigint, findZone(timeZone) as Zone)}'`;
    return isModern ? `TIMESTAMP ${text}` : `TIMESTAMP(${text.includes('.') ? text : text.replace(/'$/, ".0'")})`;
  }
  if (type === 'timestamp_ntz') return `TIMESTAMP_NTZ '${formatLocalText(value as bigint)}'`;
  if (typeof type === 'string' && type.startsWith('interval')) {
    if (!isModern) return formatOldInterval(value as CalendarInterval);
    const text = formatInterval(value as bigint, type);
    return type === 'interval' ? `INTERVAL '${text}'` : text;
  }
  if (value instanceof Uint8Array) return `X'${hex(value)}'`;
  return value instanceof Decimal ? decimalText(value) : String(value);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

/** `BigDecimal.toString`: with an exponent where the number is very small. */
export function decimalText(value: Decimal): string {
  const digits = String(value.unscaled < 0n ? -value.unscaled : value.unscaled);
  const exponent = digits.length - 1 - value.scale;
  if (value.scale === 0 || exponent >= -6) return String(value);
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${value.unscaled < 0n ? '-' : ''}${digits[0]}${fraction}E${exponent < 0 ? '' : '+'}${exponent}`;
}
