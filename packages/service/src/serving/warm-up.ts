import { type DataType, isNumeric, locate, type RecordScorer, type StructType } from '@tinderbox/scoring';
import type { ServedModel } from '../app/serving.ts';

/** Long enough for the engine of JavaScript to compile what is hot, short enough not to be waited for. */
const WARM_MILLISECONDS = 20;
const WARM_CALLS = 2000;

/**
 * Scores rows before a model is asked for the first time. Rows that were given for it must be scored, else it throws;
 * without any a row of nulls and one of zeros will do, whatever becomes of them.
 */
export function warmUp(model: ServedModel, rows: readonly object[] | undefined): void {
  const scorer = model.scorer();
  if (rows === undefined) repeat([nullRow(), zeroRow(model.input)], (row) => tryRow(scorer, row));
  else if (rows.length > 0) {
    requireScored(scorer, rows);
    repeat(rows, (row) => scoreRow(scorer, row));
  }
}

function requireScored(scorer: RecordScorer, rows: readonly object[]): void {
  rows.forEach((row, k) => {
    try {
      scoreRow(scorer, row);
    } catch (error) {
      throw locate(error, { file: 'warm-up rows', row: k + 1 });
    }
  });
}

function repeat(rows: readonly object[], score: (row: object) => void): void {
  const until = performance.now() + WARM_MILLISECONDS;
  for (let call = 0; call < WARM_CALLS && performance.now() < until; call++) score(rows[call % rows.length] as object);
}

function scoreRow({ score }: RecordScorer, row: object): void {
  score(row as Record<string, unknown>);
}

function tryRow(scorer: RecordScorer, row: object): void {
  try {
    scoreRow(scorer, row);
  } catch {
    // Many a pipeline takes no nulls, or knows no empty text.
  }
}

function nullRow(): object {
  return {};
}

function zeroRow({ fields }: StructType): object {
  return Object.fromEntries(fields.map(({ name, type }) => [name, zeroOf(type)]));
}

function zeroOf(type: DataType): unknown {
  if (isNumeric(type)) return 0;
  if (type === 'string') return '';
  if (type === 'boolean') return false;
  return typeof type === 'object' && type.type === 'array' ? [] : null;
}
