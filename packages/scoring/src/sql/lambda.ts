import type { DataType } from '../core/types.ts';
import type { Value } from '../core/values.ts';
import { badStatement } from './dialect.ts';
import type { Evaluate, Node } from './node.ts';

/** A lambda argument with its parameters typed. */
export interface LambdaArgument {
  readonly type: DataType;
  readonly sql: string;
  readonly body: Node;
  /** The function of one row: sets the parameters and evaluates the body. */
  compile(): (row: Value[]) => (...values: Value[]) => Value;
}

export function bindLambda(node: Node | undefined, types: readonly DataType[]): LambdaArgument {
  if (node?.lambda === undefined) throw badStatement('a lambda such as x -> x + 1', 'another argument');
  const { body, cells, sql } = node.lambda.bind(types);
  return {
    type: body.type,
    sql,
    body,
    compile() {
      const evaluate: Evaluate = body.compile();
      return (row) =>
        (...values) => {
          cells.forEach((cell, i) => {
            cell.value = values[i] ?? null;
          });
          return evaluate(row);
        };
    },
  };
}

/** The same lambda with its result cast. */
export function castLambda(lambda: LambdaArgument, cast: (node: Node) => Node): LambdaArgument {
  const body = cast(lambda.body);
  if (body === lambda.body) return lambda;
  const convert = cast({ ...lambda.body, compile: () => (row) => row[0] });
  return {
    ...lambda,
    type: body.type,
    compile() {
      const [inner, after] = [lambda.compile(), convert.compile()];
      return (row) => {
        const f = inner(row);
        return (...values) => after([f(...values)]);
      };
    },
  };
}
