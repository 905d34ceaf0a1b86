/** How many wrong keys and tokens an address may try in a minute. */

const WINDOW_MILLISECONDS = 60_000;
const MOST_ADDRESSES = 2000;

interface Tries {
  readonly until: number;
  /** The starts of the digests of what was shown: who shows the same again and again guesses nothing. */
  readonly shown: Set<number>;
}

/** Of bounded size, whatever comes. */
export class FailureLimit {
  readonly #most: number;
  readonly #now: () => number;
  readonly #tries = new Map<string, Tries>();

  /** `most` 0: any number. */
  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  /** True where nothing more is looked at that comes from an address, right or wrong. */
  isReached(address: () => string): boolean {
    if (this.#tries.size === 0) return false;
    const place = placeOf(address());
    const tries = this.#tries.get(place);
    if (tries === undefined) return false;
    if (tries.until > this.#now()) return tries.shown.size >= this.#most;
    this.#tries.delete(place);
    return false;
  }

  /** Counts something wrong. True where that was the last that is looked at. */
  count(address: () => string, digest: Buffer): boolean {
    if (this.#most === 0) return false;
    const place = placeOf(address());
    const now = this.#now();
    let tries = this.#tries.get(place);
    if (tries === undefined || tries.until <= now) {
      tries = { until: now + WINDOW_MILLISECONDS, shown: new Set() };
      this.#tries.delete(place);
      this.#tries.set(place, tries);
      this.#forgetOldest();
    }
    tries.shown.add(digest.readUInt32LE(4));
    return tries.shown.size >= this.#most;
  }

  #forgetOldest(): void {
    if (this.#tries.size <= MOST_ADDRESSES) return;
    for (const oldest of this.#tries.keys()) {
      this.#tries.delete(oldest);
      return;
    }
  }
}

/** The address, of IPv6 the first 64 bits: what is behind them is one customer's. */
export function placeOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::', 2) ?? [];
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, 4).join(':');
}
