import type { StoredElements } from './stored-elements.ts';
import type { Vector } from './vector.ts';
import type { Words } from './words.ts';

/**
 * What a computation is, told in data, so that a compiler may compute it faster than by a call: over memory that it
 * reuses from row to row, without vectors made on the way. `compile` stays the meaning. A formula gives its bits for
 * ordinary rows; a row that is not ordinary (a null, a vector of another size, a failure) is left to `compile`.
 *
 * A vector is *spread* when all its elements stand in one array, zeros filled in, with a flag for "Spark would hold it
 * sparse": the elements that it stores are then those that are not zero. Wide sparse vectors are *stored* instead.
 */
export type Formula = Presence | Assembly | Scaling | Filling | Change | Reduction | WordSplit | WordFilter | WordCount;

/** The input itself, which is not null. */
export interface Presence {
  readonly kind: 'present';
}

/** The inputs, numbers and vectors, one after the other as one vector, without zeros. */
export interface Assembly {
  readonly kind: 'assemble';
  /** The elements of each input; undefined for a number. */
  readonly sizes: readonly (number | undefined)[];
  /** What stands for a null, by input; undefined where a null is not ordinary. */
  readonly fills: () => readonly (number | Vector | undefined)[];
  /** A number that is NaN is not ordinary. */
  readonly refusesNaN: boolean;
  /** Whether Spark holds a vector of so many stored elements as sparse. */
  readonly isSparse: (stored: number, size: number) => boolean;
}

/** (x - shift) * factor of each element of a vector. With shifts the result is dense, without it keeps its kind. */
export interface Scaling {
  readonly kind: 'scale';
  readonly size: number;
  readonly by: () => ShiftAndScale;
}

/** One number an element; undefined where that part is switched off. */
export interface ShiftAndScale {
  readonly shifts: Float64Array | undefined;
  readonly factors: Float64Array | undefined;
}

/** A dense vector whose elements are written from one value. */
export interface Filling {
  readonly kind: 'fill';
  readonly size: number;
  readonly fill: () => (into: Float64Array, value: unknown) => void;
}

/** A dense vector, copied and changed in place. */
export interface Change {
  readonly kind: 'change';
  readonly size: number;
  readonly change: () => (values: Float64Array) => void;
}

/** A value of all elements of a vector. */
export interface Reduction {
  readonly kind: 'reduce';
  /** The size of the vector. */
  readonly size: number;
  /** Longer vectors are ordinary too. */
  readonly takesLonger: boolean;
  readonly ofDense: () => (values: Float64Array) => unknown;
  /** For a vector that is sparse, spread; default: as of a dense one. */
  readonly ofSparse?: () => (values: Float64Array) => unknown;
  /** For a sparse vector of exactly the size, by what it stores. */
  readonly ofStored?: () => (elements: StoredElements) => unknown;
}

/** The words of a text. */
export interface WordSplit {
  readonly kind: 'split words';
  readonly split: () => (text: string, into: Words) => void;
}

/** Some of the words, in their order. */
export interface WordFilter {
  readonly kind: 'filter words';
  readonly drops: () => (words: Words, i: number) => boolean;
}

/** How often words come, as a sparse vector: each word counts at an index. */
export interface WordCount {
  readonly kind: 'count words';
  readonly size: number;
  readonly count: () => (words: Words, into: StoredElements) => void;
}
