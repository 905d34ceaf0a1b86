import type { Words } from '../core/words.ts';

const BUCKETS = 4096;

/** A set of words that is asked by character codes: no text is made to ask it. */
export class WordSet {
  readonly #buckets: (Uint16Array[] | undefined)[] = new Array(BUCKETS).fill(undefined);

  constructor(words: Iterable<string>) {
    for (const word of words) {
      const codes = Uint16Array.from(word, (_, i) => word.charCodeAt(i));
      const key = bucketOf(codes, 0, codes.length);
      this.#buckets[key] = [...(this.#buckets[key] ?? []), codes];
    }
  }

  has({ codes, starts, ends }: Words, i: number): boolean {
    const start = starts[i]!;
    const end = ends[i]!;
    const bucket = this.#buckets[bucketOf(codes, start, end)];
    if (bucket === undefined) return false;
    for (let k = 0; k < bucket.length; k++) if (isSame(bucket[k]!, codes, { start, end })) return true;
    return false;
  }
}

function bucketOf(codes: Uint16Array, start: number, end: number): number {
  if (start === end) return 0;
  return (codes[start]! * 31 + codes[end - 1]! * 7 + (end - start)) & (BUCKETS - 1);
}

function isSame(word: Uint16Array, codes: Uint16Array, { start, end }: { start: number; end: number }): boolean {
  if (word.length !== end - start) return false;
  for (let k = 0; k < word.length; k++) if (word[k] !== codes[start + k]) return false;
  return true;
}
