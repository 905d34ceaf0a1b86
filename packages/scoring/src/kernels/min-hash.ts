import type { Vector } from '../core/vector.ts';

/** The functions of the family are (1 + i) a + b modulo this prime, the largest whose square fits into 63 bits. */
export const HASH_PRIME = 2038074743;

/** For each pair a, b the least hash of the places that are not zero; undefined where all are. */
export function minHashes(pairs: Int32Array): (vector: Vector) => Float64Array | undefined {
  const count = pairs.length / 2;
  return (vector) => {
    const hashes = new Float64Array(count).fill(HASH_PRIME);
    let isEmpty = true;
    const { values } = vector;
    for (let k = 0; k < values.length; k++) {
      if (values[k] === 0) continue;
      isEmpty = false;
      const place = 1 + (vector.type === 1 ? k : vector.indices[k]!);
      for (let h = 0; h < count; h++) {
        const hash = hashOf(place, pairs[2 * h]!, pairs[2 * h + 1]!);
        if (hash < hashes[h]!) hashes[h] = hash;
      }
    }
    return isEmpty ? undefined : hashes;
  };
}

/** place * a + b modulo the prime, all below 2^31: in two steps, so that no number passes 2^48. */
function hashOf(place: number, a: number, b: number): number {
  const high = (place * (a >>> 16)) % HASH_PRIME;
  return (high * 65536 + place * (a & 0xffff) + b) % HASH_PRIME;
}
