/** How outputs of each format are packed, and which names say so. */
import * as zlib from 'node:zlib';
import { ScoringError } from '@tinderbox/scoring';
import { isGzipName } from './format.ts';
import type { Compression, RecordFormat } from './records.ts';

/** Endings of part files as Spark gives them; what it does where nobody says comes first. */
const ENDINGS: Readonly<Record<RecordFormat, Readonly<Partial<Record<Compression, string>>>>> = {
  csv: { none: 'csv', gzip: 'csv.gz' },
  json: { none: 'json', gzip: 'json.gz' },
  parquet: { snappy: 'snappy.parquet', gzip: 'gz.parquet', zstd: 'zstd.parquet', none: 'parquet' },
  arrow: { none: 'arrow' },
};

type Zlib = typeof zlib & { readonly zstdCompressSync?: (bytes: Uint8Array) => Uint8Array };

/** Node 20 has none. */
export const { zstdCompressSync }: Zlib = zlib;

/**
 * The compression of an output; `name` is that of the file, undefined for parts of a folder. CSV and JSON are gzipped
 * where the name of their file ends in .gz and nowhere else. Throws FORMAT_UNSUPPORTED for what the format or this Node
 * cannot do, INPUT_VALUE where the name says otherwise.
 */
export function chooseCompression(format: RecordFormat, wanted: Compression | undefined, name?: string): Compression {
  const choices = Object.keys(ENDINGS[format]) as Compression[];
  if (wanted !== undefined) checkWanted(format, wanted, choices);
  const isNamed = ENDINGS[format].gzip?.endsWith('.gz') === true && name !== undefined;
  if (!isNamed) return wanted ?? (choices[0] as Compression);
  const named = isGzipName(name) ? 'gzip' : 'none';
  if (wanted === undefined || wanted === named) return named;
  const names = wanted === 'gzip' ? 'a name ending in .gz' : 'a name without .gz';
  throw new ScoringError('INPUT_VALUE', `expected ${names} for compression ${wanted}, got another`, { file: name });
}

/** How the name of a part ends. */
export function endingOf(format: RecordFormat, compression: Compression): string {
  return ENDINGS[format][compression] as string;
}

function checkWanted(format: RecordFormat, wanted: Compression, choices: readonly Compression[]): void {
  const isKnown = choices.includes(wanted);
  if (isKnown && (wanted !== 'zstd' || zstdCompressSync !== undefined)) return;
  const expected = isKnown ? 'Node 22.15 or newer for zstd' : `a compression that ${format} can have`;
  const got = isKnown ? process.version : wanted;
  const have = choices.filter((choice) => choice !== wanted).join(', ');
  throw new ScoringError('FORMAT_UNSUPPORTED', `expected ${expected}, got ${got}; have: ${have}`);
}
