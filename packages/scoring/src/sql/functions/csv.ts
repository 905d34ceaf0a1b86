import { isAtLeast } from '../../core/spark-version.ts';
import { createField, type DataType, type StructType, structType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { csvDecoder, csvEncoder } from '../csv-decode.ts';
import { inferCsv } from '../csv-infer.ts';
import { readingFormat, writingFormat } from '../csv-options.ts';
import { readCsv, writeCsv } from '../csv-text.ts';
import { badStatement, badTypes, type Dialect, failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, special } from '../function.ts';
import { apply, constantOf, literalNode, type Node } from '../node.ts';
import { failsFast, type Options, optionsOf } from '../option-map.ts';
import { schemaText, typeName } from '../type-name.ts';
import { parseSchemaArgument } from '../type-parser.ts';

function fromCsv(call: Call): Node {
  expectCount(call, 2, 3);
  const [given, schema] = call.args as [Node, Node];
  if (given.type !== 'string' && given.type !== 'void') throw badTypes('a text for from_csv', typeName(given.type));
  const written = schema.foldable ? constantOf(schema) : undefined;
  if (typeof written !== 'string')
    throw badStatement('a constant schema for from_csv', 'another argument', 'INVALID_SCHEMA.NON_STRING_LITERAL');
  const type = parseSchemaArgument(written, call.dialect.version);
  if (typeof type !== 'object' || type.type !== 'struct')
    throw badStatement('a schema of columns for from_csv', typeName(type), 'INVALID_SCHEMA.NON_STRUCT_TYPE');
  const options = optionsOf(call.args[2]);
  return apply({
    type: { ...type, fields: type.fields.map((field) => ({ ...field, nullable: true })) },
    sql: `from_csv(${given.sql})`,
    args: [coerce(given, 'string', call)],
    make: () => rowReader(type, options, call),
  });
}

/** What of a text does not fit is null; the text itself then goes to the field for corrupt records, if there is one. */
function rowReader(type: StructType, options: Options, { dialect }: Call): (text: string) => Value {
  const format = readingFormat(options);
  const fails = failsFast(options, 'from_csv');
  const corrupt = options.get('columnnameofcorruptrecord') ?? '_corrupt_record';
  const fields = type.fields
    .filter(({ name }) => name !== corrupt)
    .map((field) => ({
      ...field,
      decode: csvDecoder(field.type, { options, dialect }) ?? failType(field.type, dialect),
    }));
  if (type.fields.some((field) => field.name === corrupt && field.type !== 'string'))
    throw badStatement('a field of type STRING for corrupt records', 'another');
  return (text) => {
    const texts = readCsv(text, format);
    let isBad = texts?.length !== fields.length;
    const values = fields.map(({ name, decode }, i) => {
      const found = texts?.[i];
      const isNull = found === undefined || found === format.nullText;
      const value = isNull && decode.length > 0 ? null : decode(found ?? '');
      if (value === undefined) isBad = true;
      return [name, value ?? null] as const;
    });
    if (isBad && fails)
      throw failRow('MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION', 'expected a line of that schema, got another');
    const record = isBad && texts !== undefined ? text.replace(/(\r\n|[\n\f])$/, '') : null;
    const struct = Object.fromEntries([...values, [corrupt, record]]);
    return Object.fromEntries(type.fields.map(({ name }) => [name, struct[name]]));
  };
}

/** Spark refuses such a type with the first row. */
function failType(type: DataType, { version }: Dialect): () => never {
  const condition = isAtLeast(version, 4, 0) ? 'UNSUPPORTED_DATATYPE' : 'org.apache.spark.SparkException';
  return () => {
    throw failRow(condition, `expected a type that CSV has, got ${typeName(type)}`);
  };
}

/** A line without a character is null. */
function toCsv(call: Call): Node {
  expectCount(call, 1, 2);
  const [given] = call.args as [Node];
  const { type } = given;
  if (typeof type !== 'object' || type.type !== 'struct') throw badTypes('a struct for to_csv', typeName(type));
  const options = optionsOf(call.args[1]);
  const format = writingFormat(options);
  const fields = type.fields.map((field) => ({
    name: field.name,
    encode: csvEncoder(field.type, { options, dialect: call.dialect }),
  }));
  const make = () => (struct: Record<string, Value>) => {
    const texts = fields.map(({ name, encode }) => ((struct[name] ?? null) === null ? null : encode(struct[name])));
    return writeCsv(texts, format) || null;
  };
  return apply({ type: 'string', sql: `to_csv(${given.sql})`, args: [given], make });
}

function schemaOfCsv(call: Call): Node {
  expectCount(call, 1, 2);
  const [given] = call.args as [Node];
  const text = given.foldable && given.type === 'string' ? constantOf(given) : null;
  if (typeof text !== 'string')
    throw badStatement('a constant text for schema_of_csv', 'another argument', 'DATATYPE_MISMATCH.NON_FOLDABLE_INPUT');
  const options = optionsOf(call.args[1]);
  const format = readingFormat(options);
  const sql = `schema_of_csv(${given.sql})`;
  const texts = readCsv(text, format);
  if (texts === undefined) return apply({ type: 'string', sql, args: [given], make: () => failEmpty });
  const infer = inferCsv({ options, dialect: call.dialect });
  const typeOf = (field: string): DataType => (field === '' || field === format.nullText ? 'string' : infer(field));
  const schema = structType(texts.map((field, i) => createField(`_c${i}`, typeOf(field))));
  return literalNode('string', schemaText(schema, call.dialect.version), sql);
}

/** Spark's own code fails here. */
function failEmpty(): never {
  throw failRow('INTERNAL_ERROR', 'expected a line for schema_of_csv, got an empty text');
}

export const CSV_FUNCTIONS: readonly SqlFunction[] = [
  special('from_csv', fromCsv),
  special('to_csv', toCsv),
  special('schema_of_csv', schemaOfCsv),
];
