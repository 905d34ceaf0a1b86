import { arrayType, type DataType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { badStatement, badTypes, type Dialect, refuse } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { type JsonFormats, jsonDecoder } from '../json-decode.ts';
import { jsonEncoder } from '../json-encode.ts';
import { findInJson, parseJsonPath } from '../json-path.ts';
import { type Json, JsonMembers, readJson } from '../json-text.ts';
import { apply, constantOf, type Node } from '../node.ts';
import { remember } from '../remember.ts';
import { typeName } from '../type-name.ts';
import { parseSchemaArgument } from '../type-parser.ts';

const LOOSE = { singleQuotes: true };

const READ_OPTIONS = /^(dateFormat|timestampFormat|timeZone|mode)$/i;

/** The options argument: a constant map of texts. */
function readOptions(node: Node | undefined, dialect: Dialect, extra = /^$/): ReadonlyMap<string, string> {
  if (node === undefined) return new Map();
  const map = node.foldable ? constantOf(node) : undefined;
  if (!(map instanceof Map)) throw badStatement('options as a constant map of texts', 'others');
  const options = new Map([...map].map(([key, value]) => [String(key).toLowerCase(), String(value)]));
  for (const [key, value] of options) {
    const known = READ_OPTIONS.test(key) || extra.test(key);
    if (!known || (key === 'mode' && value.toUpperCase() !== 'PERMISSIVE')) throw refuse(`the JSON option ${key}`);
  }
  return options.size === 0 ? new Map([['timezone', dialect.timeZone]]) : options;
}

function formatsOf(options: ReadonlyMap<string, string>, { timeZone }: Dialect): JsonFormats {
  const [dateFormat, timestampFormat] = [options.get('dateformat'), options.get('timestampformat')];
  return {
    timeZone: options.get('timezone') ?? timeZone,
    ...(dateFormat === undefined ? {} : { dateFormat }),
    ...(timestampFormat === undefined ? {} : { timestampFormat }),
  };
}

function fromJson(call: Call): Node {
  expectCount(call, 2, 3);
  const text = coerce(call.args[0] as Node, 'string', call);
  const schema = call.args[1] as Node;
  const written = schema.foldable ? constantOf(schema) : undefined;
  if (typeof written !== 'string') throw badStatement('a constant schema for from_json', 'another argument');
  const type = parseSchemaArgument(written);
  if (typeof type !== 'object' && type !== 'variant')
    throw badTypes('a schema of a struct, array, map or VARIANT for from_json', typeName(type));
  const formats = formatsOf(readOptions(call.args[2], call.dialect), call.dialect);
  return apply({
    type,
    sql: typeof type === 'object' && type.type === 'map' ? 'entries' : `from_json(${text.sql})`,
    args: [text],
    make: () => rootDecoder(type, formats),
  });
}

/** A text that is no such JSON gives a struct of nulls, or null for other types. */
function rootDecoder(type: DataType, formats: JsonFormats): (text: string) => Value {
  const decode = jsonDecoder(type, formats);
  if (type === 'variant') {
    return (text) => {
      const json = text.trim() === '' ? undefined : readJson(text, LOOSE);
      return json === undefined ? null : (decode(json) ?? null);
    };
  }
  const isStruct = typeof type === 'object' && type.type === 'struct';
  const nothing = isStruct ? () => Object.fromEntries(type.fields.map(({ name }) => [name, null])) : () => null;
  return (text) => {
    if (text.trim() === '') return null;
    const json = readJson(text, LOOSE);
    if (json === undefined || json === null) return json === null ? null : nothing();
    return decode(rootOf(json, type)) ?? nothing();
  };
}

/** An array where a struct is wanted gives its first element, and the other way round. */
function rootOf(json: Json, type: DataType): Json {
  if (typeof type !== 'object') return json;
  if (type.type === 'struct' && Array.isArray(json)) return (json as readonly Json[])[0] ?? null;
  const wrapped = type.type === 'array' && typeof type.elementType === 'object' && type.elementType.type === 'struct';
  return wrapped && json instanceof JsonMembers ? [json] : json;
}

function toJson(call: Call): Node {
  expectCount(call, 1, 2);
  const value = call.args[0] as Node;
  if (typeof value.type !== 'object' && value.type !== 'variant')
    throw badTypes('a struct, array or map for to_json', typeName(value.type));
  const options = readOptions(call.args[1], call.dialect, /^ignorenullfields$/);
  const encoding = {
    ...formatsOf(options, call.dialect),
    keepsNulls: options.get('ignorenullfields') === 'false',
    dialect: call.dialect,
  };
  return apply({
    type: 'string',
    sql: `to_json(${value.sql})`,
    args: [value],
    make: () => jsonEncoder(value.type, encoding),
  });
}

export const JSON_FUNCTIONS: readonly SqlFunction[] = [
  simple({
    names: 'get_json_object',
    takes: ['string', 'string'],
    gives: 'string',
    make: () => {
      const pathOf = remember(parseJsonPath);
      return (text: string, path: string) => {
        const steps = pathOf(path);
        const json = readJson(text, LOOSE);
        return steps === undefined || json === undefined ? null : findInJson(json, steps);
      };
    },
  }),
  special('from_json', fromJson),
  special('to_json', toJson),
  simple({
    names: 'json_array_length',
    takes: ['string'],
    gives: 'integer',
    since: [3, 1],
    make: () => (text: string) => {
      const json = readJson(text, LOOSE);
      return Array.isArray(json) ? json.length : null;
    },
  }),
  simple({
    names: 'json_object_keys',
    takes: ['string'],
    gives: arrayType('string'),
    since: [3, 1],
    make: () => (text: string) => {
      const json = readJson(text, LOOSE);
      return json instanceof JsonMembers ? json.entries.map(([key]) => key) : null;
    },
  }),
];
