import { hashInt } from './murmur3.ts';

const FIRST_CAPACITY = 64;
const LOAD = 0.7;

/**
 * Sums by integer key, in the order in which Spark's `OpenHashMap` goes through its keys: that of the places in its table,
 * on which the last bits of a total depend. Mirrors `OpenHashSet.addWithoutResize` and `rehash`.
 */
export class OpenHashSums {
  #capacity = FIRST_CAPACITY;
  #keys = new Int32Array(FIRST_CAPACITY);
  #sums = new Float64Array(FIRST_CAPACITY);
  #used = new Uint8Array(FIRST_CAPACITY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(key: number, amount: number): void {
    const place = this.#placeOf(key);
    if (this.#used[place] === 1) {
      this.#sums[place]! += amount;
      return;
    }
    this.#put(place, key, amount);
    if (this.#size > Math.trunc(LOAD * this.#capacity)) this.#grow();
  }

  /** In the order of the table. */
  entries(): (readonly [key: number, sum: number])[] {
    return Array.from(this.#keys, (key, place) => [key, this.#sums[place]!] as const).filter(
      (_, place) => this.#used[place] === 1,
    );
  }

  /** Added in the order of the table. */
  total(): number {
    return this.entries().reduce((total, [, sum]) => total + sum, 0);
  }

  #put(place: number, key: number, sum: number): void {
    this.#keys[place] = key;
    this.#sums[place] = sum;
    this.#used[place] = 1;
    this.#size++;
  }

  /** The place of the key, or the free one that it would take. */
  #placeOf(key: number): number {
    const mask = this.#capacity - 1;
    let place = hashInt(key, 0) & mask;
    for (let step = 1; this.#used[place] === 1 && this.#keys[place] !== key; step++) place = (place + step) & mask;
    return place;
  }

  #grow(): void {
    const before = this.entries();
    this.#capacity *= 2;
    this.#keys = new Int32Array(this.#capacity);
    this.#sums = new Float64Array(this.#capacity);
    this.#used = new Uint8Array(this.#capacity);
    this.#size = 0;
    for (const [key, sum] of before) this.#put(this.#placeOf(key), key, sum);
  }
}
