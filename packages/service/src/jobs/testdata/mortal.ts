/** A process that may die at any step; what it then still waits for never comes. */
export class Mortal {
  dead = false;
  /** Steps that it has left; each call of what it uses is two, one before and one after its effect. */
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** The same object, for this process. */
  use<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, name) => {
        const member = Reflect.get(target, name, target) as unknown;
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => this.#call(() => member.apply(target, args));
      },
    });
  }

  /** What is no promise, such as a path, is no step. */
  #call(work: () => unknown): unknown {
    if (this.dead || !this.#step()) return new Promise(() => {});
    const result = work();
    if (!(result instanceof Promise)) {
      this.#left++;
      return result;
    }
    return result.then(
      (value) => (this.#step() ? value : new Promise(() => {})),
      (error) => (this.#step() ? Promise.reject(error) : new Promise(() => {})),
    );
  }

  #step(): boolean {
    if (this.dead) return false;
    this.dead = this.#left-- <= 0;
    return !this.dead;
  }
}
