import { describe, expect, it } from 'vitest';
import { hashTrieOrder } from './hash-trie-order.ts';

describe('hashTrieOrder', () => {
  it('keeps up to four numbers as they came, each once', () => {
    expect(hashTrieOrder([7, 2, 7, 9, 1])).toEqual([7, 2, 9, 1]);
  });

  // The labels that TargetEncoderModel of Spark 4.3.0 gave its output, in their order: a double that is an int among them.
  it.each([
    [
      4.985714285714286, 0.2857142857142857, 1, 4.128571428571429, 0.7142857142857143, 1.4285714285714286,
      3.842857142857143, 4.557142857142857, 2.383116883116883, 1.1428571428571428,
    ],
    [
      3.9857142857142858, 2.383116883116883, 1.4714285714285715, 1.1428571428571428, 2.0904761904761906,
      3.2071428571428573,
    ],
    [0.6103896103896104, 0.25252525252525254, 0.3246753246753247, 0.696969696969697, 0.45454545454545453],
  ])('walks more of them as a trie, whatever order they came in: %s, ...', (...numbers) => {
    expect(hashTrieOrder(numbers)).toEqual(numbers);
    expect(hashTrieOrder(numbers.toSorted((a, b) => a - b))).toEqual(numbers);
    expect(hashTrieOrder(numbers.toReversed())).toEqual(numbers);
  });
});
