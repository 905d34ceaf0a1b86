import type { ParamCodecs } from '../../core/codec.ts';
import { oneRow, type ValueReaders } from '../../core/stage.ts';

/** Values that stand under their own names in the one row of `data`; those that transform needs not are read there alone. */
export function storedValues(codecs: ParamCodecs): ValueReaders<unknown> {
  return Object.fromEntries(
    Object.entries(codecs).map(([name, codec]) => [
      name,
      async (_, stored) => (await oneRow({ [name]: codec }).read(stored))[name],
    ]),
  );
}
