import { type Codec, integer } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { describeJson, type StoredStage } from '../../core/stage.ts';

/** A value that the metadata holds beside the params, such as numFeatures. Fails with MODEL_METADATA. */
export function readExtra<T>(stored: StoredStage, name: string, codec: Codec<T>): T {
  const found = stored.extras[name];
  const value = codec.parse(found);
  if (value !== undefined) return value;
  throw new ScoringError(
    'MODEL_METADATA',
    `expected ${codec.expects} ${name} in the metadata, got ${describeJson(found)}`,
    stored.where,
  );
}

/** A number of things of which there is one at least. */
export const count: Codec<number> = {
  expects: 'a positive integer',
  parse(value) {
    const number = integer.parse(value);
    return number !== undefined && number > 0 ? number : undefined;
  },
};
