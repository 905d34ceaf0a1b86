// Seeded choices: the same seed and number make the same mutation on every machine.

/** Choices of the mutation `number` of a run with `seed`; mulberry32 over both. */
export function createRandom(seed, number) {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit) => Math.floor((next() / 2 ** 32) * limit);
  return {
    /** A whole number from 0 to `limit` - 1. */
    below,
    pick: (list) => list[below(list.length)],
    chance: (share) => next() < share * 2 ** 32,
    /** One of the values of `[[weight, value], ...]`. */
    weighted: (choices) => {
      let left = below(choices.reduce((sum, [weight]) => sum + weight, 0));
      return choices.find(([weight]) => {
        left -= weight;
        return left < 0;
      })[1];
    },
  };
}
