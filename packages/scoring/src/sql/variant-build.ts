/** Variants from JSON and from values of other types. Mirrors `VariantBuilder`. */
import { type DataType, decimalOf, isNumeric, type PrimitiveType, type StructType } from '../core/types.ts';
import { canonicalLong, type Decimal, parseDecimal, type Value } from '../core/values.ts';
import {
  arrayVariant,
  decimalVariant,
  objectVariant,
  scalarVariant,
  VARIANT_NULL,
  type Variant,
} from '../core/variant.ts';
import { fits } from './cast-number.ts';
import { isIntegral } from './coercion.ts';
import { badTypes, failRow } from './dialect.ts';
import { type Json, JsonMembers, JsonNumberText } from './json-text.ts';
import { typeName } from './type-name.ts';

const MOST_DIGITS = 38;
/** Jackson's limit of characters in a number. */
const MOST_CHARACTERS = 1000;

/** Undefined where a name stands twice in an object, or where Jackson refuses a number or text. */
export function variantOfJson(json: Json): Variant | undefined {
  if (json === null) return VARIANT_NULL;
  if (typeof json === 'boolean') return scalarVariant('boolean', json);
  if (typeof json === 'string') return isUnicode(json) ? scalarVariant('string', json) : undefined;
  if (json instanceof JsonNumberText) return variantOfNumber(json.text);
  if (json instanceof JsonMembers) return variantOfMembers(json);
  const items: Variant[] = [];
  for (const element of json) {
    const item = variantOfJson(element);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return arrayVariant(items);
}

/** False where half of a surrogate pair stands alone. */
function isUnicode(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function variantOfMembers({ entries }: JsonMembers): Variant | undefined {
  const fields: [string, Variant][] = [];
  for (const [key, member] of entries) {
    const field = isUnicode(key) ? variantOfJson(member) : undefined;
    if (field === undefined) return undefined;
    fields.push([key, field]);
  }
  return objectVariant(fields);
}

/** A long where it fits, else a decimal of at most 38 digits, else a double. */
function variantOfNumber(text: string): Variant | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  if (/^-?\d+$/.test(text)) {
    const whole = BigInt(text);
    if (fits(whole, 'long')) return scalarVariant('long', canonicalLong(whole));
  }
  const decimal = /[eE]/.test(text) ? undefined : parseDecimal(text);
  if (decimal === undefined) return scalarVariant('double', Number(text));
  const digits = String(decimal.unscaled).replace('-', '').length;
  const isSmall = digits <= MOST_DIGITS && decimal.scale <= MOST_DIGITS;
  return isSmall ? decimalVariant(decimal) : scalarVariant('double', Number(text));
}

/** True for the types that cast to and from VARIANT; those with names only where `named`. */
export function isVariantType(type: DataType, named: boolean): boolean {
  if (typeof type === 'string')
    return isNumeric(type) || /^(boolean|string|binary|date|timestamp|timestamp_ntz|variant)$/.test(type);
  if (type.type === 'array') return isVariantType(type.elementType, named);
  if (!named) return false;
  if (type.type === 'map') return type.keyType === 'string' && isVariantType(type.valueType, named);
  return type.type === 'struct' && type.fields.every((field) => isVariantType(field.type, named));
}

/** CAST(x AS VARIANT) of values that are not null. */
export function variantOf(type: DataType): (value: Value) => Variant {
  if (!isVariantType(type, false)) throw badTypes('a value that can be cast to VARIANT', typeName(type));
  return variantBuilder(type);
}

/** As variantOf, maps and structs too: they become objects. */
export function variantBuilder(type: DataType): (value: Value) => Variant {
  const build = presentBuilder(type);
  return (value) => (value === null || value === undefined ? VARIANT_NULL : build(value));
}

function presentBuilder(type: DataType): (value: Value) => Variant {
  if (type === 'variant') return (value) => value as Variant;
  if (typeof type === 'string') {
    if (decimalOf(type) !== undefined) return (value) => decimalVariant(value as Decimal);
    const kind: PrimitiveType = isIntegral(type) ? 'long' : type;
    return (value) => scalarVariant(kind, value);
  }
  if (type.type === 'array') {
    const item = variantBuilder(type.elementType);
    return (items) => arrayVariant((items as readonly Value[]).map(item));
  }
  if (type.type === 'map') {
    const field = variantBuilder(type.valueType);
    return (map) => expectObject([...(map as ReadonlyMap<string, Value>)].map(([key, value]) => [key, field(value)]));
  }
  return structBuilder(type as StructType);
}

function structBuilder({ fields }: StructType): (value: Value) => Variant {
  const builders = fields.map(({ name, type }) => ({ name, build: variantBuilder(type) }));
  return (struct) =>
    expectObject(builders.map(({ name, build }) => [name, build((struct as Record<string, Value>)[name])]));
}

export function expectObject(entries: readonly (readonly [string, Variant])[]): Variant {
  const object = objectVariant(entries);
  if (object === undefined)
    throw failRow('VARIANT_DUPLICATE_KEY', 'expected each name once in an object, got it twice');
  return object;
}
