import { decompress as decodeZstd } from 'fzstd';
import { inflate } from '../compression/inflate.ts';
import { decodeLz4Block, decodeLz4Hadoop } from './lz4.ts';
import type { Reading } from './reading.ts';
import { decodeSnappy } from './snappy.ts';

/** Parquet's CompressionCodec by number. */
const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'LZO', 'BROTLI', 'LZ4', 'ZSTD', 'LZ4_RAW'] as const;

export type Codec = (typeof CODECS)[number];

/** No codec makes more of a byte than this; zstd's runs come next to it. */
const MAX_RATIO: Readonly<Partial<Record<Codec, number>>> = {
  UNCOMPRESSED: 1,
  SNAPPY: 64,
  GZIP: 1100,
  LZ4: 256,
  LZ4_RAW: 256,
  ZSTD: 2 ** 16,
};

/** The codec of a column chunk; refuses those this reader lacks. */
export function codecOf(code: number | undefined, reading: Reading): Codec {
  const codec = CODECS[code ?? -1];
  if (codec === undefined) throw reading.damaged(`expected a compression codec, got ${code}`);
  if (MAX_RATIO[codec] !== undefined) return codec;
  throw reading.unsupported(
    `expected a supported codec, got ${codec}; have: ${CODECS.filter((c) => MAX_RATIO[c] !== undefined).join(', ')}`,
  );
}

export interface Compressed {
  readonly codec: Codec;
  readonly bytes: Uint8Array;
  /** The exact length of the content, as the page header claims. */
  readonly size: number;
}

/** The content of a page. Only GZIP, which the platform's stream decodes, makes the caller wait. */
export function decompress(page: Compressed, reading: Reading): Uint8Array | Promise<Uint8Array> {
  const { codec, bytes, size } = page;
  if (size > bytes.length * (MAX_RATIO[codec] ?? 1)) {
    throw reading.damaged(`expected ${codec} bytes, got ${bytes.length} of them for a content of ${size}`);
  }
  if (codec === 'UNCOMPRESSED') {
    if (size === bytes.length) return bytes;
    throw reading.damaged(`expected a page of ${size} bytes, got ${bytes.length}`);
  }
  if (codec === 'GZIP') return gunzip(page, reading);
  const out = new Uint8Array(size);
  if (!decodeInto(page, out))
    throw reading.damaged(`expected ${codec} bytes with a content of ${size}, got damaged ones`);
  return out;
}

function decodeInto({ codec, bytes }: Compressed, out: Uint8Array): boolean {
  if (codec === 'SNAPPY') return decodeSnappy(bytes, out);
  if (codec === 'LZ4_RAW') return decodeLz4Block(bytes, out);
  if (codec === 'LZ4') return decodeLz4Hadoop(bytes, out);
  if (!isZstdFrame(bytes)) return false;
  try {
    decodeZstd(bytes, out);
    return true;
  } catch {
    return false;
  }
}

/** Skippable frames and dictionaries do not occur in Parquet: only a plain frame passes. */
function isZstdFrame(bytes: Uint8Array): boolean {
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
}

async function gunzip({ bytes, size }: Compressed, reading: Reading): Promise<Uint8Array> {
  const content = await inflate(bytes, 'gzip', size);
  if (typeof content !== 'string' && content.length === size) return content;
  throw reading.damaged(`expected GZIP bytes with a content of ${size}, got damaged ones`);
}
