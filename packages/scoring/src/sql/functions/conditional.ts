import { floorDivide } from '../../core/calendar.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { type DataType, isNumeric } from '../../core/types.ts';
import { canonicalLong, Decimal, type Row, toDouble, type Value } from '../../core/values.ts';
import { alwaysCast, castNode } from '../cast.ts';
import { comparisonType, isDecimal, isFloating, isIntegral, widerType, widerTypeWithoutText } from '../coercion.ts';
import { compareOf, sameOf } from '../compare.ts';
import { badTypes, type Dialect, failRow, showsCasts } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { apply, applyLazily, constantOf, type Evaluate, listSql, literalNode, type Node, sameType } from '../node.ts';
import { simpleName, typeName } from '../type-name.ts';
import { asDecimal } from './arithmetic.ts';

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
  const { dialect } = call;
  const [a, b] = asDecimals(call.args as [Node, Node], dialect);
  // Since Spark 4 only the types of fields must agree, not their names.
  const alike = isAtLeast(dialect.version, 4, 0) && namelessType(a.type) === namelessType(b.type);
  if (alike) return [a, { ...castNode(b, a.type, dialect), sql: b.sql }];
  const type = comparisonType(a.type, b.type, { dialect, isEquality: !/^[<>]=?$/.test(call.name) });
  if (type === undefined)
    throw badTypes('two values that can be compared', `${typeName(a.type)} and ${typeName(b.type)}`);
  const cast = isDecimal(a.type) && isDecimal(b.type) && !sameType(a.type, b.type) ? alwaysCast : castNode;
  return [cast(a, type, dialect), cast(b, type, dialect)];
}

/** A whole number beside a decimal is one first, of as many digits as a literal has. */
function asDecimals([a, b]: readonly [Node, Node], dialect: Dialect): readonly [Node, Node] {
  if (!showsCasts(dialect)) return [a, b];
  const cast = (node: Node, other: Node) =>
    isDecimal(other.type) && isIntegral(node.type) ? asDecimal(node, other, dialect) : node;
  return [cast(a, b), cast(b, a)];
}

/** The type but for what its fields are called. */
function namelessType(type: DataType): string {
  return JSON.stringify(type, (key, value) =>
    key === 'name' || key.startsWith('null') || /Null$/.test(key) ? undefined : value,
  );
}

const comparison = (sign: string, test: (order: number) => boolean) =>
  special(sign, (call) => {
    const rewritten = compareWithDecimal(sign, call) ?? compareWithTruth(call);
    if (rewritten !== undefined) return rewritten;
    const args = compared(call);
    const compare = compareOf(args[0].type);
    const sql = `(${args[0].sql} ${sign} ${args[1].sql})`;
    return apply({ type: 'boolean', sql, args, make: () => (a: Value, b: Value) => test(compare(a, b)) });
  });

/**
 * An order between a whole number and a decimal literal is one between whole numbers: the literal is rounded to where
 * the answer stays. Beyond the longs the answer is certain, even for a null. Mirrors `integralAndDecimalLiteral`.
 */
function compareWithDecimal(sign: string, call: Call): Node | undefined {
  const [a, b] = call.args as [Node, Node | undefined];
  if (sign === '=' || b === undefined || call.args.length > 2) return undefined;
  const [whole, given] = isIntegral(a.type) ? [a, b] : [b, a];
  const limit = given.literal?.value;
  if (!isIntegral(whole.type) || !(limit instanceof Decimal)) return undefined;
  const literalRight = given === b;
  const floor = floorDecimal(limit);
  const ceiling = -floorDecimal(new Decimal(-limit.unscaled, limit.scale));
  const greater = sign.startsWith('>') === literalRight;
  if (floor < -(2n ** 63n) || ceiling >= 2n ** 63n) {
    const answer = greater === floor < 0n;
    return literalNode('boolean', answer, String(answer));
  }
  const value = greater === sign.endsWith('=') ? ceiling : floor;
  const literal = literalNode('long', canonicalLong(value), String(value));
  const args = literalRight ? [whole, literal] : [literal, whole];
  return (lookUp(sign) as SqlFunction).build({ ...call, args });
}

/** Before Spark 4 a boolean that is compared with a literal 1 is itself, and with a literal 0 its opposite. */
function compareWithTruth(call: Call): Node | undefined {
  const [a, b] = call.args as [Node, Node | undefined];
  if (call.dialect.ansi || b === undefined || !/^(=|<=>|equal_null)$/.test(call.name)) return undefined;
  const [truth, given] = a.type === 'boolean' ? [a, b] : [b, a];
  const number = given.literal?.value;
  if (truth.type !== 'boolean' || !isNumeric(given.type) || number === undefined || number === null) return undefined;
  const value = toDouble(number);
  if (value !== 1 && value !== 0) return undefined;
  const build = (name: string, ...args: Node[]) => (lookUp(name) as SqlFunction).build({ ...call, name, args });
  const same = value === 1 ? truth : build('not', truth);
  return call.name === '=' ? same : build('and', build('isnotnull', truth), same);
}

function floorDecimal({ unscaled, scale }: Decimal): bigint {
  return floorDivide(unscaled, 10n ** BigInt(scale));
}

function nullSafeEqual(call: Call): Node {
  const rewritten = compareWithTruth(call);
  if (rewritten !== undefined) return rewritten;
  const args = compared(call);
  const same = sameOf(args[0].type);
  const sql = call.name === '<=>' ? `(${args[0].sql} <=> ${args[1].sql})` : `${call.name}(${listSql(args)})`;
  return apply({ type: 'boolean', sql, args, make: () => same, takesNull: true });
}

const connective = (name: string, settled: boolean) =>
  special(name, (call) => {
    expectCount(call, 2);
    const args = call.args.map((arg) => coerce(arg, connects(call) ? 'boolean' : 'exact boolean', call));
    const sql = `(${(args[0] as Node).sql} ${name.toUpperCase()} ${(args[1] as Node).sql})`;
    return applyLazily({ type: 'boolean', sql, args }, ([left, right]) => (row) => {
      const a = (left as Evaluate)(row);
      if (a === settled) return settled;
      const b = (right as Evaluate)(row);
      if (b === settled) return settled;
      return a === null || b === null ? null : !settled;
    });
  });

/** ANSI casts a text beside a boolean. */
function connects({ args, dialect }: Call): boolean {
  return dialect.ansi && args.some(({ type }) => type === 'boolean');
}

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
  return applyLazily({ type: 'boolean', sql, args: types }, ([wanted, ...list]) => (row) => {
    const x = (wanted as Evaluate)(row);
    if (x === null) return null;
    let missed: null | false = false;
    for (const item of list) {
      const y = item(row);
      if (y === null) missed = null;
      else if (same(x, y)) return true;
    }
    return missed;
  });
}

function unifyList(call: Call): Node[] {
  const [value, ...items] = call.args as [Node, ...Node[]];
  const cast = items.every(({ type }) => sameType(type, value.type)) ? castNode : alwaysCast;
  const [common] = unify(call.args, call) as [Node];
  return [value, ...items].map((node) => cast(node, common.type, call.dialect));
}

/** CASE: pairs of condition and value, then perhaps the value of ELSE. Only what is reached is evaluated. */
export function caseWhen(call: Call, nameOf = caseSql): Node {
  const { args } = call;
  const pairs = Math.floor(args.length / 2);
  const conditions = Array.from({ length: pairs }, (_, i) => requireBoolean(args[2 * i] as Node, call));
  const elseNode = args.length % 2 === 1 ? (args.at(-1) as Node) : literalNode('void', null, 'NULL');
  const values = unify([...conditions.map((_, i) => args[2 * i + 1] as Node), elseNode], call);
  const type = (values[0] as Node).type;
  const shown = conditions.flatMap((condition, i) => [condition, values[i] as Node]);
  if (args.length % 2 === 1) shown.push(values.at(-1) as Node);
  return applyLazily({ type, sql: nameOf(shown), args: [...conditions, ...values] }, (all) => {
    const [tests, results] = [all.slice(0, pairs), all.slice(pairs)];
    return (row) => {
      const at = tests.findIndex((test) => test(row) === true);
      return (results.at(at < 0 ? pairs : at) as Evaluate)(row);
    };
  });
}

/** Conditions are not cast. */
function requireBoolean(node: Node, { name }: Call): Node {
  if (node.type !== 'boolean' || node.lambda !== undefined)
    throw badTypes(`a BOOLEAN as a condition of ${name}`, node.lambda ? 'a lambda' : typeName(node.type));
  return node;
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
  const [condition, ...values] = call.args as [Node, Node, Node];
  const test = condition.type === 'void' ? castNode(condition, 'boolean', call.dialect) : condition;
  return caseWhen({ ...call, args: [test, ...values] }, (args) => `(IF(${listSql(args)}))`);
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
  if (!isAtLeast(call.dialect.version, 3, 1)) {
    expectCount(call, 1);
    return apply({ type: 'void', sql: `assert_true(${arg.sql})`, args: [arg], make, takesNull: true });
  }
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
  { names: ['case when'], build: (call) => caseWhen(call) },
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
    const name = arg.type === 'void' && !isAtLeast(call.dialect.version, 3, 1) ? 'null' : simpleName(arg.type);
    return literalNode('string', name, `typeof(${arg.sql})`);
  }),
  special('raise_error', raiseError),
  special('assert_true', assertTrue),
];

const ZERO_RULES: Dialect = { ansi: false, version: { major: 4, minor: 0, text: '4.0' }, timeZone: 'UTC' };
