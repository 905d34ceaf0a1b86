import { describeJson, listNames, ScoringError } from '@tinderbox/scoring';
import { DATATYPE_SIZES, isDatatype, type Tensor } from './tensor.ts';

export interface TensorHead extends Pick<Tensor, 'name' | 'datatype' | 'shape'> {
  /** The product of the shape. */
  readonly count: number;
}

const MAX_DIMENSIONS = 8;

/** What a request says of a tensor beside its elements. Throws INPUT_FORMAT for a datatype or shape that is none. */
export function checkHead(name: string, datatype: unknown, shape: unknown): TensorHead {
  if (typeof datatype !== 'string' || !isDatatype(datatype)) {
    throw malformed(name, 'a datatype that is known', `another (have: ${listNames(Object.keys(DATATYPE_SIZES))})`);
  }
  if (!Array.isArray(shape) || shape.length > MAX_DIMENSIONS || !shape.every(isSize)) {
    const got = Array.isArray(shape) ? 'others' : describeJson(shape ?? null);
    throw malformed(name, `a shape of at most ${MAX_DIMENSIONS} sizes from 0 on`, got);
  }
  const count = (shape as number[]).reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count)) throw malformed(name, 'a shape of fewer elements', 'too many');
  return { name, datatype, shape, count };
}

function isSize(size: unknown): boolean {
  return Number.isSafeInteger(size) && (size as number) >= 0;
}

/** INPUT_FORMAT at a tensor. */
export function malformed(column: string, expected: string, got: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`, { column });
}
