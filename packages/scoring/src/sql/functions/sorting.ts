import type { ArrayType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { compareOf } from '../compare.ts';
import { apply, type Node } from '../node.ts';

export function sortArray(values: readonly Value[], compare: (a: Value, b: Value) => number): Value[] {
  return values.toSorted(compare);
}

/** Ascending, nulls last. */
export function defaultOrder(node: Node, type: ArrayType): Node {
  const compare = compareOf(type.elementType);
  const sql = `array_sort(${node.sql}, lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, (IF((namedlambdavariable() IS NULL), 1, (IF((namedlambdavariable() IS NULL), -1, (IF((namedlambdavariable() < namedlambdavariable()), -1, (IF((namedlambdavariable() > namedlambdavariable()), 1, 0)))))))))), namedlambdavariable(), namedlambdavariable()))`;
  const order = (a: Value, b: Value) =>
    a === null || b === null ? Number(a === null) - Number(b === null) : compare(a, b);
  return apply({ type, sql, args: [node], make: () => (values: readonly Value[]) => sortArray(values, order) });
}
