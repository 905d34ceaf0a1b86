import type { DataType } from '../../core/types.ts';
import { explicitCast } from '../cast.ts';
import { showsCasts } from '../dialect.ts';
import { expectCount, type SqlFunction, special } from '../function.ts';
import type { Node } from '../node.ts';

const TYPES: readonly (readonly [name: string, type: DataType])[] = [
  ['boolean', 'boolean'],
  ['tinyint', 'byte'],
  ['smallint', 'short'],
  ['int', 'integer'],
  ['bigint', 'long'],
  ['float', 'float'],
  ['double', 'double'],
  ['decimal', 'decimal(10,0)'],
  ['date', 'date'],
  ['timestamp', 'timestamp'],
  ['binary', 'binary'],
  ['string', 'string'],
];

/** Types by name as functions: `int(x)` is `CAST(x AS INT)`, but since Spark 3.2 the cast is not in the names of columns. */
export const CASTS: readonly SqlFunction[] = TYPES.map(([name, type]) =>
  special(name, (call) => {
    expectCount(call, 1);
    const value = call.args[0] as Node;
    const cast = explicitCast(value, type, { dialect: call.dialect, lenient: false });
    return showsCasts(call.dialect) ? cast : { ...cast, sql: value.sql };
  }),
);
