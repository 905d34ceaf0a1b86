/**
 * The bit stream of the Mersenne Twister MT19937, seeded with a long as commons-math seeds it, and what commons-math
 * makes of it: doubles of 52 bits and pairs of normal deviates.
 */

import { log } from './exp.ts';
import { cosine, sine } from './sine.ts';

const SIZE = 624;
const MIDDLE = 397;

export interface RandomStream {
  /** From 0 to below 1. */
  nextDouble(): number;
  /** Of mean 0 and variance 1. */
  nextGaussian(): number;
}

/** The stream of a seed from 0 to 2^32 - 1. */
export function mersenneTwister(seed: number): RandomStream {
  const state = seedState([0, seed]);
  let at = SIZE;
  let spare: number | undefined;
  const nextBits = (bits: number) => {
    if (at === SIZE) at = renew(state);
    return temper(state[at++]!) >>> (32 - bits);
  };
  const nextDouble = () => nextBits(26) * 2 ** -26 + nextBits(26) * 2 ** -52;
  return {
    nextDouble,
    nextGaussian() {
      if (spare !== undefined) {
        const result = spare;
        spare = undefined;
        return result;
      }
      const angle = 2 * Math.PI * nextDouble();
      const length = Math.sqrt(-2 * log(nextDouble()));
      spare = length * sine(angle);
      return length * cosine(angle);
    },
  };
}

/** `init_by_array` of the reference implementation. */
function seedState(key: readonly number[]): Int32Array {
  const state = new Int32Array(SIZE);
  state[0] = 19650218;
  for (let i = 1; i < SIZE; i++) state[i] = Math.imul(1812433253, mixed(state[i - 1]!)) + i;
  let i = 1;
  const advance = () => {
    if (++i < SIZE) return;
    state[0] = state[SIZE - 1]!;
    i = 1;
  };
  for (let k = 0; k < SIZE; k++, advance()) {
    const j = k % key.length;
    state[i] = (state[i]! ^ Math.imul(mixed(state[i - 1]!), 1664525)) + key[j]! + j;
  }
  for (let k = 1; k < SIZE; k++, advance()) {
    state[i] = (state[i]! ^ Math.imul(mixed(state[i - 1]!), 1566083941)) - i;
  }
  state[0] = 2 ** 31;
  return state;
}

function mixed(word: number): number {
  return word ^ (word >>> 30);
}

/** Makes the next 624 words; gives the place of the first. */
function renew(state: Int32Array): number {
  for (let k = 0; k < SIZE; k++) {
    const joined = (state[k]! & 0x80000000) | (state[(k + 1) % SIZE]! & 0x7fffffff);
    state[k] = state[(k + MIDDLE) % SIZE]! ^ (joined >>> 1) ^ ((joined & 1) === 0 ? 0 : 0x9908b0df);
  }
  return 0;
}

function temper(word: number): number {
  let y = word ^ (word >>> 11);
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
}
