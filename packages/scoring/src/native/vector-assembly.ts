import type { Assembly } from '../core/formula.ts';
import type { SourceText } from './source-text.ts';
import { copierOf, Spreader } from './spread.ts';

/** A vector whose elements stand in `array`. Both are names or literals in the source. */
export interface Spread {
  readonly array: string;
  readonly size: number;
  /** Whether Spark would hold it sparse. */
  readonly sparse: string;
}

/** What an assembly asks of the program around it; parts are numbered as its inputs. */
export interface Parts {
  value(part: number): string;
  spread(part: number): Spread | undefined;
  leaveIf(condition: string): void;
}

/** Generates the assembly of one vector in memory of its own. */
export class VectorAssembly {
  readonly #source: SourceText;
  readonly #formula: Assembly;
  readonly #size: number;
  readonly #scratch: Float64Array;
  readonly #fills: ReturnType<Assembly['fills']>;
  readonly #array: string;
  /** The name of how many elements are not zero. */
  readonly #count: string;

  constructor(source: SourceText, formula: Assembly, size: number) {
    this.#source = source;
    this.#formula = formula;
    this.#size = size;
    this.#fills = formula.fills();
    this.#scratch = new Float64Array(size);
    this.#array = source.bind(this.#scratch);
    this.#count = source.name();
  }

  emit(parts: Parts): Spread {
    this.#source.add(`let ${this.#count} = 0;`);
    let start = 0;
    this.#formula.sizes.forEach((size, part) => {
      if (size === undefined) this.#putNumber(part, start, parts);
      else this.#putVector(part, { start, size }, parts);
      start += size ?? 1;
    });
    const rule = this.#source.bind(this.#formula.isSparse);
    const sparse = this.#source.declare(`${rule}(${this.#count}, ${this.#size})`);
    return { array: this.#array, size: this.#size, sparse };
  }

  #putNumber(part: number, start: number, parts: Parts): void {
    const value = this.#filled(part, parts);
    if (this.#formula.refusesNaN) parts.leaveIf(`${value} !== ${value}`);
    this.#source.add(`${this.#array}[${start}] = ${value} + 0;`);
    this.#source.add(`${this.#count} += Number(${value} !== 0);`);
  }

  #putVector(part: number, { start, size }: { start: number; size: number }, parts: Parts): void {
    const source = this.#source;
    const spread = parts.spread(part);
    if (spread !== undefined && spread.size === size) {
      source.add(`${this.#count} += ${source.bind(copierOf(this.#scratch, start, size))}(${spread.array});`);
      return;
    }
    const value = this.#filled(part, parts);
    parts.leaveIf(`${value}.size !== ${size}`);
    const spreader = source.bind(new Spreader(this.#scratch, start, size));
    source.add(`${this.#count} += ${spreader}.write(${value});`);
  }

  #filled(part: number, parts: Parts): string {
    const value = parts.value(part);
    const fill = this.#fills[part];
    if (fill !== undefined) return this.#source.declare(`${value} ?? ${this.#source.bind(fill)}`);
    parts.leaveIf(`${value} === null`);
    return value;
  }
}
