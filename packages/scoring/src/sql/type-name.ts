import { isAtLeast, type SparkVersion } from '../core/spark-version.ts';
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

/** The type as the schema of a function may write it: names that are no plain words in backticks. */
export function schemaText(type: DataType, version: SparkVersion): string {
  if (!isAtLeast(version, 3, 1)) return catalogText(type);
  if (typeof type !== 'object' || type.type === 'udt') return describeType(type);
  const inner = (of: DataType) => schemaText(of, version);
  if (type.type === 'array') return `ARRAY<${inner(type.elementType)}>`;
  if (type.type === 'map') return `MAP<${inner(type.keyType)}, ${inner(type.valueType)}>`;
  const plain = isAtLeast(version, 4, 0) ? /^[A-Za-z_]\w*$/ : /^\w*[A-Za-z_]\w*$/;
  const quoted = (name: string) => (plain.test(name) ? name : `\`${name.replaceAll('`', '``')}\``);
  return `STRUCT<${type.fields.map((field) => `${quoted(field.name)}: ${inner(field.type)}`).join(', ')}>`;
}

/** As schemas were written before Spark 3.1: `struct<a:bigint>`. */
function catalogText(type: DataType): string {
  if (typeof type !== 'object' || type.type === 'udt') return describeType(type).toLowerCase();
  if (type.type === 'array') return `array<${catalogText(type.elementType)}>`;
  if (type.type === 'map') return `map<${catalogText(type.keyType)},${catalogText(type.valueType)}>`;
  return `struct<${type.fields.map((field) => `${field.name}:${catalogText(field.type)}`).join(',')}>`;
}
