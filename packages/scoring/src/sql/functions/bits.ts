import { canonicalLong } from '../../core/values.ts';
import { castNode } from '../cast.ts';
import { isIntegral, tightestType } from '../coercion.ts';
import { badTypes } from '../dialect.ts';
import { expectCount, type SqlFunction, simple, special } from '../function.ts';
import { apply, type Node } from '../node.ts';
import { typeName } from '../type-name.ts';

const bitwise = (sign: string, f: (a: bigint, b: bigint) => bigint) =>
  special(sign, (call) => {
    expectCount(call, 2);
    const { dialect } = call;
    const [a, b] = call.args as [Node, Node];
    const type = tightestType(a.type, b.type, dialect);
    const wanted = type === 'void' ? 'integer' : type;
    if (wanted === undefined || !isIntegral(wanted))
      throw badTypes(`two whole numbers for ${sign}`, `${typeName(a.type)} and ${typeName(b.type)}`);
    const args = [castNode(a, wanted, dialect), castNode(b, wanted, dialect)];
    return apply({
      type: wanted,
      sql: `(${(args[0] as Node).sql} ${sign} ${(args[1] as Node).sql})`,
      args,
      make: () => (x: number, y: number) => canonicalLong(f(BigInt(x), BigInt(y))),
    });
  });

/** Operators of the bits of whole numbers. */
export const BITS: readonly SqlFunction[] = [
  bitwise('&', (a, b) => a & b),
  bitwise('|', (a, b) => a | b),
  bitwise('^', (a, b) => a ^ b),
  simple({
    names: '~',
    takes: ['whole'],
    gives: ([a]) => (a as Node).type,
    sql: ([a]) => `~${(a as Node).sql}`,
    make: () => (x: number | bigint) => canonicalLong(~BigInt(x)),
  }),
];
