import { afterEach, describe, expect, it, vi } from 'vitest';
import { SUMS_PROFILES } from '../core/sums.ts';
import { denseDot } from './dot.ts';
import { leafPairs, weightedLeafSum } from './leaf-sum.ts';
import { below, randomForest, WIDTH } from './testdata/random-forest.ts';
import { denseLeafFinder, forestWalk } from './tree.ts';

afterEach(() => vi.unstubAllGlobals());

const random = () => below(2 ** 24) / 2 ** 23 - 1;
/** Quarters make sums that end halfway between two doubles. */
const KINDS: readonly [string, () => number][] = [
  ['any', random],
  ['quarters', () => Math.round(random() * 8) / 4],
  ['of all sizes', () => random() * 2 ** Math.round(random() * 60)],
  ['tiny', () => random() * 2 ** -1010],
  ['not finite', () => (random() > 0.9 ? Number.NaN : random())],
];

// denseDot is held to Java's own sums in dot.test.ts.
describe.each(SUMS_PROFILES.filter((sums) => sums !== 'fast'))('weighted leaves under %s', (sums) => {
  it.each(KINDS.flatMap(([name, next]) => [[name, next, true] as const, [name, next, false] as const]))(
    'are summed as the plain dot product sums them: %s, %o, in WebAssembly: %s',
    (_, next, inModule) => {
      if (!inModule) vi.stubGlobal('WebAssembly', undefined);
      for (let round = 0; round < 30; round++) {
        const forest = randomForest(1 + below(40));
        const { firstLeaves } = forest;
        const weights = Float64Array.from(forest.roots, (_, tree) => (tree === 0 ? 1 : random()));
        const predictions = Float64Array.from({ length: firstLeaves.at(-1) as number }, next);
        const trees = { predictions, weights, firstLeaves };
        const { find, ...places } = forestWalk(forest, leafPairs(trees));
        const sum = weightedLeafSum(trees, sums, places);
        const findLeaves = denseLeafFinder(forest);
        for (let row = 0; row < 10; row++) {
          const x = Float64Array.from({ length: WIDTH }, () => below(9) - 4);
          const answers = Float64Array.from(findLeaves(x), (leaf) => predictions[leaf] as number);
          expect(sum(find(x))).toBe(denseDot(sums)(answers, weights));
        }
      }
    },
  );
});
