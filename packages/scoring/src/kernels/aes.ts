/** The block cipher AES (FIPS 197) over 16 bytes. */

export const BLOCK_BYTES = 16;

/** A block to a block. */
export type BlockCipher = (block: Uint8Array) => Uint8Array;

/** The product in the field of 2^8 elements. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let [x, y] = [a, b]; y > 0; y >>= 1) {
    if (y & 1) product ^= x;
    x = double(x);
  }
  return product;
}

function double(x: number): number {
  return (x << 1) ^ (x & 0x80 ? 0x11b : 0);
}

/** Every byte to its inverse in the field, turned by an affine map. */
const SUBSTITUTES = substitutes();
const ORIGINALS = SUBSTITUTES.reduce((table, substitute, byte) => {
  table[substitute] = byte;
  return table;
}, new Uint8Array(256));

function substitutes(): Uint8Array {
  const table = new Uint8Array(256);
  // p runs through the powers of 3, q through those of its inverse.
  let [p, q] = [1, 1];
  do {
    p ^= double(p);
    q = multiply(q, 0xf6);
    const turned = [1, 2, 3, 4].reduce((sum, shift) => sum ^ (q << shift) ^ (q >> (8 - shift)), q);
    table[p] = (turned ^ 0x63) & 0xff;
  } while (p !== 1);
  table[0] = 0x63;
  return table;
}

/** The key of 16, 24 or 32 bytes, drawn out to one block a round and one more. */
function expandKey(key: Uint8Array): Uint8Array {
  const words = key.length / 4;
  const expanded = new Uint8Array(BLOCK_BYTES * (words + 7));
  expanded.set(key);
  let constant = 1;
  for (let at = key.length; at < expanded.length; at += 4) {
    let word = Array.from(expanded.subarray(at - 4, at));
    const place = (at / 4) % words;
    if (place === 0) {
      word = [...word.slice(1), word[0]!].map((byte) => SUBSTITUTES[byte]!);
      word[0]! ^= constant;
      constant = double(constant);
    } else if (words > 6 && place === 4) word = word.map((byte) => SUBSTITUTES[byte]!);
    word.forEach((byte, i) => {
      expanded[at + i] = byte ^ expanded[at + i - key.length]!;
    });
  }
  return expanded;
}

/** Both directions of the cipher under a key. */
export function createAes(key: Uint8Array): { readonly encrypt: BlockCipher; readonly decrypt: BlockCipher } {
  const expanded = expandKey(key);
  const rounds = expanded.length / BLOCK_BYTES - 1;
  const addKey = (state: Uint8Array, round: number) => {
    for (let i = 0; i < BLOCK_BYTES; i++) state[i]! ^= expanded[BLOCK_BYTES * round + i]!;
  };
  return {
    encrypt(block) {
      let state = Uint8Array.from(block);
      addKey(state, 0);
      for (let round = 1; round <= rounds; round++) {
        state = shiftRows(state, 1).map((byte) => SUBSTITUTES[byte]!);
        if (round < rounds) state = mixColumns(state, MIX);
        addKey(state, round);
      }
      return state;
    },
    decrypt(block) {
      let state = Uint8Array.from(block);
      for (let round = rounds; round > 0; round--) {
        addKey(state, round);
        if (round < rounds) state = mixColumns(state, UNMIX);
        state = shiftRows(state, 3).map((byte) => ORIGINALS[byte]!);
      }
      addKey(state, 0);
      return state;
    },
  };
}

/** Row r of the 4 by 4 bytes turns by r * step places; bytes stand by columns. */
function shiftRows(state: Uint8Array, step: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: BLOCK_BYTES }, (_, i) => state[(i + 4 * step * (i % 4)) % BLOCK_BYTES]!);
}

/** First rows of the matrices that mix a column, as tables of products. */
const MIX = [2, 3, 1, 1].map(productsOf);
const UNMIX = [14, 11, 13, 9].map(productsOf);

function productsOf(factor: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => multiply(byte, factor));
}

function mixColumns(state: Uint8Array, factors: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: BLOCK_BYTES }, (_, i) => {
    const column = i - (i % 4);
    return factors.reduce((sum, products, j) => sum ^ products[state[column + ((i + j) % 4)]!]!, 0);
  });
}
