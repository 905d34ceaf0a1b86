/** Numbers of rows that are read from the middle of a file, found only when one must be told. */
import { ScoringError } from '@tinderbox/scoring';
import type { ReaderOptions } from './records.ts';
import { type OpenSource, openSource } from './source.ts';

/**
 * How many rows stand before the range, once they are asked for; undefined for a source that is read from its start.
 * `count` tells how many rows bytes hold that end with a row.
 */
export function rowsBeforeRange(
  { source, range, mark = { byte: 0, rows: 0 } }: ReaderOptions,
  count: (source: OpenSource) => Promise<number>,
): (() => Promise<number>) | undefined {
  if (range === undefined || !('startByte' in range) || range.startByte === 0) return undefined;
  const between = { startByte: mark.byte, endByte: range.startByte };
  let counted: Promise<number> | undefined;
  const countBetween = async () => mark.rows + (await count(await openSource(source, between)));
  return () => {
    counted ??= between.startByte < between.endByte ? countBetween() : Promise.resolve(mark.rows);
    return counted;
  };
}

/** A failure in a row of a range, with the row's number in the file. */
export async function numberedInFile(
  error: unknown,
  rowsBefore: (() => Promise<number>) | undefined,
): Promise<unknown> {
  if (rowsBefore === undefined || !(error instanceof ScoringError) || error.where.row === undefined) return error;
  const { code, detail, where, cause, condition } = error;
  return new ScoringError(
    code,
    detail,
    { ...where, row: error.where.row + (await rowsBefore()) },
    { cause, condition },
  );
}
