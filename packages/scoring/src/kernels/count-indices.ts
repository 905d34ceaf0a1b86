import type { StoredElements } from '../core/stored-elements.ts';

/** Up to so many are sorted by insertion, which is faster for few. */
const FEW = 96;

/** Writes how often each of the first `length` indices comes, in order; `binary` counts each of them once. Sorts them. */
export function countIndices(
  indices: Int32Array,
  { length, binary }: { readonly length: number; readonly binary: boolean },
  into: StoredElements,
): void {
  sortFirst(indices, length);
  into.reserve(length);
  let count = 0;
  for (let start = 0; start < length; ) {
    const index = indices[start]!;
    let end = start + 1;
    while (end < length && indices[end] === index) end++;
    into.indices[count] = index;
    into.values[count++] = binary ? 1 : end - start;
    start = end;
  }
  into.count = count;
}

function sortFirst(indices: Int32Array, length: number): void {
  if (length > FEW) {
    indices.subarray(0, length).sort();
    return;
  }
  for (let i = 1; i < length; i++) {
    const index = indices[i]!;
    let at = i - 1;
    while (at >= 0 && indices[at]! > index) {
      indices[at + 1] = indices[at]!;
      at--;
    }
    indices[at + 1] = index;
  }
}
