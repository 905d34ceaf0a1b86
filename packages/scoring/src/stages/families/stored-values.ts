import type { ParamCodec, ParamCodecs } from '../../core/codec.ts';
import { oneRow, type StoredStage, type ValueReaders } from '../../core/stage.ts';

/**
 * Values that stand under their own names in the one row of `data`; those that transform needs not are read there alone.
 * A default stands for a column that older versions did not write.
 */
export function storedValues(codecs: ParamCodecs): ValueReaders<unknown> {
  return Object.fromEntries(
    Object.entries(codecs).map(([name, codec]) => [name, (_, stored) => readCell(name, codec, stored)]),
  );
}

async function readCell(name: string, codec: ParamCodec<unknown>, stored: StoredStage): Promise<unknown> {
  const mayMiss = codec.fallback === undefined ? {} : { optional: true as const };
  const row = await oneRow({ [name]: { ...codec, ...mayMiss } }).read(stored);
  return row[name] ?? codec.fallback;
}
