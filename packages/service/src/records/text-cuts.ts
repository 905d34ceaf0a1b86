/** Cuts text files between rows into ranges of bytes. */
import { type FileHandle, open } from 'node:fs/promises';
import { fileError } from './file-error.ts';
import type { ByteRange } from './records.ts';

const BLOCK_BYTES = 1024 * 1024;
const LINE_FEED = 10;

/** Finds the ends of rows in the blocks of a file. */
export interface RowEnds {
  /** Whether every byte must be seen, in order. */
  readonly seesAll: boolean;
  /**
   * The first place at or behind `wanted` that a row ends at, in a block that is looked at from `from`; -1 where it holds
   * none, and then the block is done.
   */
  next(block: Uint8Array, from: number, wanted: number): number;
}

/** Ends of rows that are lines. */
export const LINE_ENDS: RowEnds = {
  seesAll: false,
  next: (block, from, wanted) => block.indexOf(LINE_FEED, Math.max(from, wanted - 1)) + 1 || -1,
};

export interface CutOptions {
  readonly ends: RowEnds;
  /** About how many bytes a range is to hold. */
  readonly step: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Ranges that hold every byte of the file once, in order; undefined for a file that cannot be cut: one of a single range,
 * one in gzip. Throws as openReader does for files that cannot be read.
 */
export async function cutText(path: string, options: CutOptions): Promise<readonly ByteRange[] | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { size } = await file.stat();
    const cuts = [0, ...(await findCuts(file, size, options)), size];
    if (cuts.length === 2) return undefined;
    return cuts.slice(1).map((endByte, k) => ({ startByte: cuts[k] as number, endByte }));
  } catch (cause) {
    throw fileError(cause, path);
  } finally {
    await file?.close();
  }
}

async function findCuts(file: FileHandle, size: number, { ends, step, signal }: CutOptions): Promise<number[]> {
  const cuts: number[] = [];
  const buffer = new Uint8Array(BLOCK_BYTES);
  let wanted = step;
  for (let at = 0; wanted < size && !signal?.aborted; ) {
    const { bytesRead } = await file.read(buffer, 0, BLOCK_BYTES, at);
    const block = buffer.subarray(0, bytesRead);
    if (bytesRead === 0 || (at === 0 && block[0] === 0x1f && block[1] === 0x8b)) return [];
    for (let end = ends.next(block, 0, wanted - at); end >= 0; end = ends.next(block, end, wanted - at)) {
      if (at + end >= size) return cuts;
      cuts.push(at + end);
      while (wanted <= at + end) wanted += step;
    }
    at = ends.seesAll ? at + bytesRead : Math.max(at + bytesRead, wanted - 1);
  }
  return cuts;
}
