/** AES over texts of any length: ECB and CBC with PKCS#7 padding, GCM with a tag of 16 bytes (NIST SP 800-38A and D). */
import { BLOCK_BYTES, type BlockCipher, createAes } from './aes.ts';
import { joinBytes } from './join-bytes.ts';

/** Bytes of GCM's tag, which stands behind the encrypted text. */
const TAG_BYTES = 16;

function addPadding(text: Uint8Array): Uint8Array {
  const count = BLOCK_BYTES - (text.length % BLOCK_BYTES);
  const padded = new Uint8Array(text.length + count).fill(count);
  padded.set(text);
  return padded;
}

/** Undefined where the text does not end in a padding. */
function dropPadding(text: Uint8Array): Uint8Array | undefined {
  if (text.length === 0) return text;
  const count = text.at(-1) as number;
  const isPadding = count >= 1 && count <= BLOCK_BYTES && text.subarray(-count).every((byte) => byte === count);
  return isPadding ? text.slice(0, -count) : undefined;
}

function mapBlocks(text: Uint8Array, f: (block: Uint8Array) => Uint8Array): Uint8Array {
  const result = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += BLOCK_BYTES) result.set(f(text.subarray(at, at + BLOCK_BYTES)), at);
  return result;
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ b[i]!);
}

export function encryptEcb(text: Uint8Array, key: Uint8Array): Uint8Array {
  return mapBlocks(addPadding(text), createAes(key).encrypt);
}

/** Undefined where these are no encrypted bytes of that key. */
export function decryptEcb(bytes: Uint8Array, key: Uint8Array): Uint8Array | undefined {
  return bytes.length % BLOCK_BYTES === 0 ? dropPadding(mapBlocks(bytes, createAes(key).decrypt)) : undefined;
}

/** Each block is mixed with the encrypted one before it, the first with `start`. */
export function encryptCbc(text: Uint8Array, key: Uint8Array, start: Uint8Array): Uint8Array {
  const { encrypt } = createAes(key);
  let before = start;
  return mapBlocks(addPadding(text), (block) => {
    before = encrypt(xor(block, before));
    return before;
  });
}

/** Undefined where these are no encrypted bytes of that key. */
export function decryptCbc(bytes: Uint8Array, key: Uint8Array, start: Uint8Array): Uint8Array | undefined {
  if (bytes.length % BLOCK_BYTES !== 0) return undefined;
  const { decrypt } = createAes(key);
  let before = start;
  const text = mapBlocks(bytes, (block) => {
    const plain = xor(decrypt(block), before);
    before = block;
    return plain;
  });
  return dropPadding(text);
}

/** What GCM takes besides text and key. */
export interface GcmSettings {
  /** Twelve bytes. */
  readonly start: Uint8Array;
  /** Bytes that the tag covers and the result does not hold. */
  readonly covered: Uint8Array;
}

export function encryptGcm(text: Uint8Array, key: Uint8Array, settings: GcmSettings): Uint8Array {
  const { encrypt } = createAes(key);
  const encrypted = countMode(text, encrypt, settings.start);
  return joinBytes([encrypted, tagOf(encrypted, encrypt, settings)]);
}

/** Undefined where the tag is another. */
export function decryptGcm(bytes: Uint8Array, key: Uint8Array, settings: GcmSettings): Uint8Array | undefined {
  if (bytes.length < TAG_BYTES) return undefined;
  const { encrypt } = createAes(key);
  const encrypted = bytes.subarray(0, -TAG_BYTES);
  const difference = xor(tagOf(encrypted, encrypt, settings), bytes.subarray(-TAG_BYTES));
  return difference.every((byte) => byte === 0) ? countMode(encrypted, encrypt, settings.start) : undefined;
}

function counterBlock(start: Uint8Array, count: number): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(start);
  new DataView(block.buffer).setUint32(start.length, count);
  return block;
}

/** The text mixed with encrypted counters from 2 on; 1 is the tag's. */
function countMode(text: Uint8Array, encrypt: BlockCipher, start: Uint8Array): Uint8Array {
  let count = 1;
  return mapBlocks(text, (block) => xor(block, encrypt(counterBlock(start, ++count))));
}

function tagOf(encrypted: Uint8Array, encrypt: BlockCipher, { start, covered }: GcmSettings): Uint8Array {
  const key = toNumber(encrypt(new Uint8Array(BLOCK_BYTES)));
  const lengths = (BigInt(covered.length) << 67n) | (BigInt(encrypted.length) << 3n);
  const blocks = [...blocksOf(covered), ...blocksOf(encrypted), lengths];
  const hash = blocks.reduce((sum, block) => multiply(sum ^ block, key), 0n);
  return xor(toBytes(hash), encrypt(counterBlock(start, 1)));
}

/** The blocks as numbers, the last one filled up with zeros. */
function blocksOf(bytes: Uint8Array): bigint[] {
  return Array.from({ length: Math.ceil(bytes.length / BLOCK_BYTES) }, (_, i) => {
    const block = new Uint8Array(BLOCK_BYTES);
    block.set(bytes.subarray(BLOCK_BYTES * i, BLOCK_BYTES * (i + 1)));
    return toNumber(block);
  });
}

function toNumber(block: Uint8Array): bigint {
  const view = new DataView(block.buffer, block.byteOffset, BLOCK_BYTES);
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}

function toBytes(number: bigint): Uint8Array {
  const view = new DataView(new ArrayBuffer(BLOCK_BYTES));
  view.setBigUint64(0, number >> 64n);
  view.setBigUint64(8, BigInt.asUintN(64, number));
  return new Uint8Array(view.buffer);
}

/** x^128 = x^7 + x^2 + x + 1, where the highest bit is the lowest power. */
const REDUCTION = 0xe1n << 120n;

/** The product in the field of 2^128 elements. */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let factor = b;
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ REDUCTION : factor >> 1n;
  }
  return product;
}
