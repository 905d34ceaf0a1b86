/** Functions of functions: transform, filter, aggregate and kin. */
import { isAtLeast } from '../../core/spark-version.ts';
import { type ArrayType, arrayType, type DataType, type MapType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { castNode } from '../cast.ts';
import { tightestType } from '../coercion.ts';
import { sameOf } from '../compare.ts';
import { badTypes, type Dialect, failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, special } from '../function.ts';
import { bindLambda, castLambda, type LambdaArgument } from '../lambda.ts';
import { type DistinctMap, putKey } from '../map-keys.ts';
import { applyLazily, type Evaluate, type Node, sameType } from '../node.ts';
import { typeName } from '../type-name.ts';
import { unify } from './conditional.ts';
import { defaultOrder, sortArray } from './sorting.ts';

type Apply = (...values: Value[]) => Value;

function arrayOf(node: Node | undefined, name: string): { readonly node: Node; readonly type: ArrayType } {
  const type = node?.type;
  if (node === undefined || typeof type !== 'object' || type.type !== 'array')
    throw badTypes(`an array for ${name}`, node === undefined ? 'none' : typeName(node.type));
  return { node, type };
}

function mapOf(node: Node | undefined, name: string): { readonly node: Node; readonly type: MapType } {
  const type = node?.type;
  if (node === undefined || typeof type !== 'object' || type.type !== 'map')
    throw badTypes(`a map for ${name}`, node === undefined ? 'none' : typeName(node.type));
  return { node, type };
}

/** A function of one collection and one lambda over it; null in, null out. */
function over(
  name: string,
  collection: Node,
  lambda: LambdaArgument,
  shape: { type: DataType; run: (values: never, f: Apply) => Value },
): Node {
  const sql = `${name}(${collection.sql}, ${lambda.sql})`;
  return {
    ...applyLazily({ type: shape.type, sql, args: [collection] }, ([evaluate]) => {
      const inner = lambda.compile();
      return (row) => {
        const values = (evaluate as Evaluate)(row);
        return values === null ? null : shape.run(values as never, inner(row));
      };
    }),
    foldable: false,
  };
}

const overArray = (
  name: string,
  shape: (
    lambda: LambdaArgument,
    type: ArrayType,
    dialect: Dialect,
  ) => { type: DataType; run: (values: never, f: Apply) => Value },
  condition: boolean,
) =>
  special(name, (call) => {
    expectCount(call, 2);
    const { node, type } = arrayOf(call.args[0], name);
    const takesIndex = name === 'transform' || isAtLeast(call.dialect.version, 3, 0);
    const bound = bindLambda(call.args[1], takesIndex ? [type.elementType, 'integer'] : [type.elementType]);
    const lambda = condition ? castLambda(bound, (body) => coerce(body, 'exact boolean', call)) : bound;
    return over(name, node, lambda, shape(lambda, type, call.dialect));
  });

const overMap = (
  name: string,
  shape: (lambda: LambdaArgument, type: MapType) => { type: DataType; run: (map: never, f: Apply) => Value },
) =>
  special(name, (call) => {
    expectCount(call, 2);
    const { node, type } = mapOf(call.args[0], name);
    const lambda = bindLambda(call.args[1], [type.keyType, type.valueType]);
    return over(name, node, lambda, shape(lambda, type));
  });

type List = readonly Value[];
type Dictionary = ReadonlyMap<Value, Value>;

/** `wanted` where one is that; null where none is but one is null. */
const seek =
  (wanted: boolean) =>
  (values: List, f: Apply): Value => {
    let unknown = false;
    for (const value of values) {
      const holds = f(value);
      if (holds === wanted) return wanted;
      unknown ||= holds === null;
    }
    return unknown ? null : !wanted;
  };

const anyHolds = seek(true);
const allHold = seek(false);

function aggregate(call: Call): Node {
  expectCount(call, 3, 4);
  const { node, type } = arrayOf(call.args[0], call.name);
  const zero = call.args[1] as Node;
  const bound = bindLambda(call.args[2], [zero.type, type.elementType]);
  if (!isAtLeast(call.dialect.version, 3, 0) && !sameType(bound.type, zero.type))
    throw badTypes(`a lambda that gives ${typeName(zero.type)} for ${call.name}`, typeName(bound.type));
  const merge = castLambda(bound, (body) => {
    const common = tightestType(zero.type, body.type, call.dialect);
    if (common === undefined || !sameType(common, zero.type))
      throw badTypes(`${typeName(zero.type)} as what ${call.name} adds up to`, typeName(body.type));
    return castNode(body, zero.type, call.dialect);
  });
  const identity: LambdaArgument = {
    type: zero.type,
    sql: 'lambdafunction(namedlambdavariable(), namedlambdavariable())',
    body: zero,
    compile: () => () => (x) => x,
  };
  const finish = call.args[3] === undefined ? identity : bindLambda(call.args[3], [zero.type]);
  const sql = `${call.name}(${node.sql}, ${zero.sql}, ${merge.sql}, ${finish.sql})`;
  const shape = { type: finish.type, sql, args: [node, zero] };
  return {
    ...applyLazily(shape, ([items, start]) => {
      const [step, end] = [merge.compile(), finish.compile()];
      return (row) => {
        const values = (items as Evaluate)(row) as List | null;
        if (values === null) return null;
        const f = step(row);
        let state = (start as Evaluate)(row);
        for (const value of values) state = f(state, value);
        return end(row)(state);
      };
    }),
    foldable: false,
  };
}

function zipWith(call: Call): Node {
  expectCount(call, 3);
  const [a, b] = [arrayOf(call.args[0], call.name), arrayOf(call.args[1], call.name)];
  const lambda = bindLambda(call.args[2], [a.type.elementType, b.type.elementType]);
  const shape = {
    type: arrayType(lambda.type),
    sql: `zip_with(${a.node.sql}, ${b.node.sql}, ${lambda.sql})`,
    args: [a.node, b.node],
  };
  return {
    ...applyLazily(shape, ([left, right]) => {
      const inner = lambda.compile();
      return (row) => {
        const [x, y] = [(left as Evaluate)(row) as List | null, (right as Evaluate)(row) as List | null];
        if (x === null || y === null) return null;
        const f = inner(row);
        return Array.from({ length: Math.max(x.length, y.length) }, (_, i) => f(x[i] ?? null, y[i] ?? null));
      };
    }),
    foldable: false,
  };
}

function mapZipWith(call: Call): Node {
  expectCount(call, 3);
  const maps = [mapOf(call.args[0], call.name), mapOf(call.args[1], call.name)] as const;
  const [a, b] = maps;
  const keys = unify(
    [
      { ...a.node, type: a.type.keyType },
      { ...b.node, type: b.type.keyType },
    ],
    call,
  );
  const keyType = (keys[0] as Node).type;
  const args = maps.map(({ node, type }) => castNode(node, { ...type, keyType }, call.dialect));
  const lambda = bindLambda(call.args[2], [keyType, a.type.valueType, b.type.valueType]);
  const same = sameOf(keyType);
  const type: DataType = { type: 'map', keyType, valueType: lambda.type, valueContainsNull: true };
  const shape = { type, sql: `map_zip_with(${a.node.sql}, ${b.node.sql}, ${lambda.sql})`, args };
  return {
    ...applyLazily(shape, ([left, right]) => {
      const inner = lambda.compile();
      const find = (map: Dictionary, key: Value) => [...map].find(([other]) => same(other, key))?.[1] ?? null;
      return (row) => {
        const [x, y] = [(left as Evaluate)(row) as Dictionary | null, (right as Evaluate)(row) as Dictionary | null];
        if (x === null || y === null) return null;
        const f = inner(row);
        const both = [...x.keys(), ...[...y.keys()].filter((key) => ![...x.keys()].some((other) => same(other, key)))];
        return new Map(both.map((key) => [key, f(key, find(x, key), find(y, key))]));
      };
    }),
    foldable: false,
  };
}

function arraySort(call: Call): Node {
  const takesLambda = isAtLeast(call.dialect.version, 3, 0);
  expectCount(call, 1, takesLambda ? 2 : 1);
  const { node, type } = arrayOf(call.args[0], call.name);
  if (call.args[1] === undefined) {
    const sorted = defaultOrder(node, type);
    return takesLambda ? sorted : { ...sorted, sql: `array_sort(${node.sql})` };
  }
  const isOld = !isAtLeast(call.dialect.version, 3, 2);
  const lambda = bindLambda(call.args[1], [type.elementType, type.elementType]);
  if (lambda.type !== 'integer') throw badTypes('a lambda that gives INT for array_sort', typeName(lambda.type));
  return over('array_sort', node, lambda, {
    type,
    run: (values: List, f) =>
      sortArray(values, (x, y) => {
        const order = f(x, y);
        if (order === null && isOld) return 0;
        if (order === null)
          throw failRow('COMPARATOR_RETURNS_NULL', 'expected a number from the comparator of array_sort, got null');
        return order as number;
      }),
  });
}

const mapType = (keyType: DataType, valueType: DataType): DataType => ({
  type: 'map',
  keyType,
  valueType,
  valueContainsNull: true,
});

export const LAMBDAS: readonly SqlFunction[] = [
  overArray(
    'transform',
    (lambda) => ({ type: arrayType(lambda.type), run: (values: List, f) => values.map((value, i) => f(value, i)) }),
    false,
  ),
  overArray(
    'filter',
    (_, type) => ({ type, run: (values: List, f) => values.filter((value, i) => f(value, i) === true) }),
    true,
  ),
  overArray(
    'exists',
    (_, __, { version }) => ({
      type: 'boolean',
      // Spark 2.4 takes null for false here.
      run: isAtLeast(version, 3, 0) ? anyHolds : (values: List, f: Apply) => anyHolds(values, f) === true,
    }),
    true,
  ),
  overArray('forall', () => ({ type: 'boolean', run: allHold }), true),
  special('aggregate reduce', aggregate),
  special('zip_with', zipWith),
  special('array_sort', arraySort),
  overMap('transform_values', (lambda, type) => ({
    type: mapType(type.keyType, lambda.type),
    run: (map: Dictionary, f) => new Map([...map].map(([k, v]) => [k, f(k, v)])),
  })),
  overMap('transform_keys', (lambda, type) => ({
    type: mapType(lambda.type, type.valueType),
    run: (map: Dictionary, f) => {
      const result: DistinctMap = new Map();
      for (const [k, v] of map) putKey(result, f(k, v), { value: v, same: sameOf(lambda.type) });
      return result;
    },
  })),
  overMap('map_filter', (_, type) => ({
    type,
    run: (map: Dictionary, f) => new Map([...map].filter(([k, v]) => f(k, v) === true)),
  })),
  special('map_zip_with', mapZipWith),
];
