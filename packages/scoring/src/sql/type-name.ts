import { type DataType, describeType } from '../core/types.ts';

/** The type as Spark's `sql` writes it: `DECIMAL(10,2)`, `ARRAY<INT>`. */
export function typeName(type: DataType): string {
  return describeType(type);
}

/** The type as `typeof` writes it: `array<int>`. */
export function simpleName(type: DataType): string {
  if (typeof type === 'object' && type.type === 'struct') {
    return `struct<${type.fields.map((field) => `${field.name}:${simpleName(field.type)}`).join(',')}>`;
  }
  if (typeof type === 'object' && type.type === 'array') return `array<${simpleName(type.elementType)}>`;
  if (typeof type === 'object' && type.type === 'map')
    return `map<${simpleName(type.keyType)},${simpleName(type.valueType)}>`;
  return describeType(type).toLowerCase();
}
