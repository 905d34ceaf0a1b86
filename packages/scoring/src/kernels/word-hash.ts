import type { Words } from '../core/words.ts';
import { hashAscii, hashText } from './murmur3.ts';

/** `hashText` of word i. */
export function hashWord(words: Words, i: number, seed: number): number {
  const range = { start: words.starts[i]!, end: words.ends[i]! };
  return words.wide === undefined ? hashAscii(words.codes, range, seed) : hashText(words.wordAt(i), seed);
}
