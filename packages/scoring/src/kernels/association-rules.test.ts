import { expect, it } from 'vitest';
import { associationRules, itemKey, rulePredictor } from './association-rules.ts';
import { hashSequence } from './scala-hash.ts';

const hash = (items: readonly unknown[]) => hashSequence(items, { steps: false });
const itemset = (items: readonly unknown[], frequency: number) => ({ items, frequency });

it('makes no rule of an itemset whose rest is not frequent itself', () => {
  const rules = associationRules([itemset(['a'], 4), itemset(['a', 'b'], 2)], {
    minConfidence: 0,
    hash,
    partitions: 1,
  });
  expect(rules).toEqual([{ antecedent: ['a'], consequent: 'b', confidence: 0.5, unionFrequency: 2 }]);
});

it('predicts each item once', () => {
  const itemsets = [itemset([1], 2), itemset([2], 2), itemset([1, 3], 2), itemset([2, 3], 2)];
  const predict = rulePredictor(associationRules(itemsets, { minConfidence: 1, hash, partitions: 1 }));
  expect(predict([1, 2, 2])).toEqual([3]);
  expect(predict([1, 3])).toEqual([]);
});

it('tells texts from numbers', () => {
  expect(itemKey('1') === itemKey(1)).toBe(false);
});
