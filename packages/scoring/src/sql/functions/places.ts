import { isAtLeast } from '../../core/spark-version.ts';
import { findOccurrence, locate } from '../characters.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { shownName } from '../later-names.ts';
import { apply, listSql, literalNode, type Node } from '../node.ts';

function locateCall(call: Call): Node {
  expectCount(call, 2, 3);
  const [part, subject] = call.args.map((arg, i) => coerce(arg, i < 2 ? 'string' : 'integer', call)) as [Node, Node];
  const start = call.args[2] === undefined ? literalNode('integer', 1, '1') : coerce(call.args[2], 'integer', call);
  const args = [part, subject, start];
  const name = shownName(call.name, call.dialect.version);
  return applyLocate(args, `${name}(${listSql(args)})`);
}

/** A null start gives 0, not null. */
function applyLocate(args: readonly Node[], sql: string): Node {
  const make = () => (p: string | null, s: string | null, n: number | null) =>
    n === null ? 0 : p === null || s === null ? null : locate(p, s, n);
  return apply({ type: 'integer', sql, args, make, takesNull: true });
}

/** instr(text, part[, position[, occurrence]]): Spark 4.3 has the long form. */
function instrCall(call: Call): Node {
  const isLong = isAtLeast(call.dialect.version, 4, 3);
  expectCount(call, 2, isLong ? 4 : 2);
  const given = [...call.args, ...['1', '1'].slice(call.args.length - 2).map((one) => literalNode('integer', 1, one))];
  const all = call.args.length === 2 ? call.args : given;
  const args = all.map((arg, i) => coerce(arg, i < 2 ? 'string' : 'integer', call));
  return apply({
    type: 'integer',
    sql: `instr(${listSql(args)})`,
    args,
    make: () => (text: string, part: string, position?: number, occurrence?: number) =>
      position === undefined ? locate(part, text, 1) : findOccurrence(text, part, [position, occurrence as number]),
  });
}

/** Where one text stands in another. */
export const PLACES: readonly SqlFunction[] = [
  special('instr', instrCall),
  special('locate position', locateCall),
  simple({
    names: 'find_in_set',
    takes: ['string', 'string'],
    gives: 'integer',
    make: () => (s: string, list: string) => (s.includes(',') ? 0 : list.split(',').indexOf(s) + 1),
  }),
];
