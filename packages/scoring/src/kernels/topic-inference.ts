import { DenseMatrix } from '../core/matrix.ts';
import type { SumsProfile } from '../core/sums.ts';
import { DenseVector, type Vector } from '../core/vector.ts';
import { exp } from './exp.ts';
import { digamma } from './gamma.ts';
import { addMatrixProduct } from './matrix-product.ts';

/** What is known of topics: how strong each term is in each, topic by topic. */
export interface Topics {
  readonly terms: number;
  /** `terms` numbers a topic. */
  readonly strengths: Float64Array;
  /** The prior of each topic. */
  readonly concentrations: Float64Array;
  /** Where the inference of each topic begins. */
  readonly start: Float64Array;
  readonly sums: SumsProfile;
}

const ENOUGH = 1e-3;
/** Real texts take some tens; what has not settled by then, as negative counts may, never will. */
const MOST_ROUNDS = 100_000;

/** The mixture of topics in a text of these term counts; undefined where it does not settle. */
export type InferTopics = (counts: Vector) => Float64Array | undefined;

/**
 * Variational inference of the mixture, as Hoffman, Blei and Bach describe it. A text without a count other than 0 has
 * a mixture of zeros. Mirrors `OnlineLDAOptimizer.variationalTopicInference`.
 */
export function topicInference(topics: Topics): InferTopics {
  const { terms, strengths, concentrations } = topics;
  const count = concentrations.length;
  const weights = new Float64Array(strengths.length);
  for (let topic = 0; topic < count; topic++) {
    const own = strengths.subarray(topic * terms, (topic + 1) * terms);
    weights.set(expectation(own), topic * terms);
  }
  return (counts) => {
    if (counts.values.every((value) => value === 0)) return new Float64Array(count);
    const mixture = settle(pickTerms(weights, terms, counts), counts.values, topics);
    return mixture && normalise(mixture);
  };
}

/** The rows of the terms that the text has, column-major: one row a term, one column a topic. */
function pickTerms(weights: Float64Array, terms: number, counts: Vector): Float64Array {
  if (counts.type === 1 && counts.size === terms) return weights;
  const rows = counts.values.length;
  const columns = weights.length / terms;
  const picked = new Float64Array(rows * columns);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++)
      picked[j * rows + i] = weights[j * terms + (counts.type === 1 ? i : counts.indices[i]!)]!;
  }
  return picked;
}

function settle(
  weights: Float64Array,
  counts: Float64Array,
  { concentrations, start, sums }: Topics,
): Float64Array | undefined {
  const [rows, columns] = [counts.length, concentrations.length];
  const addByTerm = addMatrixProduct(new DenseMatrix(rows, columns, weights, false), sums);
  const addByTopic = addMatrixProduct(new DenseMatrix(columns, rows, weights, true), sums);
  let mixture = start;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const shares = expectation(mixture);
    const ratios = new Float64Array(rows);
    addByTerm(new DenseVector(shares), ratios);
    for (let i = 0; i < rows; i++) ratios[i] = counts[i]! / (ratios[i]! + 1e-100);
    const next = new Float64Array(columns);
    addByTopic(new DenseVector(ratios), next);
    let change = 0;
    for (let j = 0; j < columns; j++) {
      next[j] = shares[j]! * next[j]! + concentrations[j]!;
      change += Math.abs(next[j]! - mixture[j]!);
    }
    mixture = next;
    if (!(change / columns > ENOUGH)) return mixture;
  }
  return undefined;
}

/** e to the expected logarithm of each part under a Dirichlet distribution. */
function expectation(parts: Float64Array): Float64Array {
  const whole = digamma(sumOf(parts));
  return parts.map((part) => exp(digamma(part) - whole));
}

function normalise(x: Float64Array): Float64Array {
  const size = sumOf(x.map(Math.abs));
  return size === 0 ? x : x.map((value) => value / size);
}

function sumOf(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]!;
  return sum;
}
