/** The stored elements of a sparse vector in memory that is reused: the first `count` of both arrays. */
export class StoredElements {
  /** Strictly increasing. */
  indices = new Int32Array(256);
  values = new Float64Array(256);
  count = 0;

  /** Makes room for so many elements. */
  reserve(count: number): void {
    if (count <= this.indices.length) return;
    this.indices = new Int32Array(count * 2);
    this.values = new Float64Array(count * 2);
  }
}
