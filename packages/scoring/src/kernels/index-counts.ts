import { SparseVector } from '../core/vector.ts';

/**
 * Collects indices in any order and gives them back as a sparse vector of how often each came. Reused from row to row:
 * memory grows with the longest row, never with the size of the vector.
 */
export class IndexCounts {
  readonly #size: number;
  #indices = new Int32Array(64);
  #length = 0;

  /** `size`: of the vectors; every index must be below. */
  constructor(size: number) {
    this.#size = size;
  }

  clear(): void {
    this.#length = 0;
  }

  add(index: number): void {
    if (this.#length === this.#indices.length) {
      const larger = new Int32Array(this.#length * 2);
      larger.set(this.#indices);
      this.#indices = larger;
    }
    this.#indices[this.#length++] = index;
  }

  /** The indices that came at least `atLeast` times; `binary` counts each of them once. */
  toVector(atLeast: number, binary: boolean): SparseVector {
    const sorted = this.#indices.subarray(0, this.#length).sort();
    const indices = new Int32Array(countRuns(sorted));
    const counts = new Float64Array(indices.length);
    let kept = 0;
    for (let start = 0; start < sorted.length; ) {
      const end = endOfRun(sorted, start);
      if (end - start >= atLeast) {
        indices[kept] = sorted[start] as number;
        counts[kept++] = binary ? 1 : end - start;
      }
      start = end;
    }
    if (kept === indices.length) return new SparseVector(this.#size, indices, counts);
    return new SparseVector(this.#size, indices.slice(0, kept), counts.slice(0, kept));
  }
}

function endOfRun(sorted: Int32Array, start: number): number {
  let end = start + 1;
  while (end < sorted.length && sorted[end] === sorted[start]) end++;
  return end;
}

function countRuns(sorted: Int32Array): number {
  let runs = 0;
  for (let start = 0; start < sorted.length; start = endOfRun(sorted, start)) runs++;
  return runs;
}
