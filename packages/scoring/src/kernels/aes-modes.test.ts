import { describe, expect, it } from 'vitest';
import { createAes } from './aes.ts';
import { decryptCbc, decryptEcb, decryptGcm, encryptCbc, encryptEcb, encryptGcm } from './aes-modes.ts';

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (given: Uint8Array | undefined) => Buffer.from(given ?? []).toString('hex');
const text = (given: string) => new TextEncoder().encode(given);

describe('AES', () => {
  // FIPS 197, appendix C.
  it.each([
    ['000102030405060708090a0b0c0d0e0f', '69c4e0d86a7b0430d8cdb78070b4c55a'],
    ['000102030405060708090a0b0c0d0e0f1011121314151617', 'dda97ca4864cdfe06eaf70a0ec0d7191'],
    ['000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', '8ea2b7ca516745bfeafc49904b496089'],
  ])('ciphers a block under %s and back', (key, expected) => {
    const block = bytes('00112233445566778899aabbccddeeff');
    const { encrypt, decrypt } = createAes(bytes(key));
    expect(hex(encrypt(block))).toBe(expected);
    expect(hex(decrypt(bytes(expected)))).toBe(hex(block));
  });
});

// The bytes of Spark's aes_encrypt, which are those of the JDK.
describe('modes of AES', () => {
  const key = text('abcdefghijklmnop');

  it.each([
    ['', '8e64ce873f174dbb2423fcd814580e15'],
    ['0123456789abcdef', '747f22502381a3fb7eb0cb42cb5f66128e64ce873f174dbb2423fcd814580e15'],
  ])('ECB pads %j', (plain, expected) => {
    expect(hex(encryptEcb(text(plain), key))).toBe(expected);
    expect(hex(decryptEcb(bytes(expected), key))).toBe(hex(text(plain)));
  });

  it('CBC chains the blocks', () => {
    const encrypted = bytes('57c7debff699bfd10f30567988d40fb7');
    const long = text('abcdefghijklmnop12345678ABCDEFGH');
    const start = new Uint8Array(16);
    expect(hex(encryptCbc(text('Spark SQL'), long, start))).toBe(hex(encrypted));
    expect(hex(decryptCbc(encrypted, long, start))).toBe(hex(text('Spark SQL')));
    expect(decryptCbc(encrypted.subarray(1), long, start)).toBeUndefined();
  });

  it('GCM covers more than it encrypts', () => {
    const long = text('abcdefghijklmnop12345678ABCDEFGH');
    const settings = { start: new Uint8Array(12), covered: text('This is an AAD mixed into the input') };
    const encrypted = '422622fac4cb9bb283f54719da79517580defcf5f8';
    expect(hex(encryptGcm(text('Spark'), long, settings))).toBe(encrypted);
    expect(hex(decryptGcm(bytes(encrypted), long, settings))).toBe(hex(text('Spark')));
    expect(decryptGcm(bytes(encrypted), long, { ...settings, covered: new Uint8Array() })).toBeUndefined();
    expect(decryptGcm(bytes('00'), long, settings)).toBeUndefined();
  });
});
