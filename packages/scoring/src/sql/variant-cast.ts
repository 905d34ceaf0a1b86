/** Casts from VARIANT. Mirrors `VariantGet.cast`. */
import { ScoringError } from '../core/errors.ts';
import { type ArrayType, type DataType, decimalOf, type MapType, type StructType } from '../core/types.ts';
import type { Decimal, Value } from '../core/values.ts';
import { type Variant, type VariantContent, variantToJson } from '../core/variant.ts';
import { findZone, type Zone } from '../core/zones.ts';
import { type Fail, fits, giveNull } from './cast-number.ts';
import { badTypes, type Dialect } from './dialect.ts';
import { remember } from './remember.ts';
import { typeName } from './type-name.ts';
import { isVariantType } from './variant-build.ts';

type Rules = Dialect & { readonly fail: Fail };
type Convert = (value: Value) => Value;
/** The casts between the other types, which this module must not import. */
type Converter = (from: DataType, to: DataType, rules: Rules) => Convert;

/** The cast to a type of variants that are not SQL's NULL; that of JSON's null gives NULL. */
export function fromVariant(to: DataType, rules: Rules, converter: Converter): Convert {
  if (!isVariantType(to, true)) throw badTypes(`a value that can be cast to ${typeName(to)}`, 'VARIANT');
  return convertTo(to, rules, converter);
}

function convertTo(to: DataType, rules: Rules, converter: Converter): Convert {
  if (to === 'variant') return (value) => value;
  const convert = presentConverter(to, rules, converter);
  const invalid = () => rules.fail('INVALID_VARIANT_CAST', `a variant that can be cast to ${typeName(to)}`);
  return (value) => {
    const { content } = value as Variant;
    if (content.kind === 'scalar' && content.type === 'void') return null;
    return convert(value as Variant) ?? invalid();
  };
}

/** Gives undefined or null for what cannot be cast. */
type Attempt = (value: Variant) => Value;

function presentConverter(to: DataType, rules: Rules, converter: Converter): Attempt {
  if (typeof to === 'string') return scalarConverter(to, rules, converter);
  switch (to.type) {
    case 'array':
      return arrayConverter(convertTo((to as ArrayType).elementType, rules, converter));
    case 'map':
      return mapConverter(convertTo((to as MapType).valueType, rules, converter));
    default:
      return structConverter(to as StructType, (type) => convertTo(type, rules, converter));
  }
}

function scalarConverter(to: DataType, rules: Rules, converter: Converter): Attempt {
  const lenient = { ...rules, ansi: true, fail: giveNull };
  const zone = findZone(rules.timeZone) as Zone;
  const byType = remember((from: string) =>
    possible(from as DataType, to, () => converter(from as DataType, to, lenient)),
  );
  return (variant) => {
    const { content } = variant;
    if (content.kind !== 'scalar') return to === 'string' ? variantToJson(variant, zone) : null;
    return byType(content.type)?.(content.value);
  };
}

/** The cast, if Spark's ANSI mode has it. Those of exact numbers to times do not wrap here. */
function possible(from: DataType, to: DataType, make: () => Convert): Convert | undefined {
  if (to === 'timestamp' && (from === 'long' || decimalOf(from) !== undefined)) return exactTimestamp;
  try {
    return make();
  } catch (error) {
    if (error instanceof ScoringError && error.code === 'INPUT_COLUMN_TYPE') return undefined;
    throw error;
  }
}

function exactTimestamp(seconds: Value): Value {
  const isWhole = typeof seconds === 'number' || typeof seconds === 'bigint';
  const { unscaled, scale } = isWhole ? { unscaled: BigInt(seconds), scale: 0 } : (seconds as Decimal);
  const microseconds = (unscaled * 1_000_000n) / 10n ** BigInt(scale);
  return fits(microseconds, 'long') ? microseconds : null;
}

function arrayConverter(element: Convert): Attempt {
  return ({ content }) => (content.kind === 'array' ? content.items.map(element) : null);
}

function mapConverter(field: Convert): Attempt {
  return ({ content }) =>
    content.kind === 'object' ? new Map([...content.fields].map(([key, value]) => [key, field(value)])) : null;
}

/** Fields by their exact names; the others are null. */
function structConverter({ fields }: StructType, convert: (type: DataType) => Convert): Attempt {
  const converters = fields.map(({ name, type }) => ({ name, convert: convert(type) }));
  const fieldOf = ({ fields: all }: VariantContent & { kind: 'object' }, name: string, cast: Convert) => {
    const value = all.get(name);
    return value === undefined ? null : cast(value);
  };
  return ({ content }) =>
    content.kind === 'object'
      ? Object.fromEntries(converters.map(({ name, convert: cast }) => [name, fieldOf(content, name, cast)]))
      : null;
}
