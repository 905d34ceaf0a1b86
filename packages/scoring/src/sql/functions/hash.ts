import { isAtLeast } from '../../core/spark-version.ts';
import { type DataType, isNumeric } from '../../core/types.ts';
import { canonicalLong, type Value } from '../../core/values.ts';
import { crc32, md5, sha1, sha2 } from '../../kernels/digest.ts';
import { fromBase64, toBase64, toMimeBase64 } from '../bytes-text.ts';
import { decodeText, encodeText } from '../cast-text.ts';
import { isIntegral } from '../coercion.ts';
import { badTypes, type Dialect, failRow, showsCasts } from '../dialect.ts';
import { type Call, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { hex } from '../literal-text.ts';
import { apply, listSql, type Node } from '../node.ts';
import { hasherOf, MURMUR3, XXHASH64 } from '../row-hash.ts';
import { orNull } from './arithmetic.ts';
import { CONDITIONAL, caseWhen } from './conditional.ts';

const lowerHex = (bytes: Uint8Array) => hex(bytes).toLowerCase();

const digest = (names: string, f: (bytes: Uint8Array) => Value, gives: DataType = 'string') =>
  simple({ names, takes: ['binary'], gives, keepsName: true, make: () => f });

function sha2Text(bytes: Uint8Array, size: number): Value {
  const known = [224, 256, 384, 512].find((bits) => bits === (size === 0 ? 256 : size));
  return known === undefined ? null : lowerHex(sha2(bytes, known as 256));
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function fromHex(text: string): Uint8Array | undefined {
  if (!/^[\da-f]*$/i.test(text)) return undefined;
  const padded = text.length % 2 === 0 ? text : `0${text}`;
  return Uint8Array.from({ length: padded.length / 2 }, (_, i) => Number.parseInt(padded.slice(2 * i, 2 * i + 2), 16));
}

/** Before Spark 3.2 an odd number of digits loses the first one, and a zero byte follows. */
function fromOddHex(text: string): Uint8Array | undefined {
  const bytes = fromHex(text);
  if (bytes === undefined || text.length % 2 === 0 || text.length === 1) return bytes;
  return Uint8Array.from([...bytes.slice(1), 0]);
}

function hexOf([arg]: readonly Node[]): (value: never) => Value {
  const { type } = arg as Node;
  if (type === 'binary') return (x: Uint8Array) => hex(x);
  if (type === 'string') return (x: string) => hex(encodeText(x));
  return (x: number | bigint) => BigInt.asUintN(64, BigInt(x)).toString(16).toUpperCase();
}

const CHARSETS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'UTF-8': encodeText,
  'US-ASCII': (text) => encodeUnits(text, 0x7f),
  'ISO-8859-1': (text) => encodeUnits(text, 0xff),
  'UTF-16BE': (text) => encodeWide(text, false),
  'UTF-16LE': (text) => encodeWide(text, true),
  'UTF-16': (text) => Uint8Array.from([...(text === '' ? [] : [0xfe, 0xff]), ...encodeWide(text, false)]),
};

function encodeUnits(text: string, most: number): Uint8Array {
  return Uint8Array.from(Array.from(text), (character) =>
    (character.codePointAt(0) as number) > most ? 0x3f : character.charCodeAt(0),
  );
}

function encodeWide(text: string, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), little);
  return new Uint8Array(view.buffer);
}

function badCharset(): never {
  throw failRow(
    'INVALID_PARAMETER_VALUE.CHARSET',
    `expected one of ${Object.keys(CHARSETS).join(', ')}, got another charset`,
  );
}

/** Bytes that are no text fail the row since Spark 4; before, they become U+FFFD. */
function decoder({ version }: Dialect): (bytes: Uint8Array, charset: string) => string {
  if (!isAtLeast(version, 4, 0)) return decode;
  return (bytes, charset) => {
    const text = decode(bytes, charset);
    if (!text.includes('\ufffd') || encodes(text, bytes, charset)) return text;
    throw failRow('MALFORMED_CHARACTER_CODING', 'expected bytes of a text, got others');
  };
}

function encoder({ version }: Dialect): (text: string, charset: string) => Uint8Array {
  return (text, charset) => {
    const bytes = (CHARSETS[charset.toUpperCase()] ?? badCharset())(text);
    if (!isAtLeast(version, 4, 0) || decode(bytes, charset) === text) return bytes;
    throw failRow('MALFORMED_CHARACTER_CODING', 'expected a text of that charset, got another');
  };
}

/** Whether U+FFFD stands in the bytes themselves. */
function encodes(text: string, bytes: Uint8Array, charset: string): boolean {
  const written = (CHARSETS[charset.toUpperCase()] ?? badCharset())(text);
  const end = bytes.subarray(-written.length);
  return end.length === written.length && written.every((byte, i) => byte === end[i]);
}

function decode(bytes: Uint8Array, charset: string): string {
  const name = charset.toUpperCase();
  if (CHARSETS[name] === undefined) return badCharset();
  if (name === 'UTF-8') return decodeText(bytes);
  if (name === 'US-ASCII')
    return Array.from(bytes, (byte) => (byte > 0x7f ? '\ufffd' : String.fromCharCode(byte))).join('');
  if (name === 'ISO-8859-1') return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const marked =
    name === 'UTF-16' &&
    bytes.length >= 2 &&
    ((bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0xff && bytes[1] === 0xfe));
  const little = name === 'UTF-16LE' || (marked && bytes[0] === 0xff);
  const swapped = bytes.slice(marked ? 2 : 0);
  if (!little)
    for (let i = 0; i + 1 < swapped.length; i += 2)
      [swapped[i], swapped[i + 1]] = [swapped[i + 1] as number, swapped[i] as number];
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(swapped);
}

function toBinary(text: string, format: string, { ansi }: Pick<Dialect, 'ansi'>): Value {
  const name = format.toLowerCase();
  const bytes =
    name === 'hex'
      ? fromHex(text)
      : name === 'utf-8' || name === 'utf8'
        ? encodeText(text)
        : name === 'base64'
          ? fromBase64(text)
          : undefined;
  if (bytes !== undefined) return bytes;
  if (ansi || name !== '') throw failRow('CONVERSION_INVALID_INPUT', 'expected a text of that format, got another');
  return null;
}

const UNRESERVED = /[A-Za-z0-9.*_-]/;

function urlEncode(text: string): string {
  return Array.from(encodeText(text), (byte) => {
    const character = String.fromCharCode(byte);
    if (byte < 0x80 && UNRESERVED.test(character)) return character;
    return byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function urlDecode(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(i) as number);
    if (character === '%') {
      const digits = text.slice(i + 1, i + 3);
      if (!/^[\da-f]{2}$/i.test(digits)) throw failRow('CANNOT_DECODE_URL', 'expected a URL-encoded text, got another');
      bytes.push(Number.parseInt(digits, 16));
      i += 3;
    } else {
      bytes.push(...(character === '+' ? [0x20] : encodeText(character)));
      i += character.length;
    }
  }
  return decodeText(Uint8Array.from(bytes));
}

/** Maps have no hash since Spark 3.0. */
function checkHashed({ args, name, dialect }: Call): readonly Node[] {
  if (isAtLeast(dialect.version, 3, 0) && args.some(({ type }) => holdsMap(type)))
    throw badTypes(`types without maps for ${name}`, 'a map', 'DATATYPE_MISMATCH.HASH_MAP_TYPE');
  return args;
}

function holdsMap(type: DataType): boolean {
  if (typeof type !== 'object' || type.type === 'udt') return false;
  if (type.type === 'array') return holdsMap(type.elementType);
  return type.type === 'map' || type.fields.some((field) => holdsMap(field.type));
}

const hashing = (
  name: string,
  make: (args: readonly Node[], signedZero: boolean) => (...values: Value[]) => Value,
  type: DataType,
) =>
  special(name, (call) =>
    apply({
      type,
      sql: `${name}(${listSql(call.args)})`,
      args: checkHashed(call),
      make: () => make(call.args, !isAtLeast(call.dialect.version, 3, 2)),
      takesNull: true,
    }),
  );

/** `decode(value, search, result, ..., default)`: a CASE whose comparisons take null for a value. */
function decodeCases(call: Call): Node {
  if (!isAtLeast(call.dialect.version, 3, 2)) expectCount(call, 2);
  const [value, ...rest] = call.args as [Node, ...Node[]];
  const equal = CONDITIONAL.find(({ names }) => names.includes('<=>')) as SqlFunction;
  const args = rest.map((arg, i) =>
    i % 2 === 0 && i + 1 < rest.length ? equal.build({ ...call, name: '<=>', args: [value, arg] }) : arg,
  );
  return { ...caseWhen({ ...call, args }), sql: `decode(${listSql(call.args)})` };
}

const lenient = (name: string, strict: string, since: readonly [number, number]) =>
  special(
    name,
    (call) => {
      const found = HASHES.find(({ names }) => names.includes(strict)) as SqlFunction;
      return {
        ...orNull(found.build({ ...call, name: strict, dialect: { ...call.dialect, ansi: true } })),
        sql: `${name}(${listSql(call.args)})`,
      };
    },
    since,
  );

/** Bytes too, which Spark casts to texts as they are. */
const validUtf8 = (names: string, bad: () => null) =>
  simple({
    names,
    takes: ['text'],
    gives: 'string',
    since: [4, 0],
    make: () => (x: string | Uint8Array) => (typeof x === 'string' ? x : isUtf8(x) ? decodeText(x) : bad()),
  });

export const HASHES: readonly SqlFunction[] = [
  hashing(
    'hash',
    (args, signedZero) => {
      const hashers = args.map(({ type }) => hasherOf(type, { ...MURMUR3, signedZero }));
      return (...values) =>
        values.reduce<number>((state, value, i) => (hashers[i] as (v: Value, s: number) => number)(value, state), 42);
    },
    'integer',
  ),
  hashing(
    'xxhash64',
    (args, signedZero) => {
      const hashers = args.map(({ type }) => hasherOf(type, { ...XXHASH64, signedZero }));
      return (...values) =>
        canonicalLong(
          BigInt.asIntN(
            64,
            values.reduce<bigint>(
              (state, value, i) => (hashers[i] as (v: Value, s: bigint) => bigint)(value, state),
              42n,
            ),
          ),
        );
    },
    'long',
  ),
  digest('md5', (bytes) => lowerHex(md5(bytes))),
  digest('sha1 sha', (bytes) => lowerHex(sha1(bytes))),
  digest('crc32', crc32, 'long'),
  simple({ names: 'sha2', takes: ['binary', 'integer'], gives: 'string', make: () => sha2Text }),
  simple({
    names: 'base64',
    takes: ['binary'],
    gives: 'string',
    make: (_, { version }) => (isAtLeast(version, 3, 3) ? toMimeBase64 : toBase64),
  }),
  simple({
    names: 'unbase64',
    takes: ['string'],
    gives: 'binary',
    make: () => (text: string) => {
      const bytes = fromBase64(text);
      if (bytes === undefined) throw failRow('CONVERSION_INVALID_INPUT', 'expected a base64 text, got another');
      return bytes;
    },
  }),
  special('hex', (call) => {
    const given = call.args[0] as Node;
    const kind =
      !isNumeric(given.type) && given.type !== 'void'
        ? 'text'
        : isIntegral(given.type) && !showsCasts(call.dialect)
          ? 'any'
          : 'long';
    return simple({ names: 'hex', takes: [kind], gives: 'string', make: hexOf }).build(call);
  }),
  simple({
    names: 'unhex',
    takes: ['string'],
    gives: 'binary',
    make: (_, { version }) =>
      isAtLeast(version, 3, 2) ? (text: string) => fromHex(text) ?? null : (text: string) => fromOddHex(text) ?? null,
  }),
  simple({
    names: 'encode',
    takes: ['string', 'string'],
    gives: 'binary',
    make: (_, dialect) => encoder(dialect),
  }),
  special('decode', (call) => {
    if (call.args.length === 2)
      return simple({
        names: 'decode',
        takes: ['binary', 'string'],
        gives: 'string',
        make: (_, dialect) => decoder(dialect),
      }).build(call);
    return decodeCases(call);
  }),
  simple({
    names: 'to_binary',
    takes: ['string', 'string?'],
    gives: 'binary',
    since: [3, 3],
    make:
      () =>
      (text: string, format = 'hex') =>
        toBinary(text, format, { ansi: true }),
  }),
  lenient('try_to_binary', 'to_binary', [3, 3]),
  simple({ names: 'url_encode', takes: ['string'], gives: 'string', since: [3, 4], make: () => urlEncode }),
  simple({ names: 'url_decode', takes: ['string'], gives: 'string', since: [3, 4], make: () => urlDecode }),
  lenient('try_url_decode', 'url_decode', [4, 0]),
  simple({
    names: 'is_valid_utf8',
    takes: ['text'],
    gives: 'boolean',
    since: [4, 0],
    make: () => (x: string | Uint8Array) => typeof x === 'string' || isUtf8(x),
  }),
  simple({
    names: 'make_valid_utf8',
    takes: ['string'],
    gives: 'string',
    since: [4, 0],
    make: () => (text: string) => text,
  }),
  validUtf8('validate_utf8', () => {
    throw failRow('INVALID_UTF8_STRING', 'expected UTF-8, got other bytes');
  }),
  validUtf8('try_validate_utf8', () => null),
];
