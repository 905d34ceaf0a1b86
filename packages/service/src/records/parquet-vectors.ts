/** Pages of vectors, as the struct that VectorUDT serializes them to: its leaves are type, size, indices and values. */
import type { ColumnData, Vector } from '@tinderbox/scoring';
import { encodeLists, encodeUniform } from './parquet-lists.ts';
import { joinBytes, type PageBody } from './parquet-pages.ts';

/** One page for each of the four leaves. */
export function encodeVectors({ valueAt }: ColumnData, length: number): readonly PageBody[] {
  const vectors = Array.from({ length }, (_, i) => valueAt(i) as Vector | null);
  const kept = vectors.filter((vector) => vector !== null);
  const sparse = kept.filter((vector) => vector.type === 0);
  const types = Int32Array.from(kept, ({ type }) => type);
  const sizes = Int32Array.from(sparse, ({ size }) => size);
  const indices = vectors.map((vector) => (vector?.type === 0 ? vector.indices : undefined));
  const values = vectors.map((vector) => vector?.values);
  const levels = { absent: (row: number) => Number(vectors[row] !== null), empty: 2 };
  return [
    scalarPage(vectors, { values: types, width: 1, levelOf: (vector) => Number(vector !== null) }),
    scalarPage(vectors, { values: sizes, width: 2, levelOf: (vector) => (vector === null ? 0 : 2 - vector.type) }),
    encodeLists(indices, Int32Array, levels),
    encodeLists(values, Float64Array, levels),
  ];
}

interface Scalars {
  readonly values: Int32Array;
  readonly width: 1 | 2;
  readonly levelOf: (vector: Vector | null) => number;
}

function scalarPage(vectors: readonly (Vector | null)[], { values, width, levelOf }: Scalars): PageBody {
  const levels = Uint8Array.from(vectors, levelOf);
  return { body: joinBytes(encodeUniform(levels, width), values), entries: vectors.length };
}
