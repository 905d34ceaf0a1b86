/** How pages of Parquet are packed. */
import { gzipSync } from 'node:zlib';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { zstdCompressSync } from './compression.ts';
import type { Compression } from './records.ts';

export interface PageCodec {
  /** Parquet's CompressionCodec. */
  readonly codec: 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP' | 'ZSTD';
  /** The bytes may stand until the next call alone. */
  readonly compress: (bytes: Uint8Array) => Uint8Array;
}

const plain = (bytes: Uint8Array): Uint8Array => bytes;

/** zstd where this Node has it, which `chooseCompression` has seen to. */
const CODECS: Readonly<Record<Compression, PageCodec>> = {
  none: { codec: 'UNCOMPRESSED', compress: plain },
  snappy: { codec: 'SNAPPY', compress: snappyCompress },
  gzip: { codec: 'GZIP', compress: gzipSync },
  zstd: { codec: 'ZSTD', compress: zstdCompressSync ?? plain },
};

/** The options of hyparquet-writer's ParquetWriter. */
export function writerCodec({ codec, compress }: PageCodec) {
  return { codec, compressors: { [codec]: compress } };
}

export function pageCodecOf(compression: Compression): PageCodec {
  return CODECS[compression];
}
