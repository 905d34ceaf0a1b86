/** How a function of SQL is written down: a row of a table. */
import { arrayType, type DataType, isNumeric } from '../core/types.ts';
import { castNode } from './cast.ts';
import { isAtomic, isIntegral, isTemporal } from './coercion.ts';
import { badStatement, badTypes, type Dialect } from './dialect.ts';
import { shownName } from './later-names.ts';
import { apply, listSql, type Node, type Operation } from './node.ts';
import { typeName } from './type-name.ts';

export interface Call {
  /** As called, in lower case. */
  readonly name: string;
  readonly args: readonly Node[];
  readonly dialect: Dialect;
}

export interface SqlFunction {
  /** All its names; the first is that of result columns, unless it keeps the called one. */
  readonly names: readonly string[];
  /** The Spark that first has it, where that is after 2.4. */
  readonly since?: readonly [major: number, minor: number];
  readonly build: (call: Call) => Node;
  /** The types of arguments, where they are certain: for columns of which nothing is known. */
  readonly hints?: readonly (DataType | undefined)[];
}

/**
 * What an argument is cast to, and what it must be. A type; or a kind of types: `number`, `whole` (integral), `text`
 * (string or binary), `time` (date or timestamp), `days` (at most an int), `bits` (a whole number, or cast to an int), `array`, `map`, `struct`, `lambda`, `any`.
 * What stands behind "exact " is not cast. With "?" it may be absent.
 */
export type Parameter = string;

export interface SimpleFunction {
  readonly names: string;
  readonly takes: readonly Parameter[];
  /** The last parameter may repeat. */
  readonly repeats?: boolean;
  readonly gives: DataType | ((args: readonly Node[], dialect: Dialect) => DataType);
  /** Makes the function of the values; `args` tells their types. */
  readonly make: (args: readonly Node[], dialect: Dialect) => Operation;
  readonly takesNull?: boolean;
  readonly keepsName?: boolean;
  readonly since?: readonly [major: number, minor: number];
  /** The name of result columns, where it is not `name(arguments)`. */
  readonly sql?: (args: readonly Node[], call: Call) => string;
}

/** A function that evaluates all its arguments. */
export function simple(spec: SimpleFunction): SqlFunction {
  const names = spec.names.split(' ');
  return {
    names,
    ...(spec.since === undefined ? {} : { since: spec.since }),
    hints: spec.takes.map(hintOf),
    build(call) {
      const { dialect } = call;
      const args = checkArguments(call, spec);
      const shown = shownName(spec.keepsName ? call.name : (names[0] as string), dialect.version);
      return apply({
        type: typeof spec.gives === 'function' ? spec.gives(args, dialect) : spec.gives,
        sql: spec.sql?.(args, call) ?? `${shown}(${listSql(args)})`,
        args,
        make: () => spec.make(args, dialect),
        takesNull: spec.takesNull ?? false,
      });
    },
  };
}

const HINTS: Readonly<Record<string, DataType>> = {
  text: 'string',
  time: 'timestamp',
  whole: 'long',
  days: 'integer',
  number: 'double',
};
const VAGUE = /^(any|array|map|struct|lambda)$/;

function hintOf(parameter: Parameter): DataType | undefined {
  const kind = parameter.replace('?', '').replace('exact ', '');
  return VAGUE.test(kind) ? undefined : (HINTS[kind] ?? (kind as DataType));
}

/** A function with rules of its own. */
export function special(names: string, build: (call: Call) => Node, since?: readonly [number, number]): SqlFunction {
  return { names: names.split(' '), build, ...(since === undefined ? {} : { since }) };
}

function checkArguments(call: Call, { takes, repeats = false }: SimpleFunction): Node[] {
  const least = takes.filter((kind) => !kind.endsWith('?')).length;
  expectCount(call, least, repeats ? Number.POSITIVE_INFINITY : takes.length);
  return call.args.map((arg, i) => coerce(arg, (takes[i] ?? takes.at(-1)) as string, call));
}

export function expectCount({ name, args }: Call, least: number, most = least): void {
  if (args.length >= least && args.length <= most) return;
  const wanted =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
  throw badStatement(`${wanted} arguments of ${name}`, `${args.length}`, 'WRONG_NUM_ARGS.WITHOUT_SUGGESTION');
}

/** The argument cast to what the parameter wants, if Spark casts it so by itself. */
export function coerce(node: Node, parameter: Parameter, { name, dialect }: Pick<Call, 'name' | 'dialect'>): Node {
  const kind = parameter.replace('?', '');
  const wrong = () => badTypes(`${kind} as an argument of ${name}`, node.lambda ? 'a lambda' : typeName(node.type));
  if (node.lambda !== undefined || kind === 'lambda') {
    if (node.lambda !== undefined && kind === 'lambda') return node;
    throw wrong();
  }
  if (kind === 'any') return node;
  const target = targetOf(node, kind, dialect);
  if (target === undefined) throw wrong();
  return castNode(node, target, dialect);
}

function targetOf({ type, foldable }: Node, kind: string, dialect: Dialect): DataType | undefined {
  if (kind.startsWith('exact ')) return exactTarget(type, kind.slice(6));
  switch (kind) {
    case 'number':
      return isNumeric(type) ? type : type === 'string' || type === 'void' ? 'double' : undefined;
    case 'whole':
      return isIntegral(type) ? type : type === 'void' ? 'integer' : undefined;
    case 'bits':
      return isIntegral(type) ? type : implicitTarget(type, 'integer');
    case 'days':
      return isDays(type) || (type === 'string' && (dialect.ansi || foldable)) ? 'integer' : undefined;
    case 'text':
      return type === 'binary' ? type : isAtomic(type) || type === 'void' ? 'string' : undefined;
    case 'time':
      return isTemporal(type) ? type : type === 'string' || type === 'void' ? 'timestamp' : undefined;
    case 'array':
    case 'map':
    case 'struct':
      if (type === 'void') return kind === 'array' ? arrayType('void') : undefined;
      return typeof type === 'object' && type.type === kind ? type : undefined;
    default:
      return implicitTarget(type, kind as DataType);
  }
}

/** Nothing but a null becomes what is asked for. */
function exactTarget(type: DataType, kind: string): DataType | undefined {
  if (kind === 'number') return isNumeric(type) ? type : type === 'void' ? 'double' : undefined;
  return type === kind || type === 'void' ? (kind as DataType) : undefined;
}

function isDays(type: DataType): boolean {
  return type === 'integer' || type === 'short' || type === 'byte' || type === 'void';
}

/** Spark's `implicitCast` to a type. */
function implicitTarget(from: DataType, to: DataType): DataType | undefined {
  if (from === to || from === 'void' || from === 'string') return to;
  if (isNumeric(from) && isNumeric(to)) return to;
  if (to === 'string') return isAtomic(from) ? to : undefined;
  return isTemporal(from) && isTemporal(to) ? to : undefined;
}
