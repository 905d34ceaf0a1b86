import { createJsonDecoder } from '../core/json-value.ts';
import type { DataType, Field, StructType } from '../core/types.ts';
import type { Zone } from '../core/zones.ts';
import type { SourceText } from './source-text.ts';
import type { Spread } from './vector-assembly.ts';

/** How generated code takes a row and gives its answer. In all source the row is called `row`. */
export interface RowShape {
  /** Where this expression is not true of a row, others take it whole; undefined where all rows will do. */
  readonly takes?: string;
  /** Adds what reads a field, and gives the name of its value. `leave` is the statement that leaves the row to others. */
  read(field: number, source: SourceText, leave: string): string;
  /** The expression of the answer, of outputs in their order. */
  write(outputs: readonly OutputSource[], source: SourceText): string;
}

/** What a row function computes for an output; its source is added at the first of these calls. */
export interface OutputSource {
  /** The name of the value. */
  value(): string;
  /** A vector as its elements, where it is made so. */
  spread(): Spread | undefined;
}

/** Rows as arrays, in the order of their schema, with values already of its types. */
export function arrayShape(): RowShape {
  return {
    read: (field, source) => source.declare(`row[${field}]`),
    write: (outputs) => `[${outputs.map((output) => output.value()).join(', ')}]`,
  };
}

export interface RecordTypes {
  readonly input: StructType;
  readonly output: StructType;
  /** Of timestamps that name none. */
  readonly zone: Zone;
}

/** Rows as plain objects: keys in any order, a missing key is null, an unknown one ignored. */
export function objectShape({ input, output, zone }: RecordTypes): RowShape {
  return {
    // What a row inherits is no value of it.
    takes: 'Object.getPrototypeOf(row) === Object.prototype',
    read(at, source, leave) {
      const field = input.fields[at] as Field;
      return TESTS.has(field.type) ? readPlain(field, source, leave) : readDecoded(field, source, zone);
    },
    write: (outputs) =>
      `{ ${outputs.map(({ value }, i) => `${key(output.fields[i] as Field)}: ${value()}`).join(', ')} }`,
  };
}

/** In brackets, so that "__proto__" is a key as others are. */
function key({ name }: Field): string {
  return name === '__proto__' ? `[${JSON.stringify(name)}]` : JSON.stringify(name);
}

function readDecoded({ name, type }: Field, source: SourceText, zone: Zone): string {
  return source.declare(`${source.bind(createJsonDecoder(type, zone))}(row[${JSON.stringify(name)}])`);
}

function readPlain({ name, type }: Field, source: SourceText, leave: string): string {
  const value = source.name();
  const test = TESTS.get(type) as (value: string) => string;
  source.add(`let ${value} = row[${JSON.stringify(name)}];`);
  // A function of Object.prototype, where a column bears its name, is none of these either.
  source.add(`if (!(${test(value)})) { if (${value} == null) ${value} = null; else ${leave} }`);
  if (type === 'float') source.add(`if (${value} !== null) ${value} = Math.fround(${value});`);
  return value;
}

/** What tells that a value is an ordinary one of its type, which decoding would give back as it is. */
const TESTS: ReadonlyMap<DataType, (value: string) => string> = new Map([
  ['double', isNumber],
  ['float', isNumber],
  ['integer', (value) => `(${value} | 0) === ${value} && (${value} !== 0 || 1 / ${value} > 0)`],
  ['string', (value) => `typeof ${value} === 'string'`],
  ['boolean', (value) => `typeof ${value} === 'boolean'`],
] satisfies [DataType, (value: string) => string][]);

function isNumber(value: string): string {
  return `typeof ${value} === 'number'`;
}
