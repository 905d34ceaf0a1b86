import { isAtLeast } from '../../core/spark-version.ts';
import { type DataType, isNumeric } from '../../core/types.ts';
import type { Decimal } from '../../core/values.ts';
import { castNode } from '../cast.ts';
import { decimalSize, decimalTypeOf, isTemporal } from '../coercion.ts';
import { badStatement, badTypes, failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, special } from '../function.ts';
import { apply, constantOf, listSql, type Node } from '../node.ts';
import { type NumberFormat, parseNumberFormat, readByFormat, writeByFormat } from '../number-format.ts';
import { typeName } from '../type-name.ts';
import { DATES } from './dates.ts';
import { HASHES } from './hash.ts';

/** The format argument, a constant; undefined where it is null. */
function formatOf(node: Node, { name }: Call): NumberFormat | undefined {
  if (!node.foldable)
    throw badStatement(`a constant format for ${name}`, 'another argument', 'DATATYPE_MISMATCH.NON_FOLDABLE_INPUT');
  const text = constantOf(node);
  if (text === null) return undefined;
  const format = parseNumberFormat(String(text));
  if (format === undefined || format.precision > 38)
    throw badStatement(`a number format of at most 38 digits for ${name}`, `"${text}"`, 'INVALID_FORMAT');
  return format;
}

function toNumber(call: Call): Node {
  expectCount(call, 2);
  const args = call.args.map((arg) => coerce(arg, 'string', call)) as [Node, Node];
  const format = formatOf(args[1], call);
  const type: DataType = format === undefined ? 'decimal(10,0)' : decimalTypeOf(format);
  const { version } = call.dialect;
  const rules = { needsDigits: isAtLeast(version, 4, 1), suggests: isAtLeast(version, 4, 0) };
  const lenient = call.name === 'try_to_number';
  const make = () => (text: string) => {
    const number = readByFormat(format as NumberFormat, text, rules);
    if (number !== undefined) return number;
    if (lenient) return null;
    throw failRow('INVALID_FORMAT.MISMATCH_INPUT', 'expected a text of that number format, got another');
  };
  return apply({ type, sql: `${call.name}(${listSql(call.args)})`, args, make });
}

function numberToText(call: Call): Node {
  const [given, pattern] = call.args as [Node, Node];
  const { type } = given;
  if (type !== 'void' && type !== 'string' && !isNumeric(type))
    throw badTypes('a number to format with to_char', typeName(type));
  const wanted = isNumeric(type) ? decimalTypeOf(decimalSize(type)) : 'decimal(38,18)';
  const args = [castNode(given, wanted, call.dialect), coerce(pattern, 'string', call)] as const;
  const format = formatOf(args[1], call);
  const make = () => (value: Decimal) => writeByFormat(format as NumberFormat, value);
  return apply({ type: 'string', sql: `to_char(${listSql(call.args)})`, args, make });
}

/** What to_char does with a binary, by its format. */
const BINARY_FORMATS: Readonly<Record<string, string>> = { base64: 'base64', hex: 'hex', 'utf-8': 'decode' };

function binaryFormat(pattern: Node, { name }: Call): string {
  const refuseFor = (condition: string) =>
    badStatement(`base64, hex or utf-8 as the constant format of ${name}`, 'another', condition);
  if (!pattern.foldable || pattern.type !== 'string') throw refuseFor('NON_FOLDABLE_ARGUMENT');
  const text = constantOf(pattern);
  if (text === null) throw refuseFor('INVALID_PARAMETER_VALUE.NULL');
  const format = BINARY_FORMATS[String(text).toLowerCase().trim()];
  if (format === undefined) throw refuseFor('INVALID_PARAMETER_VALUE.BINARY_FORMAT');
  return format;
}

function toChar(call: Call): Node {
  expectCount(call, 2);
  const [given, pattern] = call.args as [Node, Node];
  // Before Spark 4 numbers only.
  if (isAtLeast(call.dialect.version, 4, 0)) {
    if (isTemporal(given.type)) return delegate(DATES, 'date_format', call);
    if (given.type === 'binary') {
      const name = binaryFormat(pattern, call);
      const args = name === 'decode' ? call.args : [given];
      const encoded = delegate(HASHES, name, { ...call, args });
      return call.name === 'to_char' ? encoded : { ...encoded, sql: `${call.name}(${listSql(args)})` };
    }
  }
  return numberToText(call);
}

function delegate(functions: readonly SqlFunction[], name: string, call: Call): Node {
  const found = functions.find(({ names }) => names.includes(name)) as SqlFunction;
  return found.build({ ...call, name });
}

export const NUMBER_FORMATS: readonly SqlFunction[] = [
  special('to_number', toNumber, [3, 3]),
  special('try_to_number', toNumber, [3, 3]),
  special('to_char', toChar, [3, 4]),
  special('to_varchar', toChar, [3, 5]),
];
