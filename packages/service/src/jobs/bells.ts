import type { Clock } from './clock.ts';

/** Wakes who waits for news of a name in this process. */
export class Bells {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(name: string): void {
    for (const wake of [...(this.#waiting.get(name) ?? [])]) wake();
  }

  /** Resolves at the next ring, after so many milliseconds, or when the signal fires. */
  wait(name: string, milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(name) ?? new Set();
      this.#waiting.set(name, waiting);
      const wake = (): void => {
        cancel();
        signal?.removeEventListener('abort', wake);
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(name) === waiting) this.#waiting.delete(name);
        resolve();
      };
      const cancel = this.#clock.after(milliseconds, wake);
      waiting.add(wake);
      signal?.addEventListener('abort', wake);
      if (signal?.aborted === true) wake();
    });
  }
}
