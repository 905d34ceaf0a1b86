import { setOwn } from '../core/json-parse.ts';
import { createRowDecoder } from '../core/json-value.ts';
import type { Stage } from '../core/stage.ts';
import type { StructType } from '../core/types.ts';
import type { Row } from '../core/values.ts';
import { UTC, type Zone } from '../core/zones.ts';
import { generateProgram, type RowFunction } from './generated-program.ts';
import { compileAtFirstRow, type RowProgram } from './row-program.ts';
import { objectShape } from './row-shape.ts';
import { planScorer, type ScorerOptions } from './scorer.ts';

/** A pipeline compiled for plain objects of one schema. Synchronous; keeps no state between rows. */
export interface RecordScorer {
  readonly input: StructType;
  /** The columns of a scored row, in order. */
  readonly output: StructType;
  /**
   * One row: keys in any order, a missing key is null, an unknown one ignored. Gives the output columns alone;
   * undefined where the pipeline drops the row. Throws a ScoringError that names stage and column where the row cannot
   * be scored.
   */
  readonly score: (row: { readonly [column: string]: unknown }) => Record<string, unknown> | undefined;
}

export interface RecordScorerOptions extends ScorerOptions {
  /** The zone of timestamps that name none. Default: UTC. */
  readonly zone?: Zone;
}

/** As `createScorer`, for rows as plain objects. */
export function createRecordScorer(stage: Stage, input: StructType, options: RecordScorerOptions = {}): RecordScorer {
  const { program, output } = planScorer(stage, input, options.columns);
  const { zone = UTC } = options;
  const plain = recordFunction(compileAtFirstRow(program), createRowDecoder(input, zone), output);
  const made =
    options.codegen === false ? undefined : generateProgram(program, objectShape({ input, output, zone }), plain);
  return { input, output, score: (made ?? plain) as RecordScorer['score'] };
}

function recordFunction(scoreRow: RowProgram, decode: (row: unknown) => Row, output: StructType): RowFunction {
  const names = output.fields.map(({ name }) => name);
  return (row) => {
    const scored = scoreRow(decode(row));
    if (scored === undefined) return undefined;
    const record: Record<string, unknown> = {};
    names.forEach((name, i) => {
      setOwn(record, name, scored[i]);
    });
    return record;
  };
}
