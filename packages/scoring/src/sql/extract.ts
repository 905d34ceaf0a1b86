/** Parts of structs, arrays and maps: `s.a`, `a[0]`, `m['k']`. */
import { arrayType, type DataType, type Field, type StructType } from '../core/types.ts';
import type { Value } from '../core/values.ts';
import { castNode } from './cast.ts';
import { isIntegral } from './coercion.ts';
import { sameOf } from './compare.ts';
import { badTypes, type Dialect, failRow } from './dialect.ts';
import { apply, literalNode, type Node } from './node.ts';
import { typeName } from './type-name.ts';

/** `base.name`: a field, the fields of an array of structs, or the value of a map. */
export function structField(base: Node, name: string, dialect: Dialect): Node {
  const { type } = base;
  if (typeof type === 'object' && type.type === 'struct') {
    const field = findField(type, name);
    return {
      ...apply({
        type: field.type,
        sql: `${base.sql}.${name}`,
        args: [base],
        make: () => (struct: Record<string, Value>) => struct[field.name] ?? null,
      }),
      name,
    };
  }
  if (
    typeof type === 'object' &&
    type.type === 'array' &&
    typeof type.elementType === 'object' &&
    type.elementType.type === 'struct'
  ) {
    const field = findField(type.elementType, name);
    const make = () => (items: readonly (Record<string, Value> | null)[]) =>
      items.map((item) => (item === null ? null : (item[field.name] ?? null)));
    return { ...apply({ type: arrayType(field.type), sql: `${base.sql}.${name}`, args: [base], make }), name };
  }
  if (typeof type === 'object' && type.type === 'map')
    return indexInto(base, literalNode('string', name, name), dialect);
  throw badTypes(`a struct that has a field ${name}`, typeName(type), 'INVALID_EXTRACT_BASE_FIELD_TYPE');
}

function findField(type: StructType, name: string): Field {
  const found = type.fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
  if (found === undefined)
    throw badTypes(
      `a field of that struct (have: ${type.fields.map((field) => field.name).join(', ')})`,
      name,
      'FIELD_NOT_FOUND',
    );
  return found;
}

/** `base[index]`: null where there is none, or under ANSI a failure for arrays. */
export function indexInto(base: Node, index: Node, dialect: Dialect): Node {
  const { type } = base;
  const sql = `${base.sql}[${index.sql}]`;
  if (typeof type === 'object' && type.type === 'map') {
    const key = castNode(index, type.keyType, dialect);
    const value = apply({ type: type.valueType, sql, args: [base, key], make: () => mapLookup(key.type) });
    return typeof index.literal?.value === 'string' ? { ...value, name: index.literal.value } : value;
  }
  if (typeof type === 'object' && type.type === 'struct' && typeof index.literal?.value === 'string')
    return structField(base, index.literal.value, dialect);
  if (typeof type !== 'object' || type.type !== 'array')
    throw badTypes('an array, map or struct to index', typeName(type), 'INVALID_EXTRACT_BASE_FIELD_TYPE');
  const place = isIntegral(index.type) ? index : castNode(index, 'integer', dialect);
  const make = () => (items: readonly Value[], at: number | bigint) => {
    if (at >= 0 && at < items.length) return items[Number(at)];
    if (dialect.ansi) throw failRow('INVALID_ARRAY_INDEX', `expected an index below ${items.length}, got another`);
    return null;
  };
  return apply({ type: type.elementType, sql, args: [base, place], make });
}

/** The value of a key, or null. */
export function mapLookup(keyType: DataType): (map: ReadonlyMap<Value, Value>, key: Value) => Value {
  if (typeof keyType === 'string' && /^(string|boolean|byte|short|integer|long|date|timestamp)/.test(keyType)) {
    return (map, key) => map.get(key) ?? null;
  }
  const same = sameOf(keyType);
  return (map, key) => {
    for (const [other, value] of map) if (same(other, key)) return value;
    return null;
  };
}
