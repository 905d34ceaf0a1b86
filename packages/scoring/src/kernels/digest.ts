/** MD5 and the SHA family over bytes. */

/** The bytes, a one bit, zeros and the length in bits: whole blocks. */
function pad(
  bytes: Uint8Array,
  { block, lengthBytes, littleEndian }: { block: number; lengthBytes: number; littleEndian: boolean },
): DataView {
  const total = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
  const padded = new Uint8Array(total);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  if (littleEndian) view.setBigUint64(total - 8, BigInt(bytes.length) * 8n, true);
  else view.setBigUint64(total - 8, BigInt(bytes.length) * 8n);
  return view;
}

const MD5_SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];

export function md5(bytes: Uint8Array): Uint8Array {
  const view = pad(bytes, { block: 64, lengthBytes: 8, littleEndian: true });
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < view.byteLength; at += 64) md5Block(state, view, at);
  const result = new DataView(new ArrayBuffer(16));
  state.forEach((word, i) => {
    result.setInt32(4 * i, word, true);
  });
  return new Uint8Array(result.buffer);
}

function md5Block(state: Int32Array, view: DataView, at: number): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const mixed =
      round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const place = round === 0 ? i : round === 1 ? (5 * i + 1) % 16 : round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
    const constant = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32);
    const sum = (a + mixed + constant + view.getInt32(at + 4 * place, true)) | 0;
    const shift = MD5_SHIFTS[round]![i % 4]!;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  [a, b, c, d].forEach((word, i) => {
    state[i] = state[i]! + word;
  });
}

export function sha1(bytes: Uint8Array): Uint8Array {
  const view = pad(bytes, { block: 64, lengthBytes: 8, littleEndian: false });
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Int32Array(80);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 80; i++)
      words[i] =
        i < 16 ? view.getInt32(at + 4 * i) : rotate(words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!, 1);
    let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
    for (let i = 0; i < 80; i++) {
      const round = Math.floor(i / 20);
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][round]!;
      [a, b, c, d, e] = [(rotate(a, 5) + mixed + e + words[i]! + constant) | 0, a, rotate(b, 30), c, d];
    }
    [a, b, c, d, e].forEach((word, i) => {
      state[i] = state[i]! + word;
    });
  }
  return bigEndian(state);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function bigEndian(words: Int32Array): Uint8Array {
  const result = new DataView(new ArrayBuffer(4 * words.length));
  words.forEach((word, i) => {
    result.setInt32(4 * i, word);
  });
  return new Uint8Array(result.buffer);
}

/** SHA-2 of 224, 256, 384 or 512 bits. */
export function sha2(bytes: Uint8Array, size: 224 | 256 | 384 | 512): Uint8Array {
  return size === 224 || size === 256 ? sha256(bytes, size) : sha512(bytes, size);
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

/** The first 64 bits of the fraction of a root of a prime. */
function rootBits(prime: number, degree: 2 | 3): bigint {
  const target = BigInt(prime) << BigInt(64 * degree);
  let [low, high] = [0n, BigInt(prime) << 64n];
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** BigInt(degree) <= target) low = middle;
    else high = middle - 1n;
  }
  return BigInt.asUintN(64, low);
}

interface Sha512Tables {
  readonly constants: readonly bigint[];
  readonly starts: Readonly<Record<number, readonly bigint[]>>;
}

function makeTables(): Sha512Tables {
  const roots = primes(16).map((prime) => rootBits(prime, 2));
  return {
    constants: primes(80).map((prime) => rootBits(prime, 3)),
    starts: { 512: roots.slice(0, 8), 384: roots.slice(8) },
  };
}

const TABLES = /* @__PURE__ */ makeTables();

function sha256(bytes: Uint8Array, size: 224 | 256): Uint8Array {
  const view = pad(bytes, { block: 64, lengthBytes: 8, littleEndian: false });
  const start =
    size === 256
      ? TABLES.starts[512]!.map((x) => Number(x >> 32n))
      : TABLES.starts[384]!.map((x) => Number(x & 0xffffffffn));
  const state = Int32Array.from(start);
  const constants = TABLES.constants.slice(0, 64).map((x) => Number(x >> 32n));
  const words = new Int32Array(64);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 64; i++) words[i] = i < 16 ? view.getInt32(at + 4 * i) : expand256(words, i);
    mix256(state, words, constants);
  }
  return bigEndian(state).slice(0, size / 8);
}

function expand256(words: Int32Array, i: number): number {
  const [x, y] = [words[i - 15]!, words[i - 2]!];
  const first = rotate(x, 25) ^ rotate(x, 14) ^ (x >>> 3);
  const second = rotate(y, 15) ^ rotate(y, 13) ^ (y >>> 10);
  return words[i - 16]! + first + words[i - 7]! + second;
}

function mix256(state: Int32Array, words: Int32Array, constants: readonly number[]): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const first =
      (h + (rotate(e, 26) ^ rotate(e, 21) ^ rotate(e, 7)) + ((e & f) ^ (~e & g)) + constants[i]! + words[i]!) | 0;
    const second = ((rotate(a, 30) ^ rotate(a, 19) ^ rotate(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = state[i]! + word;
  });
}

const rotate64 = (x: bigint, by: bigint) => BigInt.asUintN(64, (x >> by) | (x << (64n - by)));

function sha512(bytes: Uint8Array, size: 384 | 512): Uint8Array {
  const view = pad(bytes, { block: 128, lengthBytes: 16, littleEndian: false });
  const state = [...TABLES.starts[size]!];
  const words: bigint[] = [];
  for (let at = 0; at < view.byteLength; at += 128) {
    for (let i = 0; i < 80; i++) words[i] = i < 16 ? view.getBigUint64(at + 8 * i) : expand512(words, i);
    mix512(state, words);
  }
  const result = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => {
    result.setBigUint64(8 * i, word);
  });
  return new Uint8Array(result.buffer).slice(0, size / 8);
}

function expand512(words: readonly bigint[], i: number): bigint {
  const [x, y] = [words[i - 15]!, words[i - 2]!];
  const first = rotate64(x, 1n) ^ rotate64(x, 8n) ^ (x >> 7n);
  const second = rotate64(y, 19n) ^ rotate64(y, 61n) ^ (y >> 6n);
  return BigInt.asUintN(64, words[i - 16]! + first + words[i - 7]! + second);
}

function mix512(state: bigint[], words: readonly bigint[]): void {
  let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  for (let i = 0; i < 80; i++) {
    const turned = rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n);
    const first = h + turned + ((e & f) ^ (BigInt.asUintN(64, ~e) & g)) + TABLES.constants[i]! + words[i]!;
    const second = (rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [BigInt.asUintN(64, first + second), a, b, c, BigInt.asUintN(64, d + first), e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = BigInt.asUintN(64, state[i]! + word);
  });
}

/** The CRC-32 of zip and PNG. */
export function crc32(bytes: Uint8Array): number {
  let state = -1;
  for (const byte of bytes) {
    state ^= byte;
    for (let bit = 0; bit < 8; bit++) state = (state >>> 1) ^ (state & 1 ? 0xedb88320 : 0);
  }
  return ~state >>> 0;
}
