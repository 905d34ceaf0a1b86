import { type Codec, vector } from '../../core/codec.ts';
import type { Vector } from '../../core/vector.ts';

/** The largest sparse vector that is filled out where Spark fills it out: 128 MiB. */
export const LARGEST_FILLED = 2 ** 24;

/** A vector of a model that is used with all its elements, so that a short sparse one may not claim a huge size. */
export const modelVector: Codec<Vector> = {
  expects: `a vector of at most ${LARGEST_FILLED} elements`,
  parse(value) {
    const parsed = vector.parse(value);
    return parsed === undefined || (parsed.type === 0 && parsed.size > LARGEST_FILLED) ? undefined : parsed;
  },
};
