import { locate, type Zone } from '@tinderbox/scoring';
import type { ServedModel } from '../app/serving.ts';
import { fromRows, type ScoredRow } from './from-rows.ts';
import type { Tensor } from './tensor.ts';
import { toRows } from './to-rows.ts';

export interface TensorRequest {
  readonly tensors: readonly Tensor[];
  /** The wanted outputs; undefined for all that the pipeline adds. */
  readonly columns: readonly string[] | undefined;
}

export interface ScoreTensorsOptions {
  readonly maxRows: number;
  /** Of timestamps that name none. */
  readonly zone: Zone;
  /** Asked for only where the rows take long enough to be stopped. */
  readonly signal: () => AbortSignal;
}

export interface ScoredTensors {
  readonly outputs: readonly Tensor[];
  readonly rows: number;
  /** The rows that the pipeline drops: null in every output. */
  readonly dropped: readonly number[];
}

/** Scores the rows of tensors: one at once, more as a batch. Throws as toRows, the scorer and fromRows do. */
export function scoreTensors(
  model: ServedModel,
  { tensors, columns }: TensorRequest,
  { maxRows, zone, signal }: ScoreTensorsOptions,
): ScoredTensors | Promise<ScoredTensors> {
  const rows = toRows(tensors, model.input, { maxRows });
  const scorer = model.scorer(columns);
  const answer = (scored: readonly ScoredRow[]): ScoredTensors => ({
    outputs: fromRows(scored, scorer.output, zone),
    rows: scored.length,
    dropped: scored.flatMap((row, k) => (row === undefined ? [k] : [])),
  });
  if (rows.length !== 1) {
    return model.score(rows, { columns, signal: signal() }).then(({ rows: scored }) => answer(scored));
  }
  try {
    return answer([scorer.score(rows[0] ?? {})]);
  } catch (error) {
    throw locate(error, { row: 1 });
  }
}
