/** A line of generated source; one that is made at last may be empty. */
type Line = string | (() => string);

/**
 * The source of one function being generated. Values reach it as bound names, columns as quoted strings: nothing that a
 * model or a user wrote is ever a part of the source itself.
 */
export class SourceText {
  readonly #bound: unknown[] = [];
  readonly #lines: Line[] = [];
  #names = 0;

  /** The name under which the function knows a value. */
  bind(value: unknown): string {
    this.#bound.push(value);
    return `b${this.#bound.length - 1}`;
  }

  /** A name that no other has. */
  name(): string {
    return `v${this.#names++}`;
  }

  add(line: Line): void {
    this.#lines.push(line);
  }

  /** Declares a constant and gives its name. */
  declare(expression: string): string {
    const name = this.name();
    this.add(`const ${name} = ${expression};`);
    return name;
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  /** The function of these lines. Throws an EvalError where making code is forbidden. */
  toFunction(parameter: string): (argument: unknown) => unknown {
    const body = this.#lines.map((line) => (typeof line === 'string' ? line : line())).join('\n');
    const names = this.#bound.map((_, i) => `b${i}`);
    const make = new Function(...names, `'use strict';\nreturn function score(${parameter}) {\n${body}\n};`);
    return make(...this.#bound) as (argument: unknown) => unknown;
  }
}
