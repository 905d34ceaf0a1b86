import { isAtLeast } from '../../core/spark-version.ts';
import { arrayType, createField, type DataType, type MapType, structType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { JavaPattern } from '../../regex/java-pattern.ts';
import { castNode } from '../cast.ts';
import { sameOf } from '../compare.ts';
import { badStatement, badTypes, type Dialect, failRow } from '../dialect.ts';
import { type Call, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { type DistinctMap, putKey } from '../map-keys.ts';
import { apply, constantOf, listSql, literalNode, type Node } from '../node.ts';
import { typeName } from '../type-name.ts';
import { unify } from './conditional.ts';

type Dictionary = ReadonlyMap<Value, Value>;
type Entries = readonly (readonly [Value, Value])[];

function mapType(keyType: DataType, valueType: DataType): MapType {
  return { type: 'map', keyType, valueType, valueContainsNull: true };
}

function typesOf(node: Node | undefined, name: string): MapType {
  const type = node?.type;
  if (typeof type === 'object' && type.type === 'map') return type;
  throw badTypes(`a map for ${name}`, type === undefined ? 'none' : typeName(type));
}

type Same = (a: Value, b: Value) => boolean;

function collect(entries: Entries, { same, dialect }: { same: Same; dialect: Dialect }): DistinctMap {
  const result: DistinctMap = new Map();
  const replaces = !isAtLeast(dialect.version, 3, 0);
  for (const [key, value] of entries) putKey(result, key, { value, same, replaces });
  return result;
}

function makeMap(call: Call): Node {
  const { args } = call;
  if (args.length % 2 !== 0) throw badStatement('keys and values in turn for map', `${args.length} arguments`);
  if (args.length === 0) return literalNode(mapType('void', 'void'), new Map(), 'map()');
  const keys = unify(
    args.filter((_, i) => i % 2 === 0),
    call,
  );
  const values = unify(
    args.filter((_, i) => i % 2 === 1),
    call,
  );
  const keyType = (keys[0] as Node).type;
  const same = sameOf(keyType);
  const make =
    () =>
    (...all: Value[]) =>
      collect(
        keys.map((_, i) => [all[i], all[keys.length + i]] as const),
        { same, dialect: call.dialect },
      );
  return apply({
    type: mapType(keyType, (values[0] as Node).type),
    sql: `map(${listSql(args)})`,
    args: [...keys, ...values],
    make,
    takesNull: true,
  });
}

function fromArrays(call: Call): Node {
  expectCount(call, 2);
  const [keys, values] = call.args.map(({ type }) =>
    typeof type === 'object' && type.type === 'array' ? type.elementType : undefined,
  );
  if (keys === undefined || values === undefined)
    throw badTypes('two arrays for map_from_arrays', call.args.map(({ type }) => typeName(type)).join(', '));
  const same = sameOf(keys);
  const make = () => (k: readonly Value[], v: readonly Value[]) => {
    if (k.length !== v.length) throw failRow('INVALID_PARAMETER_VALUE', 'expected as many keys as values, got others');
    return collect(
      k.map((key, i) => [key, v[i]] as const),
      { same, dialect: call.dialect },
    );
  };
  return apply({ type: mapType(keys, values), sql: `map_from_arrays(${listSql(call.args)})`, args: call.args, make });
}

function fromEntries(call: Call): Node {
  expectCount(call, 1);
  const type = (call.args[0] as Node).type;
  const entry = typeof type === 'object' && type.type === 'array' ? type.elementType : undefined;
  if (typeof entry !== 'object' || entry.type !== 'struct' || entry.fields.length !== 2)
    throw badTypes('an array of pairs for map_from_entries', typeName(type));
  const [key, value] = entry.fields as [(typeof entry.fields)[number], (typeof entry.fields)[number]];
  const same = sameOf(key.type);
  const make = () => (items: readonly (Record<string, Value> | null)[]) =>
    items.includes(null)
      ? null
      : collect(
          items.map((item) => [item?.[key.name] ?? null, item?.[value.name] ?? null] as const),
          { same, dialect: call.dialect },
        );
  return apply({
    type: mapType(key.type, value.type),
    sql: `map_from_entries(${listSql(call.args)})`,
    args: call.args,
    make,
  });
}

function concatMaps(call: Call): Node {
  if (call.args.length === 0) return literalNode(mapType('string', 'string'), new Map(), 'map_concat()');
  const args = unify(call.args, call);
  const type = typesOf(args[0], call.name);
  const same = sameOf(type.keyType);
  return apply({
    type,
    sql: `map_concat(${listSql(args)})`,
    args,
    order: 'all',
    make:
      () =>
      (...maps: Dictionary[]) =>
        collect(
          maps.flatMap((map) => [...map]),
          { same, dialect: call.dialect },
        ),
  });
}

function textToMap(call: Call): Node {
  expectCount(call, 1, 3);
  const separators = [',', ':'].map((text, i) => call.args[i + 1] ?? literalNode('string', text, text));
  const args = [castNode(call.args[0] as Node, 'string', call.dialect), ...separators];
  const same = (a: Value, b: Value) => a === b;
  const make = () => (text: string, pairs: string, inner: string) => {
    const [outer, between] = [new JavaPattern(pairs), new JavaPattern(inner)];
    return collect(
      outer.split(text, -1).map((pair) => {
        const [key, value] = between.split(pair, 2);
        return [key, value ?? null] as const;
      }),
      { same, dialect: call.dialect },
    );
  };
  return apply({ type: mapType('string', 'string'), sql: `str_to_map(${listSql(args)})`, args, make });
}

function namedStruct(call: Call): Node {
  const { args } = call;
  if (args.length === 0 || args.length % 2 !== 0)
    throw badStatement('names and values in turn for named_struct', `${args.length} arguments`);
  const names = args
    .filter((_, i) => i % 2 === 0)
    .map((arg) => {
      const name = arg.foldable ? constantOf(arg) : undefined;
      if (typeof name !== 'string') throw badStatement('a constant name in named_struct', 'another');
      return name;
    });
  return structOf(
    names,
    args.filter((_, i) => i % 2 === 1),
    `named_struct(${listSql(args)})`,
  );
}

function structCall(call: Call): Node {
  expectCount(call, 1, Number.POSITIVE_INFINITY);
  const names = call.args.map((arg, i) => arg.name ?? `col${i + 1}`);
  const shown = call.args.map((arg, i) => `${names[i]}, ${arg.sql}`);
  const sql = isAtLeast(call.dialect.version, 3, 0)
    ? `struct(${listSql(call.args)})`
    : `named_struct(${shown.join(', ')})`;
  return structOf(names, call.args, sql);
}

/** `(a, b)`, which Spark names as named_struct. */
function rowConstructor(call: Call): Node {
  const names = call.args.map((arg, i) => arg.name ?? `col${i + 1}`);
  const sql = `named_struct(${call.args.map((arg, i) => `${names[i]}, ${arg.sql}`).join(', ')})`;
  return structOf(names, call.args, sql);
}

function structOf(names: readonly string[], values: readonly Node[], sql: string): Node {
  if (new Set(names).size !== names.length) throw badStatement('fields of different names', 'one name twice');
  const type = structType(values.map((value, i) => createField(names[i] as string, value.type)));
  const make =
    () =>
    (...all: Value[]) =>
      Object.fromEntries(all.map((value, i) => [names[i], value]));
  return apply({ type, sql, args: values, make, takesNull: true });
}

export const MAPS: readonly SqlFunction[] = [
  special('map', makeMap),
  special('map_from_arrays', fromArrays),
  special('map_from_entries', fromEntries),
  special('map_concat', concatMaps),
  simple({
    names: 'map_keys',
    takes: ['map'],
    gives: ([m]) => arrayType(typesOf(m, 'map_keys').keyType),
    make: () => (map: Dictionary) => [...map.keys()],
  }),
  simple({
    names: 'map_values',
    takes: ['map'],
    gives: ([m]) => arrayType(typesOf(m, 'map_values').valueType),
    make: () => (map: Dictionary) => [...map.values()],
  }),
  simple({
    names: 'map_entries',
    takes: ['map'],
    gives: ([m]) => {
      const { keyType, valueType } = typesOf(m, 'map_entries');
      return arrayType(structType([createField('key', keyType, false), createField('value', valueType)]), false);
    },
    make: () => (map: Dictionary) => [...map].map(([key, value]) => ({ key, value })),
  }),
  special(
    'map_contains_key',
    (call) => {
      expectCount(call, 2);
      const type = typesOf(call.args[0], call.name);
      const key = castNode(call.args[1] as Node, type.keyType, call.dialect);
      const same = sameOf(type.keyType);
      const make = () => (map: Dictionary, wanted: Value) => [...map.keys()].some((other) => same(other, wanted));
      return apply({
        type: 'boolean',
        sql: `map_contains_key(${listSql(call.args)})`,
        args: [call.args[0] as Node, key],
        make,
      });
    },
    [3, 3],
  ),
  special('str_to_map', textToMap),
  special('named_struct', namedStruct),
  special('struct', structCall),
  { names: ['row constructor'], build: rowConstructor },
];
