import type { ScoringError } from '../../core/errors.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import type { Value } from '../../core/values.ts';
import { decryptCbc, decryptEcb, decryptGcm, encryptCbc, encryptEcb, encryptGcm } from '../../kernels/aes-modes.ts';
import { md5, sha1, sha2 } from '../../kernels/digest.ts';
import { hmac } from '../../kernels/hmac.ts';
import { joinBytes } from '../../kernels/join-bytes.ts';
import { fromBase32, toBase32 } from '../base32.ts';
import { type Dialect, failRow, refuse } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { apply, constantOf, listSql, literalNode, type Node } from '../node.ts';
import { orNull } from './arithmetic.ts';

const EMPTY = literalNode('string', '', '');
const MODE = literalNode('string', 'GCM', 'GCM');
const PADDING = literalNode('string', 'DEFAULT', 'DEFAULT');
const NO_BYTES = new Uint8Array();

type Mode = 'ECB' | 'CBC' | 'GCM';
/** The padding of each mode besides DEFAULT, and the bytes of its initialization vector. */
const MODES: Readonly<Record<Mode, { readonly padding: string; readonly startBytes: number }>> = {
  ECB: { padding: 'PKCS', startBytes: 0 },
  CBC: { padding: 'PKCS', startBytes: 16 },
  GCM: { padding: 'NONE', startBytes: 12 },
};

function modeOf(name: string, padding: string): Mode {
  const mode = name.toUpperCase() as Mode;
  const known = MODES[mode];
  if (known !== undefined && ['DEFAULT', known.padding].includes(padding.toUpperCase())) return mode;
  throw failRow('UNSUPPORTED_FEATURE.AES_MODE', 'expected a mode and padding of AES, got others');
}

function checkKey(key: Uint8Array): void {
  if ([16, 24, 32].includes(key.length)) return;
  throw failRow('INVALID_PARAMETER_VALUE.AES_KEY_LENGTH', `expected a key of 16, 24 or 32 bytes, got ${key.length}`);
}

function checkCovered(covered: Uint8Array, mode: Mode): void {
  if (covered.length > 0 && mode !== 'GCM')
    throw failRow(
      'UNSUPPORTED_FEATURE.AES_MODE_AAD',
      `expected no additional authenticated data for ${mode}, got some`,
    );
}

function checkStart(start: Uint8Array, mode: Mode): void {
  const { startBytes } = MODES[mode];
  if (start.length === startBytes) return;
  if (mode === 'ECB')
    throw failRow('UNSUPPORTED_FEATURE.AES_MODE_IV', 'expected no initialization vector for ECB, got one');
  throw failRow(
    'INVALID_PARAMETER_VALUE.AES_IV_LENGTH',
    `expected an initialization vector of ${startBytes} bytes, got ${start.length}`,
  );
}

type Texts = [bytes: Uint8Array, key: Uint8Array, mode: string, padding: string];

/** The vector, where the mode has one, stands before the encrypted bytes. */
function encrypt(...[bytes, key, name, padding, start, covered]: [...Texts, Uint8Array, Uint8Array]): Value {
  checkKey(key);
  const mode = modeOf(name, padding);
  checkStart(start, mode);
  checkCovered(covered, mode);
  if (mode === 'ECB') return encryptEcb(bytes, key);
  const encrypted = mode === 'CBC' ? encryptCbc(bytes, key, start) : encryptGcm(bytes, key, { start, covered });
  return joinBytes([start, encrypted]);
}

type Decrypt = (...given: [...Texts, Uint8Array?]) => Value;

function decrypter({ version }: Dialect): Decrypt {
  return (bytes, key, name, padding, covered = NO_BYTES) => {
    checkKey(key);
    const mode = modeOf(name, padding);
    checkCovered(covered, mode);
    const { startBytes } = MODES[mode];
    const [start, encrypted] = [bytes.subarray(0, startBytes), bytes.subarray(startBytes)];
    if (start.length < startBytes)
      throw failCrypto(isAtLeast(version, 4, 0) ? CRYPTO_ERROR : 'java.lang.IllegalArgumentException');
    if (mode === 'GCM' && encrypted.length < GCM_TAG_BYTES) throw failCrypto('java.security.ProviderException');
    const decrypted =
      mode === 'ECB'
        ? decryptEcb(encrypted, key)
        : mode === 'CBC'
          ? decryptCbc(encrypted, key, start)
          : decryptGcm(encrypted, key, { start, covered });
    if (decrypted === undefined) throw failCrypto(CRYPTO_ERROR);
    return decrypted;
  };
}

const CRYPTO_ERROR = 'INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR';
/** Bytes at the end of what GCM has encrypted. */
const GCM_TAG_BYTES = 16;

function failCrypto(condition: string): ScoringError {
  return failRow(condition, 'expected bytes encrypted with that key, got others');
}

/** Spark draws the vector by chance where none is given. */
function refuseChance(mode: Node, start: Node): void {
  const [modeName, given] = [mode, start].map((node) => (node.foldable ? constantOf(node) : undefined));
  const empty = given === '' || (given instanceof Uint8Array && given.length === 0);
  if (empty && typeof modeName === 'string' && /^(GCM|CBC)$/i.test(modeName))
    throw refuse('a function that answers differently at each run, aes_encrypt without an initialization vector');
}

/** Defaults stand in the name too. */
function withDefaults(call: Call, defaults: readonly Node[]): { readonly args: Node[]; readonly sql: string } {
  expectCount(call, 2, 2 + defaults.length);
  const given = [...call.args, ...defaults.slice(call.args.length - 2)];
  const kinds = ['binary', 'binary', 'string', 'string', 'binary', 'binary'];
  return { args: given.map((arg, i) => coerce(arg, kinds[i] as string, call)), sql: `${call.name}(${listSql(given)})` };
}

function aesEncrypt(call: Call): Node {
  const hasStart = isAtLeast(call.dialect.version, 3, 5);
  const { args, sql } = withDefaults(call, [MODE, PADDING, ...(hasStart ? [EMPTY, EMPTY] : [])]);
  refuseChance(args[2] as Node, args[4] ?? EMPTY);
  const make =
    () =>
    (...[bytes, key, mode, padding, start = NO_BYTES, covered = NO_BYTES]: [...Texts, Uint8Array?, Uint8Array?]) =>
      encrypt(bytes, key, mode, padding, start, covered);
  return apply({ type: 'binary', sql, args, make });
}

function aesDecrypt(call: Call): Node {
  const hasCovered = isAtLeast(call.dialect.version, 3, 5);
  const { args, sql } = withDefaults(call, [MODE, PADDING, ...(hasCovered ? [EMPTY] : [])]);
  return apply({ type: 'binary', sql, args, make: () => decrypter(call.dialect) });
}

const DIGESTS: Readonly<Record<string, Parameters<typeof hmac>[2]>> = {
  MD5: { digest: md5, block: 64 },
  SHA1: { digest: sha1, block: 64 },
  SHA224: { digest: (bytes) => sha2(bytes, 224), block: 64 },
  SHA256: { digest: (bytes) => sha2(bytes, 256), block: 64 },
  SHA384: { digest: (bytes) => sha2(bytes, 384), block: 128 },
  SHA512: { digest: (bytes) => sha2(bytes, 512), block: 128 },
};

function signText(key: Uint8Array, text: Uint8Array, algorithm: string): Value {
  const digest = DIGESTS[algorithm.toUpperCase().replace(/^SHA-/, 'SHA')];
  if (digest === undefined)
    throw failRow('INVALID_PARAMETER_VALUE.HMAC_ALGORITHM', 'expected a digest for hmac, got another text');
  if (key.length === 0)
    throw failRow('INVALID_PARAMETER_VALUE.HMAC_CRYPTO_ERROR', 'expected a key for hmac, got no bytes');
  return hmac(key, text, digest);
}

function hmacCall(call: Call): Node {
  expectCount(call, 2, 3);
  const given = call.args.length === 3 ? call.args : [...call.args, literalNode('string', 'SHA-256', 'SHA-256')];
  const args = given.map((arg, i) => coerce(arg, i === 2 ? 'string' : 'binary', call));
  return apply({ type: 'binary', sql: `hmac(${listSql(given)})`, args, make: () => signText });
}

export const CRYPTO: readonly SqlFunction[] = [
  special('aes_encrypt', aesEncrypt, [3, 3]),
  special('aes_decrypt', aesDecrypt, [3, 3]),
  special('try_aes_decrypt', (call) => orNull(aesDecrypt(call)), [3, 5]),
  special('hmac', hmacCall, [4, 3]),
  simple({ names: 'to_base32', takes: ['binary'], gives: 'string', since: [4, 3], make: () => toBase32 }),
  simple({ names: 'from_base32', takes: ['string'], gives: 'binary', since: [4, 3], make: () => fromBase32 }),
];
