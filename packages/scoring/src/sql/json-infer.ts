/** The type of a JSON value. Mirrors `JsonInferSchema`. */
import { arrayType, createField, type DataType, decimalOf, type Field, structType } from '../core/types.ts';
import type { Decimal } from '../core/values.ts';
import { fits, parseDecimalText } from './cast-number.ts';
import { decimalSize, isIntegral, tightestType } from './coercion.ts';
import { type Dialect, failRow } from './dialect.ts';
import { jsonDecoder } from './json-decode.ts';
import { type Json, JsonMembers, JsonNumberText } from './json-text.ts';
import { flagOf, type Options } from './option-map.ts';

interface Rules {
  readonly prefersDecimal: boolean;
  readonly asStrings: boolean;
  readonly dropsNulls: boolean;
  readonly isTimestamp: (text: string) => boolean;
  readonly dialect: Dialect;
}

/** The type of a text's value, without what holds nothing. */
export function inferJson(options: Options, given: Dialect): (json: Json) => DataType {
  const dialect = { ...given, ansi: false };
  const format = options.get('timestampformat');
  const asTimestamp = jsonDecoder('timestamp', {
    timeZone: options.get('timezone') ?? dialect.timeZone,
    ...(format === undefined ? {} : { timestampFormat: format }),
  });
  const infersTimestamp = flagOf(options, 'infertimestamp');
  const rules: Rules = {
    prefersDecimal: flagOf(options, 'prefersdecimal'),
    asStrings: flagOf(options, 'primitivesasstring'),
    dropsNulls: flagOf(options, 'dropfieldifallnull'),
    isTimestamp: (text) => infersTimestamp && asTimestamp(text) !== undefined,
    dialect,
  };
  return (json) => {
    const type = inferValue(json, rules);
    const ofStructs = isArray(type) && isStruct(type.elementType);
    return (
      withoutNothing(type, rules) ??
      (ofStructs ? arrayType(structType([])) : isStruct(type) ? structType([]) : 'string')
    );
  };
}

function isArray(type: DataType) {
  return typeof type === 'object' && type.type === 'array';
}

function isStruct(type: DataType) {
  return typeof type === 'object' && type.type === 'struct';
}

function inferValue(json: Json, rules: Rules): DataType {
  if (json === null || json === '') return 'void';
  if (typeof json === 'string') return inferText(json, rules);
  if (json instanceof JsonMembers) {
    const fields = json.entries.map(([name, value]) => createField(name, inferValue(value, rules)));
    return structType(fields.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)));
  }
  if (json instanceof JsonNumberText) return rules.asStrings ? 'string' : inferNumber(json.text, rules);
  if (typeof json === 'boolean') return rules.asStrings ? 'string' : 'boolean';
  return arrayType(
    json.reduce<DataType>((type, item) => commonType(type, inferValue(item, rules), rules.dialect), 'void'),
  );
}

function inferText(text: string, { prefersDecimal, isTimestamp }: Rules): DataType {
  const decimal = prefersDecimal ? parseDecimalText(text.replaceAll(',', '')) : undefined;
  if (decimal !== undefined && !/\s/.test(text)) {
    const precision = digitsOf(decimal);
    if (decimal.scale >= 0 && decimal.scale <= precision && precision <= 38)
      return `decimal(${precision},${decimal.scale})`;
  }
  return isTimestamp(text) ? 'timestamp' : 'string';
}

function digitsOf({ unscaled }: Decimal): number {
  return String(unscaled).replace('-', '').length;
}

function inferNumber(text: string, { prefersDecimal }: Rules): DataType {
  const isWhole = /^-?\d+$/.test(text);
  if (isWhole && text.length < 40 && fits(BigInt(text), 'long')) return 'long';
  const decimal = isWhole || prefersDecimal ? parseDecimalText(text) : undefined;
  if (decimal === undefined) return 'double';
  const precision = Math.max(digitsOf(decimal), decimal.scale);
  if (precision > 38) return 'double';
  if (decimal.scale < 0)
    throw failRow('NEGATIVE_SCALE_DISALLOWED', 'expected a number without an exponent, got another');
  return `decimal(${precision},${decimal.scale})`;
}

function commonType(a: DataType, b: DataType, dialect: Dialect): DataType {
  const tight = tightestType(a, b, dialect);
  if (tight !== undefined) return tight;
  if (isNumber(a) && isNumber(b)) return commonNumber(a, b);
  if (typeof a === 'object' && typeof b === 'object') {
    if (a.type === 'array' && b.type === 'array') return arrayType(commonType(a.elementType, b.elementType, dialect));
    if (a.type === 'struct' && b.type === 'struct') return structType(mergeFields(a.fields, b.fields, dialect));
  }
  return 'string';
}

function isNumber(type: DataType): boolean {
  return isIntegral(type) || type === 'double' || decimalOf(type) !== undefined;
}

/** Of decimals and others, as no other numbers are left. */
function commonNumber(a: DataType, b: DataType): DataType {
  if (a === 'double' || b === 'double') return 'double';
  const [x, y] = [decimalSize(a), decimalSize(b)];
  const scale = Math.max(x.scale, y.scale);
  const precision = Math.max(x.precision - x.scale, y.precision - y.scale) + scale;
  return precision > 38 ? 'double' : `decimal(${precision},${scale})`;
}

/** Both lists are in the order of names. */
function mergeFields(a: readonly Field[], b: readonly Field[], dialect: Dialect): Field[] {
  const merged: Field[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && y !== undefined && x.name === y.name) {
      merged.push(createField(x.name, commonType(x.type, y.type, dialect)));
      i++;
      j++;
    } else if (y === undefined || (x !== undefined && x.name < y.name)) {
      merged.push(x as Field);
      i++;
    } else {
      merged.push(y);
      j++;
    }
  }
  return merged;
}

/** Undefined for a struct without fields; what is only null is a text, unless such fields are dropped. */
function withoutNothing(type: DataType, rules: Rules): DataType | undefined {
  if (type === 'void') return rules.dropsNulls ? undefined : 'string';
  if (typeof type !== 'object') return type;
  if (type.type === 'array') {
    const element = withoutNothing(type.elementType, rules);
    return element && arrayType(element);
  }
  if (type.type !== 'struct') return type;
  const fields = type.fields.flatMap((field) => {
    const inner = field.name === '' ? undefined : withoutNothing(field.type, rules);
    return inner === undefined ? [] : [createField(field.name, inner)];
  });
  return fields.length === 0 ? undefined : structType(fields);
}
