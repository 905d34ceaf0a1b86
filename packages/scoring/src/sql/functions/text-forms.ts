import { canonicalLong } from '../../core/values.ts';
import { badTypes, failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { shownName } from '../later-names.ts';
import { apply, listSql, literalNode, type Node } from '../node.ts';
import { formatText, isFormattable } from '../printf.ts';
import { typeName } from '../type-name.ts';
import { urlPart } from '../url-parts.ts';
import { jaroWinkler } from '../words.ts';

function formatCall(call: Call): Node {
  expectCount(call, 1, Number.POSITIVE_INFINITY);
  const [pattern, ...values] = call.args as [Node, ...Node[]];
  const types = values.map(({ type }) => type);
  const strange = types.find((type) => !isFormattable(type));
  if (strange !== undefined) throw badTypes(`texts, booleans and numbers for ${call.name}`, typeName(strange));
  const args = [coerce(pattern, 'string', call), ...values];
  const name = shownName(call.name, call.dialect.version);
  const make =
    () =>
    (format: string | null, ...all: unknown[]) =>
      format === null ? null : formatText(format, all, types);
  return apply({ type: 'string', sql: `${name}(${listSql(args)})`, args, make, takesNull: true });
}

const urlCall = (name: string, lenient: boolean, since?: readonly [number, number]) =>
  simple({
    names: name,
    takes: ['string', 'string', 'string?'],
    gives: 'string',
    ...(since === undefined ? {} : { since }),
    make:
      (_, { ansi }) =>
      (url: string, part: string, key?: string) => {
        const found = urlPart(url, part, key);
        if (found !== undefined) return found;
        if (ansi && !lenient) throw failRow('INVALID_URL', 'expected a URL, got another text');
        return null;
      },
  });

/** Bits in a bucket of a bitmap. */
const BUCKET = 32_768n;

function bucketOf(value: number | bigint): number | bigint {
  const x = BigInt(value);
  return canonicalLong(x > 0n ? (x - 1n) / BUCKET + 1n : x / BUCKET);
}

function positionOf(value: number | bigint): number | bigint {
  const x = BigInt(value);
  return canonicalLong(x > 0n ? (x - 1n) % BUCKET : -x % BUCKET);
}

/** Every text is compared by its bytes here: other collations are refused. */
function collation(call: Call): Node {
  expectCount(call, 1);
  const [{ type, sql }] = call.args as [Node];
  if (type !== 'string' && type !== 'void') throw badTypes('a text for collation', typeName(type));
  return literalNode('string', 'SYSTEM.BUILTIN.UTF8_BINARY', `collation(${sql})`);
}

export const TEXT_FORMS: readonly SqlFunction[] = [
  special('collation', collation, [4, 0]),
  simple({
    names: 'jaro_winkler_similarity',
    takes: ['string', 'string'],
    gives: 'double',
    since: [4, 3],
    make: () => jaroWinkler,
  }),
  special('format_string printf', formatCall),
  urlCall('parse_url', false),
  urlCall('try_parse_url', true, [4, 0]),
  simple({ names: 'bitmap_bucket_number', takes: ['long'], gives: 'long', since: [3, 5], make: () => bucketOf }),
  simple({ names: 'bitmap_bit_position', takes: ['long'], gives: 'long', since: [3, 5], make: () => positionOf }),
  simple({
    names: 'bitmap_count',
    takes: ['binary'],
    gives: 'long',
    since: [3, 5],
    make: () => (bytes: Uint8Array) =>
      bytes.reduce((count, byte) => count + byte.toString(2).replaceAll('0', '').length, 0),
  }),
];
