/** Similarity, distance and norm of arrays of floats, as Spark 4.3 has them. Mirrors `VectorFunctionImplUtils`. */
import { arrayType, type DataType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { badTypes, failRow } from '../dialect.ts';
import { type Call, expectCount, type SqlFunction, special } from '../function.ts';
import { apply, listSql, literalNode, type Node, type Operation } from '../node.ts';
import { typeName } from '../type-name.ts';

type Floats = readonly (number | null)[];
type Degree = (vector: readonly number[]) => number;

const VECTORS_SINCE = [4, 3] as const;
const FLOATS = arrayType('float');

/** Sums of doubles in Spark's order: eight terms are summed among themselves before they join the total. */
function sumByEights(length: number, term: (index: number) => number): number {
  const inEights = length - (length % 8);
  let total = 0;
  for (let start = 0; start < inEights; start += 8) {
    let eight = term(start);
    for (let index = start + 1; index < start + 8; index++) eight += term(index);
    total += eight;
  }
  for (let index = inEights; index < length; index++) total += term(index);
  return total;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return sumByEights(a.length, (i) => (a[i] as number) * (b[i] as number));
}

function cosine(a: readonly number[], b: readonly number[]): number | null {
  const size = Math.sqrt(dot(a, a) * dot(b, b));
  return size === 0 ? null : Math.fround(dot(a, b) / size);
}

function distance(a: readonly number[], b: readonly number[]): number {
  const square = sumByEights(a.length, (i) => ((a[i] as number) - (b[i] as number)) ** 2);
  return Math.fround(Math.sqrt(square));
}

const DEGREES: ReadonlyMap<number, Degree> = new Map<number, Degree>([
  [1, (vector) => sumByEights(vector.length, (i) => Math.abs(vector[i] as number))],
  [2, (vector) => Math.sqrt(dot(vector, vector))],
  [Infinity, (vector) => vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0)],
]);

function hasNull(vector: Floats): boolean {
  return vector.includes(null);
}

/** A null element makes the norm null, but only where the degree is one that Spark knows. */
function normOf(name: string, vector: Floats, degree: number): number | null {
  const norm = DEGREES.get(degree);
  if (norm === undefined)
    throw failRow('INVALID_VECTOR_NORM_DEGREE', `expected 1, 2 or infinity as the degree of ${name}, got another`);
  return hasNull(vector) ? null : norm(vector as readonly number[]);
}

function normalize(name: string, vector: Floats, degree: number): readonly number[] | null {
  const norm = normOf(name, vector, degree);
  if (vector.length === 0) return [];
  return norm === null || norm === 0 ? null : vector.map((x) => Math.fround((x as number) / norm));
}

/** Spark casts none of these arguments by itself, not even NULL. */
function expectTypes({ name, args }: Call, types: readonly DataType[]): void {
  for (const [i, arg] of args.entries()) {
    const [wanted, got] = [typeName(types[i] as DataType), typeName(arg.type)];
    if (wanted !== got) throw badTypes(`${wanted} as an argument of ${name}`, got);
  }
}

/** Spark evaluates every argument, so that the second fails beside a first that is null. */
function ofAll(
  call: Call,
  { type, args, operation }: { type: DataType; args: readonly Node[]; operation: Operation },
): Node {
  const run = operation as (...values: Value[]) => Value;
  const make =
    () =>
    (...values: Value[]) =>
      values.includes(null) ? null : run(...values);
  return apply({ type, sql: `${call.name}(${listSql(args)})`, args, make, takesNull: true });
}

function ofTwo(name: string, operation: (a: readonly number[], b: readonly number[]) => number | null): SqlFunction {
  const build = (call: Call): Node => {
    expectCount(call, 2);
    expectTypes(call, [FLOATS, FLOATS]);
    return ofAll(call, {
      type: 'float',
      args: call.args,
      operation: (a: Floats, b: Floats) => {
        if (a.length !== b.length)
          throw failRow('VECTOR_DIMENSION_MISMATCH', `expected vectors of one size in ${name}, got two sizes`);
        return hasNull(a) || hasNull(b) ? null : operation(a as readonly number[], b as readonly number[]);
      },
    });
  };
  return special(name, build, VECTORS_SINCE);
}

function ofDegree(name: string, type: DataType, operation: Operation): SqlFunction {
  const build = (call: Call): Node => {
    expectCount(call, 1, 2);
    expectTypes(call, [FLOATS, 'float']);
    const args = [call.args[0] as Node, call.args[1] ?? literalNode('float', 2, '2.0')];
    return ofAll(call, { type, args, operation });
  };
  return special(name, build, VECTORS_SINCE);
}

export const VECTORS: readonly SqlFunction[] = [
  ofTwo('vector_cosine_similarity', cosine),
  ofTwo('vector_inner_product', (a, b) => Math.fround(dot(a, b))),
  ofTwo('vector_l2_distance', distance),
  ofDegree('vector_norm', 'float', (vector: Floats, degree: number) => {
    const norm = normOf('vector_norm', vector, degree);
    return norm === null ? null : Math.fround(norm);
  }),
  ofDegree('vector_normalize', FLOATS, (vector: Floats, degree: number) =>
    normalize('vector_normalize', vector, degree),
  ),
];
