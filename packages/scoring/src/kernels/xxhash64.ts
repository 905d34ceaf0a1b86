/** xxHash of 64 bits, with values laid out as Java lays them out. Results are unsigned bigints. */

const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;

const cut = (x: bigint) => BigInt.asUintN(64, x);
const rotate = (x: bigint, by: bigint) => cut((x << by) | (x >> (64n - by)));

function avalanche(hash: bigint): bigint {
  let x = cut((hash ^ (hash >> 33n)) * P2);
  x = cut((x ^ (x >> 29n)) * P3);
  return x ^ (x >> 32n);
}

/** A 32-bit integer. */
export function xxHashInt(value: number, seed: bigint): bigint {
  const start = cut(seed + P5 + 4n) ^ cut(BigInt(value >>> 0) * P1);
  return avalanche(cut(rotate(start, 23n) * P2 + P3));
}

/** A 64-bit integer. */
export function xxHashLong(value: bigint, seed: bigint): bigint {
  return avalanche(mixWord(cut(seed + P5 + 8n), cut(value)));
}

function mixWord(hash: bigint, word: bigint): bigint {
  return cut(rotate(hash ^ cut(rotate(cut(word * P2), 31n) * P1), 27n) * P1 + P4);
}

export function xxHashBytes(bytes: Uint8Array, seed: bigint): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let hash = cut(seed + P5);
  if (bytes.length >= 32) {
    const lanes = [cut(seed + P1 + P2), cut(seed + P2), seed, cut(seed - P1)];
    for (; at + 32 <= bytes.length; at += 32) {
      for (let i = 0; i < 4; i++)
        lanes[i] = cut(rotate(cut(lanes[i]! + cut(view.getBigUint64(at + 8 * i, true) * P2)), 31n) * P1);
    }
    hash = cut(rotate(lanes[0]!, 1n) + rotate(lanes[1]!, 7n) + rotate(lanes[2]!, 12n) + rotate(lanes[3]!, 18n));
    for (const lane of lanes) hash = cut((hash ^ cut(rotate(cut(lane * P2), 31n) * P1)) * P1 + P4);
  }
  hash = cut(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8) hash = mixWord(hash, view.getBigUint64(at, true));
  for (; at + 4 <= bytes.length; at += 4)
    hash = cut(rotate(hash ^ cut(BigInt(view.getUint32(at, true)) * P1), 23n) * P2 + P3);
  for (; at < bytes.length; at++) hash = cut(rotate(hash ^ cut(BigInt(bytes[at]!) * P5), 11n) * P1);
  return avalanche(hash);
}
