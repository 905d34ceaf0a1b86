import { DAY_MICROSECONDS, splitDay } from '../../core/calendar.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { arrayType, createField, type DataType, structType } from '../../core/types.ts';
import { canonicalLong, type Value } from '../../core/values.ts';
import { findZone, type Zone } from '../../core/zones.ts';
import { castNode } from '../cast.ts';
import { isIntegral, widerType, widerTypeWithoutText } from '../coercion.ts';
import { compareOf, nullsFirst, sameOf } from '../compare.ts';
import { badTypes, type Dialect, failRow } from '../dialect.ts';
import { mapLookup } from '../extract.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { isInterval, toCalendar } from '../intervals.ts';
import { shownName } from '../later-names.ts';
import { checkElements } from '../limits.ts';
import { apply, listSql, literalNode, type Node } from '../node.ts';
import { shiftInstant } from '../time-arithmetic.ts';
import { typeName } from '../type-name.ts';
import { unify } from './conditional.ts';
import { sortArray } from './sorting.ts';

type List = readonly Value[];

function elementType(node: Node | undefined, name: string): DataType {
  const type = node?.type;
  if (type === 'void') return 'void';
  if (typeof type !== 'object' || type.type !== 'array')
    throw badTypes(`an array for ${name}`, type === undefined ? 'none' : typeName(type));
  return type.elementType;
}

function makeArray(call: Call): Node {
  if (call.args.length === 0) return literalNode(arrayType('void', false), [], 'array()');
  const args = unify(call.args, call);
  return apply({
    type: arrayType((args[0] as Node).type),
    sql: `array(${listSql(args)})`,
    args,
    make:
      () =>
      (...values: Value[]) =>
        values,
    takesNull: true,
  });
}

type Same = (a: Value, b: Value) => boolean;

const includes = (list: List, value: Value, same: Same) => list.some((other) => same(other, value));

function distinct(list: List, same: Same): Value[] {
  const kept: Value[] = [];
  for (const value of list) if (!includes(kept, value, same)) kept.push(value);
  return kept;
}

/**
 * Elements as Spark's sets know them: before Spark 4, 0.0 and -0.0 are two, since then both are 0.0.
 * Everything else is as SQL compares it.
 */
function setRules(
  element: DataType,
  { version }: Dialect,
): { readonly same: Same; readonly prepare: (list: List) => List } {
  const same = sameOf(element);
  if (element !== 'double' && element !== 'float') return { same, prepare: (list) => list };
  if (!isAtLeast(version, 3, 2)) return { same: isSameSetMember, prepare: (list) => list };
  if (!isAtLeast(version, 4, 0)) return { same: Object.is, prepare: (list) => list };
  return { same, prepare: (list) => list.map((value) => (value === null ? null : (value as number) + 0)) };
}

/** Before Spark 3.2 NaN is no member of any set. */
function isSameSetMember(a: Value, b: Value): boolean {
  return !Number.isNaN(a) && Object.is(a, b);
}

/** Two arrays of one element type. */
const ofTwo = (name: string, gives: 'same' | 'boolean', f: (a: List, b: List, same: Same) => Value) =>
  special(name, (call) => {
    expectCount(call, 2);
    const args = unify(call.args, call, widerTypeWithoutText);
    const element = elementType(args[0], name);
    const { same, prepare } = setRules(element, call.dialect);
    const type = gives === 'same' ? (args[0] as Node).type : 'boolean';
    return apply({
      type,
      sql: `${name}(${listSql(args)})`,
      args,
      make: () => (a: List, b: List) => f(prepare(a), prepare(b), same),
    });
  });

function overlaps(a: List, b: List, same: Same): Value {
  if (a.some((value) => value !== null && includes(b, value, same))) return true;
  return a.length > 0 && b.length > 0 && (a.includes(null) || b.includes(null)) ? null : false;
}

/** An array and a value of its elements' type. */
const ofElement = (
  name: string,
  shape: { gives: 'array' | DataType; takesNull?: boolean; since?: readonly [number, number] },
  f: (list: List, value: Value, same: Same) => Value,
) =>
  special(
    name,
    (call) => {
      expectCount(call, 2);
      const [array, value] = call.args as [Node, Node];
      const common = (shape.gives === 'array' && name !== 'array_remove' ? widerType : widerTypeWithoutText)(
        elementType(array, name),
        value.type,
        call.dialect,
      );
      if (common === undefined)
        throw badTypes(
          `an array and one of its elements for ${name}`,
          `${typeName(array.type)} and ${typeName(value.type)}`,
        );
      const args = [castNode(array, arrayType(common), call.dialect), castNode(value, common, call.dialect)];
      const same = common === 'void' ? () => false : sameOf(common);
      const make = () => (list: List, item: Value) => f(list, item, same);
      return apply({
        type: shape.gives === 'array' ? arrayType(common) : shape.gives,
        sql: `${name}(${listSql(args)})`,
        args,
        make,
        ...(shape.takesNull === true ? { order: 'first settles' as const } : {}),
      });
    },
    shape.since,
  );

const extreme = (name: string, better: (order: number) => boolean) =>
  simple({
    names: name,
    takes: ['array'],
    gives: ([a]) => elementType(a, name),
    make: ([a]) => {
      const compare = compareOf(elementType(a, name));
      return (list: List) => {
        let best: Value = null;
        for (const value of list) if (value !== null && (best === null || better(compare(value, best)))) best = value;
        return best;
      };
    },
  });

/** element_at: from 1, or from the end where negative; of a map, the value of a key. */
function elementAt(call: Call): Node {
  expectCount(call, 2);
  const [base, index] = call.args as [Node, Node];
  const sql = `${call.name}(${listSql(call.args)})`;
  const { type } = base;
  if (typeof type === 'object' && type.type === 'map') {
    const keyType = widerType(type.keyType, index.type, call.dialect) ?? type.keyType;
    const args = [castNode(base, { ...type, keyType }, call.dialect), castNode(index, keyType, call.dialect)];
    return apply({ type: type.valueType, sql, args, make: () => mapLookup(keyType) });
  }
  const make = () => (list: List, at: number) => {
    if (at === 0) throw failRow('INVALID_INDEX_OF_ZERO', 'expected an index from 1 or from -1 on, got 0');
    const place = at > 0 ? at - 1 : list.length + at;
    if (place >= 0 && place < list.length) return list[place];
    if (call.dialect.ansi)
      throw failRow('INVALID_ARRAY_INDEX_IN_ELEMENT_AT', `expected an index up to ${list.length}, got another`);
    return null;
  };
  return apply({ type: elementType(base, call.name), sql, args: [base, coerce(index, 'integer', call)], make });
}

function slice(list: List, start: number, length: number): Value {
  if (start === 0) throw failRow('INVALID_PARAMETER_VALUE.START', 'expected a start from 1 or from -1 on, got 0');
  if (length < 0) throw failRow('INVALID_PARAMETER_VALUE.LENGTH', 'expected a length from 0 on, got a negative one');
  const from = start > 0 ? start - 1 : list.length + start;
  return from < 0 || from >= list.length ? [] : list.slice(from, from + length);
}

function insert(call: Call): Node {
  expectCount(call, 3);
  const [array, place, value] = call.args as [Node, Node, Node];
  const common = widerTypeWithoutText(elementType(array, call.name), value.type, call.dialect);
  if (common === undefined)
    throw badTypes(
      'an array and one of its elements for array_insert',
      `${typeName(array.type)} and ${typeName(value.type)}`,
    );
  const args = [
    castNode(array, arrayType(common), call.dialect),
    coerce(place, 'integer', call),
    castNode(value, common, call.dialect),
  ];
  const shift = isAtLeast(call.dialect.version, 3, 5) ? 1 : 0;
  const make = () => (list: List, at: number | null, item: Value) => {
    if (at === null) return null;
    if (at === 0) throw failRow('INVALID_INDEX_OF_ZERO', 'expected an index from 1 or from -1 on, got 0');
    return insertAt(list, at, { item, shift });
  };
  return apply({ type: arrayType(common), sql: `array_insert(${listSql(args)})`, args, make, order: 'first settles' });
}

/** Beyond the ends, nulls fill the gap. */
function insertAt(list: List, at: number, { item, shift }: { item: Value; shift: number }): Value[] {
  checkElements(Math.abs(at));
  if (at > 0) {
    const filled = [...list, ...new Array<Value>(Math.max(0, at - 1 - list.length)).fill(null)];
    return filled.toSpliced(at - 1, 0, item);
  }
  const place = list.length + at + shift;
  if (place >= 0) return list.toSpliced(place, 0, item);
  return [item, ...new Array<Value>(-place).fill(null), ...list];
}

function sequence(call: Call): Node {
  expectCount(call, 2, 3);
  const [first, last, step] = call.args as [Node, Node, Node | undefined];
  if (isIntegral(first.type) || first.type === 'void') {
    const args = unify(call.args, call);
    const make = () => (from: number, to: number, by?: number) =>
      wholeSequence(BigInt(from), BigInt(to), by === undefined ? undefined : BigInt(by));
    return apply({ type: arrayType((args[0] as Node).type, false), sql: `sequence(${listSql(args)})`, args, make });
  }
  const bounds = unify([first, last], call);
  const { type } = bounds[0] as Node;
  const stride = step ?? literalNode('interval day', DAY_MICROSECONDS, "INTERVAL '1' DAY");
  if (!isInterval(stride.type) || !/^(date|timestamp)/.test(String(type)))
    throw badTypes('bounds and a step of a sequence', typeName(type));
  const zone = findZone(type === 'timestamp' ? call.dialect.timeZone : 'UTC') as Zone;
  const make = () => (from: number | bigint, to: number | bigint, by: bigint) =>
    timeSequence({ from, to, by, isDate: type === 'date', zone });
  return apply({
    type: arrayType(type, false),
    sql: `sequence(${listSql(call.args)})`,
    args: [...bounds, stride],
    make,
  });
}

function wholeSequence(from: bigint, to: bigint, by = from <= to ? 1n : -1n): Value[] {
  if (by === 0n && from === to) return [canonicalLong(from)];
  if (by === 0n || (by > 0n && from > to) || (by < 0n && from < to)) {
    throw failRow('INVALID_SEQUENCE_BOUNDARIES', 'expected a step that leads from the start to the stop, got another');
  }
  const count = Number((to - from) / by) + 1;
  checkElements(count);
  return Array.from({ length: count }, (_, i) => canonicalLong(from + BigInt(i) * by));
}

function timeSequence({
  from,
  to,
  by,
  isDate,
  zone,
}: {
  from: number | bigint;
  to: number | bigint;
  by: bigint;
  isDate: boolean;
  zone: Zone;
}): Value[] {
  const [start, stop] = isDate
    ? [BigInt(from) * DAY_MICROSECONDS, BigInt(to) * DAY_MICROSECONDS]
    : [from as bigint, to as bigint];
  const amount = toCalendar(by);
  const at = (i: number) =>
    shiftInstant(start, {
      amount: { months: amount.months * i, days: amount.days * i, microseconds: amount.microseconds * BigInt(i) },
      sign: 1,
      zone,
    });
  const forward = at(1) > start;
  if (at(1) === start || (forward ? start > stop : start < stop)) {
    if (start === stop) return [from];
    throw failRow('INVALID_SEQUENCE_BOUNDARIES', 'expected a step that leads from the start to the stop, got another');
  }
  const values: Value[] = [];
  for (let i = 0; forward ? at(i) <= stop : at(i) >= stop; i++) {
    checkElements(i);
    values.push(isDate ? splitDay(at(i)).days : at(i));
  }
  return values;
}

function arraysZip(call: Call): Node {
  const types = call.args.map((arg) => elementType(arg, call.name));
  const names = call.args.map((arg, i) => arg.name ?? String(i));
  const type = arrayType(structType(types.map((inner, i) => createField(names[i] as string, inner))), false);
  const make =
    () =>
    (...lists: List[]) => {
      const longest = Math.max(0, ...lists.map((list) => list.length));
      return Array.from({ length: longest }, (_, i) =>
        Object.fromEntries(lists.map((list, k) => [names[k], list[i] ?? null])),
      );
    };
  return apply({ type, sql: `arrays_zip(${listSql(call.args)})`, args: call.args, make });
}

/** Nulls are left out, unless a text stands for them. */
function joinTexts(list: List, separator: string, absent?: string): string {
  const shown = absent === undefined ? list.filter((value) => value !== null) : list.map((value) => value ?? absent);
  return shown.join(separator);
}

function sortCall(call: Call): Node {
  expectCount(call, 1, 2);
  const array = coerce(call.args[0] as Node, 'array', call);
  const ascending =
    call.args[1] === undefined ? literalNode('boolean', true, 'true') : coerce(call.args[1], 'boolean', call);
  const compare = nullsFirst(compareOf(elementType(array, call.name)));
  const make = () => (list: List, up: boolean) => sortArray(list, up ? compare : (a, b) => compare(b, a));
  return apply({ type: array.type, sql: `sort_array(${listSql([array, ascending])})`, args: [array, ascending], make });
}

const sizeRule = ({ ansi }: Dialect) => (ansi ? null : -1);

function sizeOf(call: Call): Node {
  expectCount(call, 1);
  const given = call.args[0] as Node;
  if (
    given.type !== 'void' &&
    (typeof given.type !== 'object' || (given.type.type !== 'array' && given.type.type !== 'map'))
  )
    throw badTypes('an array or map for size', typeName(given.type));
  const absent = sizeRule(call.dialect);
  const make = () => (x: List | ReadonlyMap<Value, Value> | null) =>
    x === null ? absent : x instanceof Map ? x.size : (x as List).length;
  return apply({
    type: 'integer',
    sql: `${shownName(call.name, call.dialect.version)}(${given.sql})`,
    args: [given],
    make,
    takesNull: true,
  });
}

const first = ([a]: readonly Node[]) => (a as Node).type;

export const ARRAYS: readonly SqlFunction[] = [
  special('array', makeArray),
  special('size cardinality', sizeOf),
  simple({
    names: 'array_size',
    takes: ['array'],
    gives: 'integer',
    since: [3, 3],
    make: () => (list: List) => list.length,
  }),
  simple({
    names: 'array_distinct',
    takes: ['array'],
    gives: first,
    make: ([a], dialect) => {
      const element = elementType(a, 'array_distinct');
      const { same, prepare } = isAtLeast(dialect.version, 3, 2)
        ? setRules(element, dialect)
        : { same: sameOf(element), prepare: (list: List) => list };
      return (list: List) => distinct(prepare(list), same);
    },
  }),
  ofTwo('array_union', 'same', (a, b, same) => distinct([...a, ...b], same)),
  ofTwo('array_intersect', 'same', (a, b, same) =>
    distinct(
      a.filter((value) => includes(b, value, same)),
      same,
    ),
  ),
  ofTwo('array_except', 'same', (a, b, same) =>
    distinct(
      a.filter((value) => !includes(b, value, same)),
      same,
    ),
  ),
  ofTwo('arrays_overlap', 'boolean', overlaps),
  ofElement('array_contains', { gives: 'boolean' }, (list, value, same) =>
    list.some((other) => other !== null && same(other, value)) ? true : list.includes(null) ? null : false,
  ),
  ofElement(
    'array_position',
    { gives: 'long' },
    (list, value, same) => list.findIndex((other) => other !== null && same(other, value)) + 1,
  ),
  ofElement('array_remove', { gives: 'array' }, (list, value, same) =>
    list.filter((other) => other === null || !same(other, value)),
  ),
  ofElement('array_append', { gives: 'array', takesNull: true, since: [3, 4] }, (list, value) => [...list, value]),
  ofElement('array_prepend', { gives: 'array', takesNull: true, since: [3, 5] }, (list, value) => [value, ...list]),
  special('array_insert', insert, [3, 4]),
  simple({
    names: 'array_compact',
    takes: ['array'],
    gives: first,
    since: [3, 4],
    make: () => (list: List) => list.filter((value) => value !== null),
  }),
  special('array_join', (call) => {
    expectCount(call, 2, 3);
    const [array, ...rest] = call.args as [Node, ...Node[]];
    elementType(array, call.name);
    const args = [
      castNode(array, arrayType('string'), call.dialect),
      ...rest.map((arg) => coerce(arg, 'string', call)),
    ];
    return apply({ type: 'string', sql: `array_join(${listSql(args)})`, args, make: () => joinTexts });
  }),
  extreme('array_max', (order) => order > 0),
  extreme('array_min', (order) => order < 0),
  simple({
    names: 'array_repeat',
    takes: ['any', 'integer'],
    gives: ([a]) => arrayType((a as Node).type),
    takesNull: true,
    make: () => (value: Value, count: number | null) => {
      if (count === null) return null;
      checkElements(count);
      return new Array<Value>(Math.max(0, count)).fill(value);
    },
  }),
  special('element_at', elementAt),
  special('try_element_at', (call) => elementAt({ ...call, dialect: { ...call.dialect, ansi: false } }), [3, 3]),
  simple({
    names: 'get',
    takes: ['array', 'integer'],
    gives: ([a]) => elementType(a, 'get'),
    since: [3, 4],
    make: () => (list: List, at: number) => (at < 0 ? null : (list[at] ?? null)),
  }),
  simple({ names: 'slice', takes: ['array', 'integer', 'integer'], gives: first, make: () => slice }),
  simple({
    names: 'flatten',
    takes: ['array'],
    gives: ([a]) => {
      const inner = elementType(a, 'flatten');
      if (typeof inner !== 'object' || inner.type !== 'array')
        throw badTypes('an array of arrays for flatten', typeName((a as Node).type));
      return inner;
    },
    make: () => (list: readonly (List | null)[]) => (list.includes(null) ? null : list.flat(1)),
  }),
  special('sequence', sequence),
  special('arrays_zip', arraysZip),
  special('sort_array', sortCall),
];
