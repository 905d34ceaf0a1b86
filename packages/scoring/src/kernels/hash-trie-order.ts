import { hashValue } from './scala-hash.ts';

/** Up to this many elements keep the order in which they came. */
const MOST_IN_ORDER = 4;
const BITS_A_LEVEL = 5;

/**
 * The distinct numbers in the order in which Scala's immutable sets and maps walk them: as they came where they are
 * few, else that of a trie of their hashes, in which each node has first its own elements and then its children.
 */
export function hashTrieOrder(numbers: Iterable<number>): readonly number[] {
  const distinct = [...new Set(numbers)];
  if (distinct.length <= MOST_IN_ORDER) return distinct;
  return walk(
    distinct.map((number) => ({ number, hash: spread(hashValue(number)) })),
    0,
  );
}

interface Hashed {
  readonly number: number;
  readonly hash: number;
}

function walk(elements: readonly Hashed[], shift: number): readonly number[] {
  if (elements.length < 2 || shift >= 32) return elements.map(({ number }) => number);
  const slots = Array.from({ length: 2 ** BITS_A_LEVEL }, (): Hashed[] => []);
  for (const element of elements) slots[(element.hash >>> shift) & (slots.length - 1)]!.push(element);
  const own = slots.filter((slot) => slot.length === 1);
  const children = slots.filter((slot) => slot.length > 1);
  return [...own, ...children].flatMap((slot) => walk(slot, shift + BITS_A_LEVEL));
}

function spread(hash: number): number {
  let mixed = (hash + ~(hash << 9)) | 0;
  mixed ^= mixed >>> 14;
  mixed = (mixed + (mixed << 4)) | 0;
  return mixed ^ (mixed >>> 10);
}
