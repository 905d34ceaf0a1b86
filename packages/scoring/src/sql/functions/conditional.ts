import { floorDivide } from '../../core/calendar.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import type { DataType } from '../../core/types.ts';
import { canonicalLong, Decimal, type Row, type Value } from '../../core/values.ts';
import { castNode } from '../cast.ts';
import { fits } from '../cast-number.ts';
import { comparisonType, isDecimal, isFloating, isIntegral, widerType, widerTypeWithoutText } from '../coercion.ts';
import { compareOf, sameOf } from '../compare.ts';
import { badTypes, type Dialect, failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { apply, applyLazily, constantOf, type Evaluate, listSql, literalNode, type Node } from '../node.ts';
import { simpleName, typeName } from '../type-name.ts';

type Merge = (a: DataType, b: DataType, dialect: Dialect) => DataType | undefined;

/** The nodes cast to their common type. Fails where there is none. */
export function unify(
  nodes: readonly Node[],
  { name, dialect }: Pick<Call, 'name' | 'dialect'>,
  merge: Merge = widerType,
): Node[] {
  // Strings go first, as in Spark: what they become must not hang on the order.
  const sorted = [...nodes].sort((a, b) => Number(b.type === 'string') - Number(a.type === 'string'));
  const type = sorted.reduce<DataType | undefined>((type, node) => type && merge(type, node.type, dialect), 'void');
  if (type === undefined)
    throw badTypes(`arguments of one type for ${name}`, nodes.map((node) => typeName(node.type)).join(', '));
  return nodes.map((node) => castNode(node, type, dialect));
}

function compared(call: Call): [Node, Node] {
  expectCount(call, 2);
  const [a, b] = call.args as [Node, Node];
  const type = comparisonType(a.type, b.type, call.dialect);
  if (type === undefined)
    throw badTypes('two values that can be compared', `${typeName(a.type)} and ${typeName(b.type)}`);
  return [castNode(a, type, call.dialect), castNode(b, type, call.dialect)];
}

/**
 * An integral beside a decimal literal is compared with the next whole number, as Spark's DecimalPrecision does; the
 * answer itself where that is no long.
 */
function boundByWhole({ args }: Call, sign: string): boolean | readonly Node[] {
  const at = args.findIndex(({ literal, type }) => literal?.value instanceof Decimal && isDecimal(type));
  const other = args[1 - at];
  if (args.length !== 2 || sign === '=' || at < 0 || other === undefined || !isIntegral(other.type)) return args;
  const value = args[at]?.literal?.value as Decimal;
  const isUpper = sign.startsWith('<') === (at === 1);
  const takesCeiling = isUpper !== sign.endsWith('=');
  const unit = 10n ** BigInt(value.scale);
  const floor = floorDivide(value.unscaled, unit);
  const whole = takesCeiling && floor * unit !== value.unscaled ? floor + 1n : floor;
  if (!fits(whole, 'long')) return isUpper === whole > 0n;
  return args.with(at, literalNode('long', canonicalLong(whole), String(whole)));
}

const comparison = (sign: string, test: (order: number) => boolean) =>
  special(sign, (call) => {
    const bounded = boundByWhole(call, sign);
    if (typeof bounded === 'boolean') return literalNode('boolean', bounded, String(bounded));
    const args = compared({ ...call, args: bounded });
    const compare = compareOf(args[0].type);
    const sql = `(${args[0].sql} ${sign} ${args[1].sql})`;
    return apply({ type: 'boolean', sql, args, make: () => (a: Value, b: Value) => test(compare(a, b)) });
  });

function nullSafeEqual(call: Call): Node {
  const args = compared(call);
  const same = sameOf(args[0].type);
  const sql = call.name === '<=>' ? `(${args[0].sql} <=> ${args[1].sql})` : `${call.name}(${listSql(args)})`;
  return apply({ type: 'boolean', sql, args, make: () => same, takesNull: true });
}

const connective = (name: string, settled: boolean) =>
  special(name, (call) => {
    expectCount(call, 2);
    const args = call.args.map((arg) => coerce(arg, 'boolean', call));
    const sql = `(${(args[0] as Node).sql} ${name.toUpperCase()} ${(args[1] as Node).sql})`;
    return applyLazily({ type: 'boolean', sql, args }, ([left, right]) => (row) => {
      const a = (left as Evaluate)(row);
      if (a === settled) return settled;
      const b = (right as Evaluate)(row);
      if (b === settled) return settled;
      return a === null || b === null ? null : !settled;
    });
  });

function between(call: Call): Node {
  expectCount(call, 3);
  const [value, low, high] = call.args as [Node, Node, Node];
  const build = (name: string, ...args: Node[]) => (lookUp(name) as SqlFunction).build({ ...call, name, args });
  const both = build('and', build('>=', value, low), build('<=', value, high));
  return isAtLeast(call.dialect.version, 4, 0) ? { ...both, sql: `between(${listSql(call.args)})` } : both;
}

function inList(call: Call): Node {
  const types = unifyList(call);
  const [value, ...items] = types as [Node, ...Node[]];
  const same = sameOf(value.type);
  const sql = `(${value.sql} IN (${listSql(items)}))`;
  const make =
    () =>
    (wanted: Value, ...list: Value[]) => {
      if (wanted === null) return null;
      if (list.some((item) => item !== null && same(wanted, item))) return true;
      return list.includes(null) ? null : false;
    };
  return apply({ type: 'boolean', sql, args: types, make, takesNull: true });
}

function unifyList(call: Call): Node[] {
  const [value, ...items] = call.args as [Node, ...Node[]];
  if (!call.dialect.ansi || items.every(({ type }) => type === value.type)) return unify(call.args, call);
  return unify([value, ...items], call);
}

/** CASE: pairs of condition and value, then perhaps the value of ELSE. Only what is reached is evaluated. */
export function caseWhen(call: Call): Node {
  const { args } = call;
  const sql = caseSql(args);
  const pairs = Math.floor(args.length / 2);
  const conditions = Array.from({ length: pairs }, (_, i) => coerce(args[2 * i] as Node, 'boolean', call));
  const elseNode = args.length % 2 === 1 ? (args.at(-1) as Node) : literalNode('void', null, 'NULL');
  const values = unify([...conditions.map((_, i) => args[2 * i + 1] as Node), elseNode], call);
  const type = (values[0] as Node).type;
  return applyLazily({ type, sql, args: [...conditions, ...values] }, (all) => {
    const [tests, results] = [all.slice(0, pairs), all.slice(pairs)];
    return (row) => {
      const at = tests.findIndex((test) => test(row) === true);
      return (results.at(at < 0 ? pairs : at) as Evaluate)(row);
    };
  });
}

/** CASE as written, whose conditions must not be plainly NULL. */
function writtenCase(call: Call): Node {
  const isBad = call.args.some(({ type }, i) => i % 2 === 0 && i + 1 < call.args.length && type === 'void');
  if (isBad) throw badTypes('a BOOLEAN behind WHEN', 'VOID');
  return caseWhen(call);
}

function caseSql(args: readonly Node[]): string {
  const parts: string[] = [];
  for (let i = 0; i + 1 < args.length; i += 2)
    parts.push(`WHEN ${(args[i] as Node).sql} THEN ${(args[i + 1] as Node).sql}`);
  if (args.length % 2 === 1) parts.push(`ELSE ${(args.at(-1) as Node).sql}`);
  return `CASE ${parts.join(' ')} END`;
}

function ifThenElse(call: Call): Node {
  expectCount(call, 3);
  return { ...caseWhen(call), sql: `(IF(${listSql(call.args)}))` };
}

function coalesce(call: Call): Node {
  const least = call.name === 'coalesce' ? 1 : 2;
  expectCount(call, least, least === 1 ? Number.POSITIVE_INFINITY : 2);
  const args = unify(call.args, call);
  return applyLazily(
    { type: (args[0] as Node).type, sql: `${call.name}(${listSql(args)})`, args },
    (all) => (row: Row) => {
      for (const evaluate of all) {
        const value = evaluate(row);
        if (value !== null) return value;
      }
      return null;
    },
  );
}

function nullIf(call: Call): Node {
  expectCount(call, 2);
  const [value] = call.args as [Node];
  const equal = (lookUp('=') as SqlFunction).build({ ...call, name: '=' });
  return {
    ...caseWhen({ ...call, args: [equal, literalNode('void', null, 'NULL'), value] }),
    sql: `nullif(${listSql(call.args)})`,
  };
}

function nvl2(call: Call): Node {
  expectCount(call, 3);
  const [value, present, absent] = call.args as [Node, Node, Node];
  const test = (lookUp('isnotnull') as SqlFunction).build({ ...call, args: [value] });
  return { ...caseWhen({ ...call, args: [test, present, absent] }), sql: `nvl2(${listSql(call.args)})` };
}

const extreme = (name: string, better: (order: number) => boolean) =>
  special(name, (call) => {
    expectCount(call, 2, Number.POSITIVE_INFINITY);
    const args = unify(call.args, call, widerTypeWithoutText);
    const { type } = args[0] as Node;
    const compare = compareOf(type);
    const make =
      () =>
      (...values: Value[]) => {
        let best: Value = null;
        for (const value of values) if (value !== null && (best === null || better(compare(value, best)))) best = value;
        return best;
      };
    return apply({ type, sql: `${name}(${listSql(args)})`, args, make, takesNull: true });
  });

function nanvl(call: Call): Node {
  expectCount(call, 2);
  const args = call.args.map((arg) => (isFloating(arg.type) ? arg : coerce(arg, 'double', call)));
  const type = args.every((arg) => arg.type === 'float') ? 'float' : 'double';
  const cast = args.map((arg) => castNode(arg, type, call.dialect));
  return applyLazily({ type, sql: `nanvl(${listSql(args)})`, args: cast }, ([a, b]) => (row) => {
    const value = (a as Evaluate)(row);
    return Number.isNaN(value) ? (b as Evaluate)(row) : value;
  });
}

function raiseError(call: Call): Node {
  expectCount(call, 1, 2);
  const arg = coerce(call.args.at(-1) as Node, 'any', call);
  const make = () => () => {
    throw failRow(
      'USER_RAISED_EXCEPTION',
      'expected a row for which the statement raises no error, got one for which it does',
    );
  };
  const wrapped = call.args.length === 1 && isAtLeast(call.dialect.version, 4, 0);
  const shown = wrapped ? `USER_RAISED_EXCEPTION, map(errorMessage, ${arg.sql})` : listSql(call.args);
  return apply({ type: 'void', sql: `raise_error(${shown})`, args: [arg], make, takesNull: true });
}

function assertTrue(call: Call): Node {
  expectCount(call, 1, 2);
  const arg = coerce(call.args[0] as Node, 'boolean', call);
  const make = () => (value: Value) => {
    if (value === true) return null;
    throw failRow('USER_RAISED_EXCEPTION', 'expected a row for which assert_true holds, got another');
  };
  const message = call.args.length === 2 ? (call.args[1] as Node).sql : `'${arg.sql}' is not true!`;
  return apply({ type: 'void', sql: `assert_true(${arg.sql}, ${message})`, args: [arg], make, takesNull: true });
}

/** The functions that others here are made of. */
function lookUp(name: string): SqlFunction | undefined {
  return CONDITIONAL.find(({ names }) => names.includes(name));
}

export const CONDITIONAL: readonly SqlFunction[] = [
  comparison('=', (order) => order === 0),
  comparison('<', (order) => order < 0),
  comparison('<=', (order) => order <= 0),
  comparison('>', (order) => order > 0),
  comparison('>=', (order) => order >= 0),
  special('<=>', nullSafeEqual),
  special('equal_null', nullSafeEqual, [3, 4]),
  connective('and', false),
  connective('or', true),
  simple({
    names: 'not',
    takes: ['boolean'],
    gives: 'boolean',
    sql: ([a]) => `(NOT ${(a as Node).sql})`,
    make: () => (x: boolean) => !x,
  }),
  simple({
    names: 'isnull',
    takes: ['any'],
    gives: 'boolean',
    takesNull: true,
    sql: ([a]) => `(${(a as Node).sql} IS NULL)`,
    make: () => (x: Value) => x === null,
  }),
  simple({
    names: 'isnotnull',
    takes: ['any'],
    gives: 'boolean',
    takesNull: true,
    sql: ([a]) => `(${(a as Node).sql} IS NOT NULL)`,
    make: () => (x: Value) => x !== null,
  }),
  simple({
    names: 'isnan',
    takes: ['number'],
    gives: 'boolean',
    takesNull: true,
    make: () => (x: Value) => Number.isNaN(x),
  }),
  special('between', between),
  special('in', inList),
  { names: ['case when'], build: writtenCase },
  special('if', ifThenElse),
  special('coalesce', coalesce),
  special('nvl ifnull', coalesce),
  special('nullif', nullIf),
  special('nvl2', nvl2),
  special('nanvl', nanvl),
  extreme('greatest', (order) => order > 0),
  extreme('least', (order) => order < 0),
  simple({
    names: 'nullifzero',
    takes: ['number'],
    gives: ([a]) => (a as Node).type,
    make: ([a]) => {
      const same = sameOf((a as Node).type);
      const zero = constantOf(castNode(literalNode('integer', 0, '0'), (a as Node).type, ZERO_RULES));
      return (x: Value) => (same(x, zero) ? null : x);
    },
    since: [4, 0],
  }),
  special(
    'zeroifnull',
    (call) => {
      expectCount(call, 1);
      return {
        ...coalesce({ ...call, name: 'nvl', args: [...call.args, literalNode('integer', 0, '0')] }),
        sql: `zeroifnull(${listSql(call.args)})`,
      };
    },
    [4, 0],
  ),
  special('typeof', (call) => {
    expectCount(call, 1);
    const [arg] = call.args as [Node];
    return literalNode('string', simpleName(arg.type), `typeof(${arg.sql})`);
  }),
  special('raise_error', raiseError),
  special('assert_true', assertTrue),
];

const ZERO_RULES: Dialect = { ansi: false, version: { major: 4, minor: 0, text: '4.0' }, timeZone: 'UTC' };
