import type { StoredElements } from '../core/stored-elements.ts';
import type { Words } from '../core/words.ts';

/** Writes the words that are not dropped. */
export function filterWords(drops: (words: Words, i: number) => boolean): (from: Words, into: Words) => void {
  return (from, into) => {
    into.shareText(from);
    for (let i = 0; i < from.count; i++) if (!drops(from, i)) into.add(from.starts[i]!, from.ends[i]!);
  };
}

/** Writes each stored element times its factor. */
export function scaleStored(factors: Float64Array): (from: StoredElements, into: StoredElements) => void {
  return (from, into) => {
    const { count } = from;
    into.reserve(count);
    into.count = count;
    for (let k = 0; k < count; k++) {
      const index = from.indices[k]!;
      into.indices[k] = index;
      into.values[k] = from.values[k]! * factors[index]!;
    }
  };
}

/** Changes a copy of so many elements, over memory that is reused. */
export function changeCopy(size: number, change: (values: Float64Array) => void): (from: Float64Array) => Float64Array {
  const into = new Float64Array(size);
  return (from) => {
    for (let k = 0; k < size; k++) into[k] = from[k]!;
    change(into);
    return into;
  };
}
