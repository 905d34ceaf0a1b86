import type { Decoded, ParamCodec, ParamCodecs } from './codec.ts';
import { listNames, ScoringError } from './errors.ts';
import type { Field, StructType } from './types.ts';
import type { Row } from './values.ts';

/**
 * A question that a model answers with a table of its own, beside scoring rows: the best items for every user, the
 * rules behind a prediction. Its name is that of Spark's method.
 */
export interface Query {
  /** What can be given, by name. */
  readonly takes: ParamCodecs;
  readonly output: StructType;
  /** What is given as a list and mostly stands in a column of rows: that column. */
  readonly columns?: { readonly [name: string]: Field };
  /** The rows of the answer, made as they are asked for. Fails with INPUT_VALUE where what is given does not fit. */
  answer(given: { readonly [name: string]: unknown }): Iterable<Row>;
}

export type Queries = { readonly [name: string]: Query };

/** A query whose `answer` gets what was given, checked. */
export function defineQuery<const A extends ParamCodecs>(spec: {
  readonly takes: A;
  readonly output: StructType;
  readonly columns?: { readonly [name: string]: Field };
  readonly answer: (given: Decoded<A>) => Iterable<Row>;
}): Query {
  return { ...spec, answer: (given) => spec.answer(decodeGiven(spec.takes, given)) };
}

function decodeGiven<A extends ParamCodecs>(takes: A, given: { readonly [name: string]: unknown }): Decoded<A> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(takes, name));
  if (unknown !== undefined) {
    throw new ScoringError('INPUT_VALUE', `expected ${listNames(Object.keys(takes))}, got another name`);
  }
  return Object.fromEntries(
    Object.entries(takes).map(([name, codec]) => [name, decodeOne(name, codec, given[name])]),
  ) as Decoded<A>;
}

function decodeOne(name: string, codec: ParamCodec<unknown>, given: unknown): unknown {
  if (given === undefined && (codec.optional === true || codec.fallback !== undefined)) return codec.fallback;
  const value = codec.parse(given);
  if (value !== undefined) return value;
  throw new ScoringError(
    'INPUT_VALUE',
    `expected ${codec.expects} as ${name}, got ${given === undefined ? 'none' : 'another value'}`,
  );
}
