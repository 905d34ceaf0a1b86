import { integer, mapOf, string } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { defineQuery, type Query } from '../../core/query.ts';
import type { StoredStage } from '../../core/stage.ts';
import type { Table } from '../../core/table.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import type { Row } from '../../core/values.ts';
import { DenseVector } from '../../core/vector.ts';

export interface WordVectors {
  /** In the order of their places. */
  readonly words: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** The vector of place p stands from p * size on. */
  readonly vectors: Float32Array;
  readonly size: number;
}

/** Reads a word a row, or as Spark before 2.2 wrote it, one row with all words and all numbers. */
export async function readWordVectors(stored: StoredStage): Promise<WordVectors> {
  const table = await stored.table('data');
  const read = table.columns.includes('wordIndex') ? readOneRow(table) : readRows(table);
  const { words, vectors } = read;
  const size = words.length === 0 ? 0 : vectors.length / words.length;
  if (size < 1) throw new ScoringError('MODEL_DATA', 'expected words with vectors in data/, got none', stored.where);
  return { words, vectors, size, places: new Map(words.map((word, place) => [word, place])) };
}

type Read = Pick<WordVectors, 'words' | 'vectors'>;

function readRows(table: Table): Read {
  const { offsets, values } = table.numberLists('vector');
  const words = table.strings('word');
  const size = values.length / words.length;
  if (offsets.every((offset, row) => offset === row * size)) return { words, vectors: Float32Array.from(values) };
  throw new ScoringError('MODEL_DATA', 'expected vectors of one size in data/, got several sizes');
}

function readOneRow(table: Table): Read {
  const places = mapOf(string, integer).parse(table.length === 1 ? table.row(0).wordIndex : undefined);
  if (places === undefined) throw new ScoringError('MODEL_DATA', 'expected a map of words in data/, got none');
  const words = [...places].toSorted((a, b) => a[1] - b[1]).map(([word]) => word);
  if (words.some((word, place) => places.get(word) !== place)) {
    throw new ScoringError('MODEL_DATA', `expected each place from 0 to ${words.length - 1} once, got others`);
  }
  return { words, vectors: Float32Array.from(table.numberLists('wordVectors').values) };
}

/** All words with their vectors. */
export function vectorsQuery({ words, vectors, size }: WordVectors): Query {
  return defineQuery({
    takes: {},
    output: structType([createField('word', 'string'), createField('vector', VECTOR)]),
    *answer(): Generator<Row> {
      for (const [place, word] of words.entries()) {
        yield [word, new DenseVector(Float64Array.from(vectors.subarray(place * size, (place + 1) * size)))];
      }
    },
  });
}
