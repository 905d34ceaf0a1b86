/** What the readers of archives share: the bytes, the limits, and the two ways to refuse. */

import { ScoringError } from '../core/errors.ts';

/** Sizes are bytes. */
export interface ArchiveLimits {
  /** Files and folders together. */
  readonly entries: number;
  /** All files together, inflated. */
  readonly totalSize: number;
  /** One file, inflated. */
  readonly fileSize: number;
  /** Inflated to compressed size; counts only beyond `ratioFrom` inflated bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

export const DEFAULT_LIMITS: ArchiveLimits = {
  entries: 200_000,
  totalSize: 4 * 2 ** 30,
  fileSize: 2 * 2 ** 30,
  ratio: 1000,
  ratioFrom: 10 * 2 ** 20,
};

/** An archive to read. `name` is for messages. */
export interface Archive {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly limits: ArchiveLimits;
}

/** MODEL_ARCHIVE at this archive. */
export function damaged(archive: Archive, detail: string): ScoringError {
  return new ScoringError('MODEL_ARCHIVE', detail, { file: archive.name });
}

/** MODEL_LIMIT at this archive. */
export function overLimit(archive: Archive, detail: string): ScoringError {
  return new ScoringError('MODEL_LIMIT', detail, { file: archive.name });
}

/** A view of bytes that must be there; `what` names them for the message. */
export function viewOf(archive: Archive, range: { offset: number; length: number }, what: string): DataView {
  const { bytes } = archive;
  const { offset, length } = range;
  if (!(offset >= 0 && offset + length <= bytes.length)) {
    throw damaged(
      archive,
      `expected ${length} bytes of ${what} at offset ${offset}, got an archive of ${bytes.length} bytes`,
    );
  }
  return new DataView(bytes.buffer, bytes.byteOffset + offset, length);
}

/** Refuses a file, by its declared size, that a limit forbids; readers must then not inflate past that size. */
export function checkSize(archive: Archive, entry: { path: string; size: number; compressedSize: number }): void {
  const { fileSize } = archive.limits;
  if (entry.size > fileSize) {
    throw overLimit(archive, `expected files of at most ${fileSize} bytes, got ${entry.size} in ${entry.path}`);
  }
  if (entry.size > ratioCap(archive.limits, entry.compressedSize)) {
    throw overLimit(archive, `expected at most ${archive.limits.ratio} times its compressed size, got ${entry.path}`);
  }
}

/** The most bytes that the ratio lets `compressedSize` bytes inflate to. */
export function ratioCap(limits: ArchiveLimits, compressedSize: number): number {
  return Math.max(limits.ratioFrom, limits.ratio * compressedSize);
}

/** Refuses more entries than the limit. */
export function checkEntryCount(archive: Archive, count: number): void {
  const { entries } = archive.limits;
  if (count > entries) throw overLimit(archive, `expected at most ${entries} entries, got ${count}`);
}

/** Refuses more inflated bytes than the limit. */
export function checkTotalSize(archive: Archive, total: number): void {
  const { totalSize } = archive.limits;
  if (total > totalSize) throw overLimit(archive, `expected at most ${totalSize} bytes in all, got ${total}`);
}
