import { type Codec, vector } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { type DataReader, oneRow } from '../../core/stage.ts';
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

/** The vectors of these names in the one row of data/. Fails with MODEL_DATA where their sizes differ. */
export function vectorsOfOneSize<N extends string>(...names: readonly N[]): DataReader<Readonly<Record<N, Vector>>> {
  const row = oneRow(Object.fromEntries(names.map((name) => [name, modelVector])));
  return {
    async read(stored) {
      const vectors = (await row.read(stored)) as Readonly<Record<N, Vector>>;
      const sizes = names.map((name) => vectors[name].size);
      if (new Set(sizes).size === 1) return vectors;
      const detail = `expected ${names.join(' and ')} of one size, got ${sizes.join(' and ')}`;
      throw new ScoringError('MODEL_DATA', detail, stored.where);
    },
  };
}
