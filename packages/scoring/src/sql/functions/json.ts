import { isAtLeast } from '../../core/spark-version.ts';
import { arrayType, type DataType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { badStatement, badTypes, type Dialect, failRow, refuse } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { type JsonFormats, jsonDecoder } from '../json-decode.ts';
import { jsonEncoder } from '../json-encode.ts';
import { inferJson } from '../json-infer.ts';
import { findInJson, parseJsonPath } from '../json-path.ts';
import { endsEarly, type Json, type JsonFeatures, JsonMembers, readJson } from '../json-text.ts';
import { shownName } from '../later-names.ts';
import { apply, constantOf, type Node } from '../node.ts';
import { failsFast, flagOf, type Options, optionsOf } from '../option-map.ts';
import { remember } from '../remember.ts';
import { schemaText, typeName } from '../type-name.ts';
import { parseSchemaArgument } from '../type-parser.ts';

const LOOSE = { singleQuotes: true };

/** Options that change answers in ways not done here; unknown ones change nothing. */
const REFUSED_OPTIONS = ['pretty', 'enabledatetimeparsingfallback'];

function jsonOptions(node: Node | undefined): Options {
  const options = optionsOf(node);
  const refused = REFUSED_OPTIONS.find((name) => options.has(name));
  if (refused !== undefined) throw refuse(`the JSON option ${refused}`);
  if (!/^en(-US)?$/i.test(options.get('locale') ?? 'en')) throw refuse('the JSON option locale');
  return options;
}

function featuresOf(options: Options): JsonFeatures {
  return {
    singleQuotes: flagOf(options, 'allowsinglequotes', true),
    comments: flagOf(options, 'allowcomments'),
    bareNames: flagOf(options, 'allowunquotedfieldnames'),
    leadingZeros: flagOf(options, 'allownumericleadingzeros'),
    namedNumbers: flagOf(options, 'allownonnumericnumbers', true),
    anyEscapes: flagOf(options, 'allowbackslashescapinganycharacter'),
    controls: flagOf(options, 'allowunquotedcontrolchars'),
  };
}

function formatsOf(options: Options, { timeZone, version }: Dialect): JsonFormats {
  const [dateFormat, timestampFormat, localFormat] = ['dateformat', 'timestampformat', 'timestampntzformat'].map(
    (name) => options.get(name),
  );
  return {
    isStrict: !isAtLeast(version, 3, 0),
    timeZone: options.get('timezone') ?? timeZone,
    ...(dateFormat === undefined ? {} : { dateFormat }),
    ...(timestampFormat === undefined ? {} : { timestampFormat }),
    ...(localFormat === undefined ? {} : { localFormat }),
  };
}

function fromJson(call: Call): Node {
  expectCount(call, 2, 3);
  const text = coerce(call.args[0] as Node, 'string', call);
  const schema = call.args[1] as Node;
  const written = schema.foldable ? constantOf(schema) : undefined;
  if (typeof written !== 'string')
    throw badStatement('a constant schema for from_json', 'another argument', 'INVALID_SCHEMA.NON_STRING_LITERAL');
  const type = parseSchemaArgument(written, call.dialect.version);
  if (typeof type !== 'object' && type !== 'variant')
    throw badTypes('a schema of a struct, array, map or VARIANT for from_json', typeName(type));
  const options = jsonOptions(call.args[2]);
  return apply({
    type,
    sql:
      typeof type === 'object' && type.type === 'map'
        ? 'entries'
        : `${shownName('from_json', call.dialect.version)}(${text.sql})`,
    args: [text],
    make: () => rootDecoder(type, options, call.dialect),
  });
}

/**
 * A text that is no such JSON gives a struct of nulls, or null for other types and before Spark 3.0; or it fails the
 * row. Where a field does not fit, the whole text goes to the field for corrupt records, if there is one.
 */
function rootDecoder(type: DataType, options: Options, dialect: Dialect): (text: string) => Value {
  const misfits = { count: 0 };
  const formats = formatsOf(options, dialect);
  const decode = jsonDecoder(type, { ...formats, misfits });
  const [features, fails] = [featuresOf(options), failsFast(options, 'from_json')];
  const fields = typeof type === 'object' && type.type === 'struct' ? type.fields : undefined;
  const corrupt = options.get('columnnameofcorruptrecord') ?? '_corrupt_record';
  const corruptField = fields?.find(({ name }) => name === corrupt);
  if (corruptField !== undefined && corruptField.type !== 'string')
    throw badStatement('a field of type STRING for corrupt records', 'another');
  const nothing = () =>
    fields === undefined || formats.isStrict ? null : Object.fromEntries(fields.map(({ name }) => [name, null]));
  return (text) => {
    if (text.trim() === '') return null;
    misfits.count = 0;
    const read = readJson(text, features);
    const isRows = fields !== undefined && Array.isArray(read) && !formats.isStrict;
    const json = read === undefined || isRows ? undefined : rootOf(read, type);
    // A null is a VARIANT, but no other type.
    const value = json === undefined || (json === null && type !== 'variant') ? undefined : decode(json);
    const isBad = value === undefined || misfits.count > 0;
    if (isBad && fails)
      throw failRow(
        `MALFORMED_RECORD_IN_PARSING.${isRows ? 'CANNOT_PARSE_JSON_ARRAYS_AS_STRUCTS' : 'WITHOUT_SUGGESTION'}`,
        'expected JSON of that schema, got another text',
      );
    const result = value ?? nothing();
    if (corruptField === undefined || result === null) return result;
    return { ...(result as Record<string, Value>), [corrupt]: isBad ? text : null };
  };
}

/**
 * An array of one where a struct is wanted gives its element, and the other way round; undefined for longer arrays.
 * Since Spark 3.0 no array does for a struct.
 */
function rootOf(json: Json, type: DataType): Json | undefined {
  if (typeof type !== 'object') return json;
  if (type.type === 'struct' && Array.isArray(json)) return json.length > 1 ? undefined : (json as readonly Json[])[0];
  const wrapped = type.type === 'array' && typeof type.elementType === 'object' && type.elementType.type === 'struct';
  return wrapped && json instanceof JsonMembers ? [json] : json;
}

function toJson(call: Call): Node {
  expectCount(call, 1, 2);
  const value = call.args[0] as Node;
  if (typeof value.type !== 'object' && value.type !== 'variant')
    throw badTypes('a struct, array, map or VARIANT for to_json', typeName(value.type));
  const options = jsonOptions(call.args[1]);
  const encoding = {
    ...formatsOf(options, call.dialect),
    keepsNulls: !flagOf(options, 'ignorenullfields', true),
    sortsKeys: isAtLeast(call.dialect.version, 4, 3) && flagOf(options, 'sortkeys'),
    dialect: call.dialect,
  };
  const make = () => {
    const encode = jsonEncoder(value.type, encoding);
    return flagOf(options, 'writenonasciicharacterascodepoint') ? (x: Value) => asciiJson(encode(x)) : encode;
  };
  return apply({
    type: 'string',
    sql: `${shownName('to_json', call.dialect.version)}(${value.sql})`,
    args: [value],
    make,
  });
}

function asciiJson(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

function schemaOfJson(call: Call): Node {
  expectCount(call, 1, 2);
  const [given] = call.args as [Node];
  if (!given.foldable || given.type !== 'string' || constantOf(given) === null)
    throw badStatement(
      'a constant text for schema_of_json',
      'another argument',
      'DATATYPE_MISMATCH.NON_FOLDABLE_INPUT',
    );
  const options = jsonOptions(call.args[1]);
  const infer = inferJson(options, call.dialect);
  const features = featuresOf(options);
  const make = () => (text: string) => {
    const json = text.trim() === '' ? null : readJson(text, features);
    if (json === undefined)
      throw failRow(
        `com.fasterxml.jackson.core.${endsEarly(text, features) ? 'io.JsonEOFException' : 'JsonParseException'}`,
        'expected JSON, got another text',
      );
    return schemaText(infer(json), call.dialect.version);
  };
  return apply({
    type: 'string',
    sql: `${shownName('schema_of_json', call.dialect.version)}(${given.sql})`,
    args: [given],
    make,
  });
}

export const JSON_FUNCTIONS: readonly SqlFunction[] = [
  simple({
    names: 'get_json_object',
    takes: ['exact string', 'exact string'],
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
  special('schema_of_json', schemaOfJson),
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
