/** Pages of vectors, as the struct that VectorUDT serializes them to: its leaves are type, size, indices and values. */
import type { ColumnData, SpreadVectors, Vector } from '@tinderbox/scoring';
import { encodeLists, encodeUniform } from './parquet-lists.ts';
import { encodeLevels, joinBytes, type PageBody } from './parquet-pages.ts';

/** One page for each of the four leaves. */
export function encodeVectors(column: ColumnData, length: number): readonly PageBody[] {
  const { vectors, validity, valueAt } = column;
  const isDense = vectors !== undefined && vectors.size > 0 && !vectors.sparse.includes(1);
  return isDense && validity === undefined ? encodeDense(vectors, length) : encodeEach(valueAt, length);
}

/** Definition and repetition levels as below; a dense vector has neither size nor indices. */
function encodeDense({ size, elements }: SpreadVectors, length: number): readonly PageBody[] {
  const entries = length * size;
  const repetition = new Uint8Array(entries).fill(1);
  for (let entry = 0; entry < entries; entry += size) repetition[entry] = 0;
  const level = (value: number, width: 1 | 2, count: number) => encodeLevels(value, { width, count });
  const values = elements.subarray(0, entries);
  return [
    { body: joinBytes(level(1, 1, length), new Int32Array(length).fill(1)), entries: length },
    { body: level(1, 2, length), entries: length },
    { body: joinBytes(level(0, 1, length), level(1, 2, length)), entries: length },
    { body: joinBytes(encodeLevels(repetition, { width: 1, count: entries }), level(3, 2, entries), values), entries },
  ];
}

function encodeEach(valueAt: ColumnData['valueAt'], length: number): readonly PageBody[] {
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
