import type {
  Assembly,
  Change,
  Filling,
  Formula,
  Reduction,
  Scaling,
  ShiftAndScale,
  WordCount,
} from '../core/formula.ts';
import type { Operation, Program } from '../core/plan.ts';
import { StoredElements } from '../core/stored-elements.ts';
import { boxElements } from '../core/vector.ts';
import { Words } from '../core/words.ts';
import { changeCopy, filterWords, scaleStored } from './reused.ts';
import type { RowShape } from './row-shape.ts';
import { SourceText } from './source-text.ts';
import { Spreader, scaleSpread } from './spread.ts';
import { type Spread, VectorAssembly } from './vector-assembly.ts';

/** What a generated program runs for a row that is out of the ordinary. */
export type RowFunction = (row: unknown) => unknown;

/** Wider vectors are left to the stages themselves. */
const WIDEST_SPREAD = 2 ** 14;
/** Longer functions are not compiled well by engines, V8 gives up at 60 KB of bytecode. */
const MOST_LINES = 1500;

/**
 * One function for a whole program, generated, which runs the ordinary rows without memory but that of the result. It
 * leaves every row that is not ordinary, and every failure, to `leaveTo`, which must mean the same. Undefined where the
 * program is too long, or where making code is forbidden.
 */
export function generateProgram(program: Program, shape: RowShape, leaveTo: RowFunction): RowFunction | undefined {
  return new ProgramGenerator(program, shape, leaveTo).generate();
}

/** A sparse vector of a size, whose stored elements the named memory holds. */
interface Stored {
  readonly elements: string;
  readonly size: number;
}

/** Pulls what the outputs need: each value is generated at its first use, and so not at all without one. */
class ProgramGenerator {
  readonly #source = new SourceText();
  readonly #program: Program;
  readonly #shape: RowShape;
  readonly #leave: string;
  readonly #operations: ReadonlyMap<number, Operation>;
  readonly #values = new Map<number, string>();
  readonly #spreads = new Map<number, Spread | undefined>();
  /** Names of the memory that holds the words, or the stored elements, of a slot. */
  readonly #words = new Map<number, string | undefined>();
  readonly #stored = new Map<number, Stored | undefined>();

  constructor(program: Program, shape: RowShape, leaveTo: RowFunction) {
    this.#program = program;
    this.#shape = shape;
    this.#leave = `return ${this.#source.bind(leaveTo)}(row);`;
    this.#operations = new Map(program.operations.map((operation) => [operation.output, operation]));
  }

  generate(): RowFunction | undefined {
    const source = this.#source;
    source.add('try {');
    if (this.#shape.takes !== undefined) this.#leaveIf(`!(${this.#shape.takes})`);
    for (const operation of this.#program.operations) {
      // What fails before a filter fails the row, and is not generated yet: dropped rows are left to others.
      if (operation.kind === 'filter') this.#leaveIf(`${this.#call(operation)} !== true`);
    }
    const outputs = this.#program.output.map(({ slot }) => ({
      value: () => this.#value(slot),
      spread: () => this.#madeSpread(slot),
    }));
    const answer = this.#shape.write(outputs, source);
    source.add(`return ${answer};`);
    source.add(`} catch { ${this.#leave} }`);
    if (source.lineCount > MOST_LINES) return undefined;
    try {
      return source.toFunction('row');
    } catch (error) {
      if (error instanceof EvalError) return undefined;
      throw error;
    }
  }

  /** The name of the value in a slot. */
  #value(slot: number): string {
    const known = this.#values.get(slot);
    if (known !== undefined) return known;
    const operation = this.#operations.get(slot);
    const name = operation === undefined ? this.#shape.read(slot, this.#source, this.#leave) : this.#compute(operation);
    this.#values.set(slot, name);
    return name;
  }

  #compute(operation: Operation): string {
    const { formula } = operation;
    if (formula?.kind === 'present') return this.#present(operation);
    if (formula?.kind === 'reduce') return this.#reduce(operation, formula);
    const spread = this.#madeSpread(operation.output);
    if (spread === undefined) return this.#source.declare(this.#call(operation));
    return this.#source.declare(`${this.#source.bind(boxElements)}(${spread.array}, ${spread.sparse})`);
  }

  /** A vector that comes to be by a formula, spread. */
  #madeSpread(slot: number): Spread | undefined {
    const kind = this.#operations.get(slot)?.formula?.kind;
    return kind === 'assemble' || kind === 'fill' || kind === 'change' ? this.#spread(slot) : undefined;
  }

  /** The call of an operation as its stage has it. */
  #call({ compile, inputs }: Operation): string {
    return `${this.#source.bind(compile())}(${inputs.map((slot) => this.#value(slot)).join(', ')})`;
  }

  #present({ inputs }: Operation): string {
    const name = this.#value(inputs[0] as number);
    this.#leaveIf(`${name} === null`);
    return name;
  }

  #leaveIf(condition: string): void {
    this.#source.add(`if (${condition}) ${this.#leave}`);
  }

  #reduce(operation: Operation, formula: Reduction): string {
    const { size, takesLonger, ofDense, ofSparse, ofStored } = formula;
    const source = this.#source;
    const stored = ofStored === undefined ? undefined : this.#storedOf(operation.inputs[0] as number);
    if (ofStored !== undefined && stored?.size === size) {
      return source.declare(`${source.bind(ofStored())}(${stored.elements})`);
    }
    const spread = this.#spreadOf(operation.inputs[0] as number, size);
    if (spread === undefined || spread.size < size || (spread.size > size && !takesLonger)) {
      return source.declare(this.#call(operation));
    }
    const dense = `${source.bind(ofDense())}(${spread.array})`;
    if (ofSparse === undefined || spread.sparse === 'false') return source.declare(dense);
    return source.declare(`${spread.sparse} ? ${source.bind(ofSparse())}(${spread.array}) : ${dense}`);
  }

  /** The vector in a slot, spread; what does not come so from a formula is unpacked, for which it must have that size. */
  #spreadOf(slot: number, size: number): Spread | undefined {
    return this.#spread(slot) ?? this.#unpack(slot, size);
  }

  #spread(slot: number): Spread | undefined {
    if (this.#spreads.has(slot)) return this.#spreads.get(slot);
    const operation = this.#operations.get(slot);
    const spread = operation?.formula === undefined ? undefined : this.#spreadBy(operation, operation.formula);
    this.#spreads.set(slot, spread);
    return spread;
  }

  #spreadBy(operation: Operation, formula: Formula): Spread | undefined {
    if (formula.kind === 'present') return this.#spread(operation.inputs[0] as number);
    if (formula.kind === 'assemble') return this.#assemble(operation, formula);
    if (formula.kind === 'fill') return this.#fill(operation, formula);
    if (formula.kind === 'change') return this.#change(operation, formula);
    return formula.kind === 'scale' ? this.#scale(operation, formula) : undefined;
  }

  #fill({ inputs }: Operation, { size, fill }: Filling): Spread {
    const source = this.#source;
    const array = source.bind(new Float64Array(size));
    source.add(`${source.bind(fill())}(${array}, ${this.#value(inputs[0] as number)});`);
    return { array, size, sparse: 'false' };
  }

  #change({ inputs }: Operation, { size, change }: Change): Spread | undefined {
    const from = this.#spreadOf(inputs[0] as number, size);
    if (from?.size !== size || from.sparse !== 'false') return undefined;
    const source = this.#source;
    return {
      array: source.declare(`${source.bind(changeCopy(size, change()))}(${from.array})`),
      size,
      sparse: 'false',
    };
  }

  #unpack(slot: number, size: number): Spread | undefined {
    if (size > WIDEST_SPREAD) return undefined;
    const source = this.#source;
    const scratch = new Float64Array(size);
    const name = this.#value(slot);
    this.#leaveIf(`${name}.size !== ${size}`);
    const [into, spreader] = [source.bind(scratch), source.bind(new Spreader(scratch, 0, size))];
    const sparse = source.declare(`${name}.type === 0`);
    source.add(`if (${sparse}) ${spreader}.write(${name});`);
    const spread = { array: source.declare(`${sparse} ? ${into} : ${name}.values`), size, sparse };
    this.#spreads.set(slot, spread);
    return spread;
  }

  #scale({ inputs }: Operation, { size, by }: Scaling): Spread | undefined {
    const from = this.#spreadOf(inputs[0] as number, size);
    if (from === undefined || from.size !== size) return undefined;
    const source = this.#source;
    const scaling = by();
    if (!hasFinite(scaling)) return undefined;
    const array = source.declare(`${source.bind(scaleSpread(size, scaling))}(${from.array})`);
    return { array, size, sparse: scaling.shifts === undefined ? from.sparse : 'false' };
  }

  #storedOf(slot: number): Stored | undefined {
    if (this.#stored.has(slot)) return this.#stored.get(slot);
    const operation = this.#operations.get(slot);
    const stored = operation?.formula === undefined ? undefined : this.#storedBy(operation, operation.formula);
    this.#stored.set(slot, stored);
    return stored;
  }

  #storedBy({ inputs }: Operation, formula: Formula): Stored | undefined {
    const from = inputs[0] as number;
    if (formula.kind === 'present') return this.#storedOf(from);
    if (formula.kind === 'count words') return this.#countWords(from, formula);
    return formula.kind === 'scale' ? this.#scaleStored(from, formula) : undefined;
  }

  #countWords(from: number, { size, count }: WordCount): Stored | undefined {
    const words = this.#wordsOf(from);
    if (words === undefined) return undefined;
    const elements = this.#source.bind(new StoredElements());
    this.#source.add(`${this.#source.bind(count())}(${words}, ${elements});`);
    return { elements, size };
  }

  #scaleStored(from: number, { size, by }: Scaling): Stored | undefined {
    const stored = this.#storedOf(from);
    const { shifts, factors } = by();
    if (stored?.size !== size || shifts !== undefined || factors === undefined) return undefined;
    if (!hasFinite({ shifts, factors })) return undefined;
    const elements = this.#source.bind(new StoredElements());
    this.#source.add(`${this.#source.bind(scaleStored(factors))}(${stored.elements}, ${elements});`);
    return { elements, size };
  }

  #wordsOf(slot: number): string | undefined {
    if (this.#words.has(slot)) return this.#words.get(slot);
    const operation = this.#operations.get(slot);
    const words = operation?.formula === undefined ? undefined : this.#wordsBy(operation, operation.formula);
    this.#words.set(slot, words);
    return words;
  }

  #wordsBy({ inputs }: Operation, formula: Formula): string | undefined {
    const from = inputs[0] as number;
    const source = this.#source;
    if (formula.kind === 'present') return this.#wordsOf(from);
    if (formula.kind === 'split words') {
      const [text, words] = [this.#value(from), source.bind(new Words())];
      source.add(`${source.bind(formula.split())}(${text}, ${words});`);
      return words;
    }
    const all = formula.kind === 'filter words' ? this.#wordsOf(from) : undefined;
    if (formula.kind !== 'filter words' || all === undefined) return undefined;
    const kept = source.bind(new Words());
    source.add(`${source.bind(filterWords(formula.drops()))}(${all}, ${kept});`);
    return kept;
  }

  #assemble({ inputs }: Operation, formula: Assembly): Spread | undefined {
    const size = formula.sizes.reduce((sum: number, part) => sum + (part ?? 1), 0);
    if (size > WIDEST_SPREAD) return undefined;
    return new VectorAssembly(this.#source, formula, size).emit({
      value: (part) => this.#value(inputs[part] as number),
      spread: (part) => this.#spread(inputs[part] as number),
      leaveIf: (condition) => this.#leaveIf(condition),
    });
  }
}

/** Other numbers make something of the zeros that a sparse vector does not store. */
function hasFinite({ shifts, factors }: ShiftAndScale): boolean {
  const finite = (values: Float64Array | undefined) => values === undefined || values.every(Number.isFinite);
  return finite(shifts) && finite(factors);
}
