/** What schema_of_variant says. Mirrors `SchemaOfVariant` and `JsonInferSchema.compatibleType`. */
import { arrayType, createField, type DataType, decimalOf, type Field, structType } from '../core/types.ts';
import type { Variant } from '../core/variant.ts';
import { decimalSize, isFloating, isIntegral, tightestType } from './coercion.ts';
import type { Dialect } from './dialect.ts';
import { typeName } from './type-name.ts';
import { quoteName } from './variant-get.ts';

/** Objects as structs, their fields in order. */
export function schemaOfVariant({ content }: Variant, dialect: Dialect): DataType {
  switch (content.kind) {
    case 'scalar':
      return content.type;
    case 'array': {
      const types = content.items.map((item) => schemaOfVariant(item, dialect));
      return arrayType(types.reduce((a, b) => merge(a, b, dialect), 'void'));
    }
    case 'object':
      return structType([...content.fields].map(([name, field]) => createField(name, schemaOfVariant(field, dialect))));
  }
}

/** The type in SQL, OBJECT for STRUCT. */
export function describeVariantSchema(type: DataType): string {
  if (typeof type === 'object' && type.type === 'struct') {
    const fields = type.fields.map((field) => `${quoteName(field.name)}: ${describeVariantSchema(field.type)}`);
    return `OBJECT<${fields.join(', ')}>`;
  }
  if (typeof type === 'object' && type.type === 'array') return `ARRAY<${describeVariantSchema(type.elementType)}>`;
  return typeName(type);
}

/** The type of both, VARIANT where there is none. */
function merge(a: DataType, b: DataType, dialect: Dialect): DataType {
  const tightest = tightestType(a, b, { ...dialect, ansi: false });
  if (tightest !== undefined) return tightest;
  if (typeof a === 'object' && typeof b === 'object') {
    if (a.type === 'array' && b.type === 'array') return arrayType(merge(a.elementType, b.elementType, dialect));
    if (a.type === 'struct' && b.type === 'struct') return structType(mergeFields(a.fields, b.fields, dialect));
    return 'variant';
  }
  return mergeDecimals(a, b) ?? 'variant';
}

function mergeDecimals(a: DataType, b: DataType): DataType | undefined {
  const [decimal, other] = decimalOf(a) === undefined ? [b, a] : [a, b];
  if (decimalOf(decimal) === undefined) return undefined;
  if (isFloating(other)) return 'double';
  if (decimalOf(other) === undefined && !isIntegral(other)) return undefined;
  const [x, y] = [decimalSize(decimal), decimalSize(other)];
  const scale = Math.max(x.scale, y.scale);
  const range = Math.max(x.precision - x.scale, y.precision - y.scale);
  return range + scale > 38 ? 'double' : `decimal(${range + scale},${scale})`;
}

function mergeFields(a: readonly Field[], b: readonly Field[], dialect: Dialect): Field[] {
  const types = new Map(a.map(({ name, type }) => [name, type] as const));
  for (const { name, type } of b) {
    const other = types.get(name);
    types.set(name, other === undefined ? type : merge(other, type, dialect));
  }
  const sorted = [...types].sort(([x], [y]) => (x < y ? -1 : 1));
  return sorted.map(([name, type]) => createField(name, type));
}
