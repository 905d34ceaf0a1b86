import { javaDouble, javaFloat } from '../../core/java-text.ts';
import type { DataType } from '../../core/types.ts';
import { Decimal } from '../../core/values.ts';

/** How Java writes a value of a primitive type (`toString`), which for small decimals is not how Spark casts it. */
export function javaText(type: DataType): (value: unknown) => string {
  if (type === 'double') return (value) => javaDouble(value as number);
  if (type === 'float') return (value) => javaFloat(value as number);
  return (value) => (value instanceof Decimal ? javaDecimal(value) : String(value));
}

/** `BigDecimal.toString`: with an exponent where the first digit stands more than six places behind the point. */
function javaDecimal(value: Decimal): string {
  const digits = String(value.unscaled < 0n ? -value.unscaled : value.unscaled);
  const exponent = digits.length - 1 - value.scale;
  if (value.scale >= 0 && exponent >= -6) return value.toString();
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${value.unscaled < 0n ? '-' : ''}${digits[0]}${fraction}E${exponent < 0 ? '' : '+'}${exponent}`;
}
