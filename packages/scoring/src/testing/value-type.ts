import { type DataType, decimalOf, describeType, type Field, isVector } from '../core/types.ts';
import { Decimal } from '../core/values.ts';
import { Variant } from '../core/variant.ts';
import { isVectorValue } from '../core/vector.ts';

/** How a value does not fit the type its column declares; undefined where it fits. */
export function describeMisfit(value: unknown, field: Field): string | undefined {
  if (value === null) return field.nullable ? undefined : `column ${field.name} declares no nulls but has one`;
  return fits(value, field.type)
    ? undefined
    : `column ${field.name} declares ${describeType(field.type)} but holds another`;
}

function fits(value: unknown, type: DataType): boolean {
  if (value === null) return true;
  if (typeof type === 'string') return fitsPrimitive(value, type);
  if (isVector(type)) return isVectorValue(value);
  switch (type.type) {
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(item, type.elementType));
    case 'map':
      return value instanceof Map && [...value].every(([k, v]) => fits(k, type.keyType) && fits(v, type.valueType));
    case 'struct':
      return type.fields.every((field) => fits((value as Record<string, unknown>)[field.name] ?? null, field.type));
    case 'udt':
      return fits(value, type.sqlType);
  }
}

function fitsPrimitive(value: unknown, type: string): boolean {
  if (decimalOf(type as DataType) !== undefined) return value instanceof Decimal;
  switch (type) {
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'long':
      return typeof value === 'bigint' || Number.isSafeInteger(value);
    case 'byte':
    case 'short':
    case 'integer':
    case 'date':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number' && Object.is(Math.fround(value), value);
    case 'double':
      return typeof value === 'number';
    case 'timestamp':
    case 'timestamp_ntz':
      return typeof value === 'bigint';
    case 'variant':
      return value instanceof Variant;
    default:
      return value instanceof Uint8Array;
  }
}
