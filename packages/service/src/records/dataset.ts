/** The files of a table on disk: one file, a glob, or a folder of parts as Spark writes and reads it. */
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ScoringError } from '@tinderbox/scoring';
import { toDialect } from './csv-dialect.ts';
import { createRecordEnds } from './csv-ends.ts';
import { fileError } from './file-error.ts';
import { detectFormat } from './format.ts';
import { globSegment, isGlob } from './glob.ts';
import { parsePartition } from './partitions.ts';
import type { Dataset, DatasetFile, FileRange, Piece, RawPartition, RecordFormat } from './records.ts';
import { cutText, LINE_ENDS } from './text-cuts.ts';

const MAX_FILES = 1_000_000;

/** The files, and their format where none is given: that which the name of the first tells. Throws as listFiles does. */
export async function openDataset(source: string, format?: RecordFormat): Promise<Dataset> {
  const files = await listFiles(source);
  const [first] = files as [DatasetFile, ...DatasetFile[]];
  return { files, ...(format === undefined ? detectFormat(first.path) : { format, csv: {} }) };
}

/** How many bytes a piece holds at least and at most. */
export interface PieceBytes {
  readonly least: number;
  readonly most: number;
}

/** A file that is read whole takes about so long to open as the least takes to be scored; Spark too makes parts of the most. */
const PIECE_BYTES: PieceBytes = { least: 8 * 1024 * 1024, most: 128 * 1024 * 1024 };

export interface SplitOptions {
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  readonly pieceBytes?: PieceBytes | undefined;
}

/**
 * What workers may take one at a time: about four pieces for each of several workers. Streams of Arrow and files in gzip
 * stay whole, and so does CSV whose marks are not ASCII.
 */
export async function splitDataset(dataset: Dataset, options: SplitOptions): Promise<readonly Piece[]> {
  const { workers, pieceBytes: { least, most } = PIECE_BYTES } = options;
  const totalBytes = dataset.files.reduce((sum, { size }) => sum + size, 0);
  const step = Math.ceil(Math.min(most, Math.max(least, totalBytes / (4 * workers))));
  const pieces: Piece[] = [];
  for (const [file, { path, size }] of dataset.files.entries()) {
    const isLarge = workers > 1 && size > 1.5 * step;
    const ranges = isLarge ? await cutFile(path, dataset, { ...options, step, count: size / step }) : undefined;
    pieces.push(...(ranges ?? [undefined]).map((range) => ({ file, range })));
  }
  return pieces;
}

interface CutSize {
  readonly step: number;
  readonly count: number;
  readonly signal?: AbortSignal | undefined;
}

async function cutFile(
  path: string,
  { format, csv }: Dataset,
  { step, count, signal }: CutSize,
): Promise<readonly FileRange[] | undefined> {
  switch (format) {
    case 'parquet':
      return (await import('./parquet-read.ts')).splitParquet(path, count);
    case 'arrow':
      return (await import('./arrow-places.ts')).splitArrow(path, step);
    case 'json':
      return cutText(path, { ends: LINE_ENDS, step, signal });
    case 'csv': {
      const ends = createRecordEnds(toDialect(csv));
      return ends && cutText(path, { ends, step, signal });
    }
  }
}

/**
 * The files in the order of their paths. Of a folder and the folders in it, those whose names begin with neither `_` nor
 * `.`, with the columns that folders named `k=v` give; empty files are left out where a folder or glob was given.
 * Throws FILE_NOT_FOUND where there is none.
 */
export async function listFiles(source: string): Promise<readonly DatasetFile[]> {
  try {
    const found = await stat(source).catch(() => undefined);
    if (found?.isFile()) return [fileOf(source, found, [])];
    const roots = found === undefined && isGlob(source) ? await expandGlob(source) : [source];
    const lists: DatasetFile[][] = [];
    for (const root of roots) lists.push(await listTree(root));
    const files = lists.flat().filter(({ size }) => size > 0);
    if (files.length > 0) return files;
  } catch (error) {
    throw fileError(error, source);
  }
  throw new ScoringError('FILE_NOT_FOUND', 'expected a file, or a folder or pattern of files with rows, got none', {
    file: source,
  });
}

async function expandGlob(pattern: string): Promise<readonly string[]> {
  const segments = pattern.split(sep);
  let paths = [''];
  for (const [k, segment] of segments.entries()) {
    const extend = (path: string, name: string) =>
      k === 0 ? name : path === '' && k === 1 ? sep + name : join(path, name);
    if (!isGlob(segment)) {
      paths = paths.map((path) => extend(path, segment));
      continue;
    }
    const matches = globSegment(segment);
    const next: string[] = [];
    for (const path of paths) {
      const folder = k === 0 ? '.' : path === '' ? sep : path;
      const names = await readdir(folder).catch(() => []);
      next.push(
        ...names
          .filter((name) => !isHidden(name) && matches(name))
          .sort()
          .map((name) => extend(path, name)),
      );
    }
    paths = next;
  }
  const existing = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, k) => existing[k]);
}

async function listTree(path: string, partition: RawPartition = []): Promise<DatasetFile[]> {
  const found = await stat(path);
  if (!found.isDirectory()) return [fileOf(path, found, partition)];
  const files: DatasetFile[] = [];
  for (const name of (await readdir(path)).filter((entry) => !isHidden(entry)).sort()) {
    const column = parsePartition(name);
    const inner = join(path, name);
    const isFolder = column !== undefined && (await stat(inner)).isDirectory();
    files.push(...(await listTree(inner, isFolder ? [...partition, column] : partition)));
    if (files.length > MAX_FILES) {
      throw new ScoringError('INPUT_LIMIT', `expected at most ${MAX_FILES} files, got more`, { file: path });
    }
  }
  return files;
}

/** As Spark's HadoopFSUtils.shouldFilterOutPathName, which keeps partitions of columns that begin with `_`. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || (name.startsWith('_') && !name.includes('=')) || name.endsWith('._COPYING_');
}

function fileOf(
  path: string,
  { size, mtimeMs }: { readonly size: number; readonly mtimeMs: number },
  partition: RawPartition,
): DatasetFile {
  return { path, size, modified: Math.floor(mtimeMs), partition };
}
