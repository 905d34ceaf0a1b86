import { isAtLeast } from '../../core/spark-version.ts';
import { type DataType, isNumeric } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { javaLowerCase } from '../../kernels/java-lower-case.ts';
import { joinBytes } from '../../kernels/join-bytes.ts';
import { castNode } from '../cast.ts';
import { decodeText, encodeText } from '../cast-text.ts';
import { characterCount, padText, sliceCharacters, substring, trimText } from '../characters.ts';
import { isAtomic } from '../coercion.ts';
import { badTypes, failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { shownName } from '../later-names.ts';
import { checkTextLength } from '../limits.ts';
import { apply, applyLazily, type Evaluate, listSql, literalNode, type Node } from '../node.ts';
import { formatPattern, groupDigits, luhnCheck, mask } from '../string-forms.ts';
import { typeName } from '../type-name.ts';
import { initCap, initCapWhole, levenshtein, soundex, substringIndex, translate } from '../words.ts';
import { unify } from './conditional.ts';

type Text = string | Uint8Array;

const text = (names: string, f: (s: string) => Value, gives: DataType = 'string', since?: readonly [number, number]) =>
  simple({
    names,
    takes: ['string'],
    gives,
    keepsName: true,
    make: () => f,
    ...(since === undefined ? {} : { since }),
  });

const sameAsFirst = ([first]: readonly Node[]): DataType => (first as Node).type;

function concat(call: Call): Node {
  const { args } = call;
  if (args.some(({ type }) => typeof type === 'object' && type.type === 'array')) return concatArrays(call);
  const binary = args.length > 0 && args.every(({ type }) => type === 'binary');
  const nameOf = (shown: readonly Node[]) => `concat(${listSql(shown)})`;
  const cast = args.map((arg) => {
    if (!isAtomic(arg.type) && arg.type !== 'void' && arg.type !== 'interval')
      throw badTypes('texts, binaries or arrays for concat', typeName(arg.type));
    return binary ? arg : castNode(arg, 'string', call.dialect);
  });
  if (binary)
    return apply({
      type: 'binary',
      sql: nameOf(cast),
      args: cast,
      order: 'all',
      make:
        () =>
        (...parts: Uint8Array[]) =>
          joinBytes(parts),
    });
  return apply({
    type: 'string',
    sql: nameOf(cast),
    args: cast,
    order: 'all',
    make:
      () =>
      (...parts: string[]) =>
        parts.join(''),
  });
}

function concatArrays(call: Call): Node {
  const args = unify(call.args, call);
  const sql = `concat(${listSql(args)})`;
  return apply({
    type: (args[0] as Node).type,
    sql,
    args,
    make:
      () =>
      (...parts: Value[][]) =>
        parts.flat(1),
  });
}

function concatWs(call: Call): Node {
  expectCount(call, 1, Number.POSITIVE_INFINITY);
  const args = call.args.map((arg, i) =>
    i > 0 && typeof arg.type === 'object' && arg.type.type === 'array'
      ? castNode(arg, { ...arg.type, elementType: 'string' }, call.dialect)
      : coerce(arg, 'string', call),
  );
  const make =
    () =>
    (separator: string | null, ...parts: (string | null | (string | null)[])[]) =>
      separator === null
        ? null
        : parts
            .flat(1)
            .filter((part) => part !== null)
            .join(separator);
  // Spark leaves an untyped NULL as it is.
  const shown = args.map((arg, i) => (call.args[i]?.type === 'void' ? (call.args[i] as Node) : arg));
  return apply({ type: 'string', sql: `concat_ws(${listSql(shown)})`, args, make, takesNull: true });
}

function substringOf(s: Text, position: number, length: number): Text {
  if (typeof s === 'string') return substring(s, position, length);
  const start = position > 0 ? position - 1 : position < 0 ? s.length + position : 0;
  return s.slice(Math.max(0, start), Math.max(0, Math.min(s.length, start + length)));
}

function substringCall(call: Call): Node {
  expectCount(call, 2, 3);
  const args = [
    coerce(call.args[0] as Node, 'text', call),
    coerce(call.args[1] as Node, 'integer', call),
    call.args[2] === undefined
      ? literalNode('integer', 2147483647, '2147483647')
      : coerce(call.args[2], 'integer', call),
  ];
  const name = shownName(call.name, call.dialect.version);
  return apply({ type: sameAsFirst(args), sql: `${name}(${listSql(args)})`, args, make: () => substringOf });
}

const trim = (name: string, sides: { start: boolean; end: boolean }) => ({
  ...special(name, (call) => trimCall(call, name, sides)),
  names: [name, `${name} from`],
});

/** `trim(text)`, `trim(characters FROM text)`; a list of two gives the characters last, but first for trim alone. */
function trimCall(call: Call, name: string, sides: { start: boolean; end: boolean }): Node {
  expectCount(call, 1, 2);
  const strings = call.args.map((arg) => coerce(arg, 'string', call));
  const side = name === 'ltrim' ? 'LEADING ' : name === 'rtrim' ? 'TRAILING ' : 'BOTH ';
  if (strings.length === 1) {
    return apply({
      type: 'string',
      sql: `${call.name}(${listSql(strings)})`,
      args: strings,
      make: () => (s: string) => trimText(s, ' ', sides),
    });
  }
  const [characters, subject] = name === 'btrim' ? [strings[1], strings[0]] : strings;
  const args = [subject as Node, characters as Node];
  const sql = !isAtLeast(call.dialect.version, 3, 0)
    ? `${name}(${listSql([characters as Node, subject as Node])})`
    : name === 'btrim'
      ? `btrim(${listSql(strings)})`
      : `TRIM(${side}${(characters as Node).sql} FROM ${(subject as Node).sql})`;
  return apply({ type: 'string', sql, args, make: () => (s: string, set: string) => trimText(s, set, sides) });
}

const pad = (name: string, atStart: boolean) =>
  special(name, (call) => {
    expectCount(call, isAtLeast(call.dialect.version, 3, 0) ? 2 : 3, 3);
    const subject = coerce(call.args[0] as Node, 'text', call);
    const length = coerce(call.args[1] as Node, 'integer', call);
    const given = call.args[2];
    if (subject.type === 'binary' && (given === undefined || given.type === 'binary')) {
      const filling = given ?? literalNode('binary', new Uint8Array([0]), "X'00'");
      const args = [subject, length, filling];
      return apply({
        type: 'binary',
        sql: `${name}(${listSql(args)})`,
        args,
        make: () => (s: Uint8Array, n: number, p: Uint8Array) => padBytes(s, { length: n, pattern: p, atStart }),
      });
    }
    const args = [
      castNode(subject, 'string', call.dialect),
      length,
      given === undefined ? literalNode('string', ' ', ' ') : coerce(given, 'string', call),
    ];
    const make = () => (s: string, n: number, pattern: string) => {
      checkTextLength(n);
      return padText(s, { length: n, pattern, atStart });
    };
    return apply({ type: 'string', sql: `${name}(${listSql(args)})`, args, make });
  });

function padBytes(
  bytes: Uint8Array,
  { length, pattern, atStart }: { length: number; pattern: Uint8Array; atStart: boolean },
): Uint8Array {
  checkTextLength(length);
  const missing = length - bytes.length;
  if (missing <= 0 || pattern.length === 0) return bytes.slice(0, Math.max(0, length));
  const filling = Uint8Array.from({ length: missing }, (_, i) => pattern[i % pattern.length] as number);
  return joinBytes(atStart ? [filling, bytes] : [bytes, filling]);
}

const part = (name: string, stringTest: (s: string, p: string) => boolean) =>
  simple({
    names: name,
    takes: ['text', 'text'],
    gives: 'boolean',
    since: [3, 3],
    make: ([a, b]) => {
      if ((a as Node).type !== 'binary' || (b as Node).type !== 'binary')
        return (s: Text, p: Text) => stringTest(asText(s), asText(p));
      const latin = (bytes: Uint8Array) => String.fromCharCode(...bytes);
      return (s: Uint8Array, p: Uint8Array) => stringTest(latin(s), latin(p));
    },
  });

function asText(value: Text): string {
  return typeof value === 'string' ? value : decodeText(value);
}

function overlay(call: Call): Node {
  expectCount(call, 3, 4);
  const binary = call.args.slice(0, 2).every(({ type }) => type === 'binary');
  const kinds = [binary ? 'binary' : 'string', binary ? 'binary' : 'string', 'integer', 'integer'];
  const given = call.args.map((arg, i) => coerce(arg, kinds[i] as string, call));
  const args = given.length === 3 ? [...given, literalNode('integer', -1, '-1')] : given;
  const make = () => (s: Text, replacement: Text, position: number, length: number) => {
    const cut =
      length >= 0 ? length : typeof replacement === 'string' ? characterCount(replacement) : replacement.length;
    const pieces = [substringOf(s, 1, position - 1), replacement, substringOf(s, position + cut, 2147483647)];
    return binary ? joinBytes(pieces as Uint8Array[]) : (pieces as string[]).join('');
  };
  return apply({ type: binary ? 'binary' : 'string', sql: `overlay(${listSql(args)})`, args, make });
}

function elt(call: Call): Node {
  expectCount(call, 2, Number.POSITIVE_INFINITY);
  const { ansi } = call.dialect;
  const index = coerce(call.args[0] as Node, 'integer', call);
  const values = call.args.slice(1);
  const binary = values.every(({ type }) => type === 'binary');
  const cast = values.map((value) => (binary ? value : coerce(value, 'string', call)));
  const shape = {
    type: binary ? 'binary' : 'string',
    sql: `elt(${listSql([index, ...cast])})`,
    args: [index, ...cast],
  } as const;
  return applyLazily(shape, ([at, ...items]) => (row) => {
    const n = (at as Evaluate)(row) as number | null;
    if (n === null) return null;
    const item = items[n - 1];
    if (item !== undefined) return item(row);
    if (ansi) throw failRow('INVALID_ARRAY_INDEX', 'expected an index within the arguments of elt, got another');
    return null;
  });
}

function formatNumber(value: number | bigint | { toString(): string }, places: number): string | null {
  if (places < 0) return null;
  return groupDigits(value, places);
}

const leftOrRight = (name: string, cut: (s: string, n: number) => string) =>
  simple({
    names: name,
    takes: ['text', 'integer'],
    gives: sameAsFirst,
    make: () => (s: Text, n: number) => {
      if (typeof s !== 'string') return n <= 0 ? new Uint8Array() : name === 'left' ? s.slice(0, n) : s.slice(-n);
      return n <= 0 ? '' : cut(s, n);
    },
  });

/** What `ascii` gives before Spark 3.2: the first byte of UTF-8, signed. */
function firstByte(s: string): number {
  return new Int8Array(encodeText(s.slice(0, 2)))[0] ?? 0;
}

export const STRINGS: readonly SqlFunction[] = [
  special('concat', concat),
  special('concat_ws', concatWs),
  text('upper ucase', (s) => s.toUpperCase()),
  text('lower lcase', javaLowerCase),
  simple({
    names: 'initcap',
    takes: ['string'],
    gives: 'string',
    make: (_, { version }) => (isAtLeast(version, 4, 0) ? initCapWhole : initCap),
  }),
  simple({
    names: 'length',
    takes: ['text'],
    gives: 'integer',
    make: () => (s: Text) => (typeof s === 'string' ? characterCount(s) : s.length),
  }),
  simple({
    names: 'char_length character_length len',
    keepsName: true,
    takes: ['text'],
    gives: 'integer',
    make: () => (s: Text) => (typeof s === 'string' ? characterCount(s) : s.length),
  }),
  simple({
    names: 'octet_length',
    takes: ['text'],
    gives: 'integer',
    make: () => (s: Text) => (typeof s === 'string' ? encodeText(s) : s).length,
  }),
  simple({
    names: 'bit_length',
    takes: ['text'],
    gives: 'integer',
    make: () => (s: Text) => 8 * (typeof s === 'string' ? encodeText(s) : s).length,
  }),
  special('substring substr', substringCall),
  trim('trim', { start: true, end: true }),
  trim('btrim', { start: true, end: true }),
  trim('ltrim', { start: true, end: false }),
  trim('rtrim', { start: false, end: true }),
  pad('lpad', true),
  pad('rpad', false),
  part('startswith', (s, p) => s.startsWith(p)),
  part('endswith', (s, p) => s.endsWith(p)),
  part('contains', (s, p) => s.includes(p)),
  leftOrRight('left', (s, n) => sliceCharacters(s, 0, n)),
  leftOrRight('right', (s, n) => substring(s, -n, 2147483647)),
  simple({
    names: 'replace',
    takes: ['string', 'string', 'string?'],
    gives: 'string',
    sql: (args) => `replace(${listSql(args)}${args.length === 2 ? ', ' : ''})`,
    make:
      () =>
      (s: string, from: string, to = '') =>
        from === '' ? s : s.replaceAll(from, () => to),
  }),
  simple({ names: 'translate', takes: ['string', 'string', 'string'], gives: 'string', make: () => translate }),
  simple({
    names: 'repeat',
    takes: ['string', 'integer'],
    gives: 'string',
    make: () => (s: string, n: number) => {
      checkTextLength(s.length * n);
      return n <= 0 ? '' : s.repeat(n);
    },
  }),
  simple({
    names: 'space',
    takes: ['integer'],
    gives: 'string',
    make: () => (n: number) => {
      checkTextLength(n);
      return ' '.repeat(Math.max(0, n));
    },
  }),
  special('reverse', (call) => {
    expectCount(call, 1);
    const given = call.args[0] as Node;
    const array = typeof given.type === 'object';
    const binary = given.type === 'binary' && isAtLeast(call.dialect.version, 4, 0);
    const arg = coerce(given, array ? 'array' : binary ? 'binary' : 'string', call);
    const make = () =>
      array || binary ? (values: Value[]) => values.toReversed() : (s: string) => Array.from(s).reverse().join('');
    return apply({ type: arg.type, sql: `reverse(${arg.sql})`, args: [arg], make });
  }),
  simple({
    names: 'ascii',
    takes: ['string'],
    gives: 'integer',
    make: (_, { version }) => (isAtLeast(version, 3, 2) ? (s: string) => s.codePointAt(0) ?? 0 : firstByte),
  }),
  simple({
    names: 'char chr',
    keepsName: true,
    takes: ['long'],
    gives: 'string',
    make: () => (n: number | bigint) => (n < 0 ? '' : String.fromCharCode(Number(BigInt(n) & 255n))),
  }),
  simple({ names: 'levenshtein', takes: ['string', 'string', 'integer?'], gives: 'integer', make: () => levenshtein }),
  simple({ names: 'soundex', takes: ['exact string'], gives: 'string', make: () => soundex }),
  simple({
    names: 'substring_index',
    takes: ['string', 'string', 'integer'],
    gives: 'string',
    make: () => substringIndex,
  }),
  special('overlay', overlay),
  special('elt', elt),
  simple({
    names: 'split_part',
    takes: ['string', 'string', 'integer'],
    gives: 'string',
    since: [3, 3],
    make: () => (s: string, delimiter: string, n: number) => {
      if (n === 0) throw failRow('INVALID_INDEX_OF_ZERO', 'expected an index from 1 or from -1 on, got 0');
      const parts = delimiter === '' || s === '' ? [s] : s.split(delimiter);
      return parts.at(n > 0 ? n - 1 : n) === undefined || n - 1 >= parts.length
        ? ''
        : (parts.at(n > 0 ? n - 1 : n) as string);
    },
  }),
  text('luhn_check', luhnCheck, 'boolean', [3, 5]),
  text('quote', (s) => `'${s.replaceAll("'", "\\'")}'`, 'string', [4, 1]),
  simple({
    names: 'format_number',
    takes: ['exact number', 'any'],
    gives: 'string',
    make: ([, places]) => {
      if (isNumeric((places as Node).type)) return formatNumber;
      return (value: number, pattern: string) => formatPattern(value, pattern);
    },
  }),
  simple({
    names: 'mask',
    takes: ['exact string', 'exact string?', 'exact string?', 'exact string?', 'exact string?'],
    gives: 'string',
    takesNull: true,
    since: [3, 4],
    sql: maskSql,
    make: () => mask,
  }),
];

/** What is null for certain stands as NULL. */
function maskSql(args: readonly Node[], call: Call): string {
  const defaults = ['X', 'x', 'n', 'NULL'];
  return `mask(${[...args.map((arg, i) => (call.args[i]?.type === 'void' ? 'NULL' : arg.sql)), ...defaults.slice(args.length - 1)].join(', ')})`;
}
