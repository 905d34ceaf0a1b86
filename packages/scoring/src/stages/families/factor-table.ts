import { ScoringError } from '../../core/errors.ts';
import { defineQuery, type Query } from '../../core/query.ts';
import type { StoredStage } from '../../core/stage.ts';
import { arrayType, createField, structType } from '../../core/types.ts';
import type { Row } from '../../core/values.ts';

/** The factors of users or of items: `rank` floats each, in stored order. */
export interface FactorTable {
  readonly ids: ArrayLike<number>;
  /** Where the factors of an id begin in `factors`. */
  readonly starts: ReadonlyMap<number, number>;
  readonly factors: Float32Array;
}

/** A folder of ids and lists of floats, any number of parts. Fails with MODEL_DATA where a list is not of that rank. */
export async function readFactors(stored: StoredStage, name: string, rank: number): Promise<FactorTable> {
  const table = await stored.table(name);
  if (table.length === 0) return { ids: [], starts: new Map(), factors: new Float32Array() };
  const ids = table.numbers('id');
  const { offsets, values } = table.numberLists('features');
  const starts = new Map<number, number>();
  for (let i = 0; i < table.length; i++) {
    if (offsets[i + 1]! - offsets[i]! !== rank) {
      throw new ScoringError('MODEL_DATA', `expected ${rank} factors an id in ${name}/, got others`, stored.where);
    }
    starts.set(ids[i]!, offsets[i]!);
  }
  if (starts.size === table.length) return { ids, starts, factors: Float32Array.from(values) };
  throw new ScoringError('MODEL_DATA', `expected each id once in ${name}/, got some twice`, stored.where);
}

/** All of them as a table. */
export function factorsQuery({ starts, factors }: FactorTable, rank: number): Query {
  return defineQuery({
    takes: {},
    output: structType([createField('id', 'integer', false), createField('features', arrayType('float', false))]),
    *answer(): Generator<Row> {
      for (const [id, start] of starts) yield [id, Array.from(factors.subarray(start, start + rank))];
    },
  });
}
