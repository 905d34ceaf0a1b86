/** What is begun in one turn of the event loop beyond both of these has waited too long: all of it came before the first ended. */
const LONG_MILLISECONDS = 10;
const MANY = 64;

/** The turns of the event loop in which requests begin: those that have come meanwhile, one behind the other. */
export class Turns {
  #begunAt = 0;
  #begun = 0;

  /** Counts a request in. True where those before it in its turn have taken so long that it is better refused. */
  isOverrun(now: number): boolean {
    if (this.#begun++ === 0) {
      this.#begunAt = now;
      setImmediate(this.#end);
    }
    return this.#begun > MANY && now - this.#begunAt > LONG_MILLISECONDS;
  }

  readonly #end = (): void => {
    this.#begun = 0;
  };
}
