/** `to_xml` and `from_xml`. Mirrors `StructsToXml` and `XmlToStructs`. */
import { type Field, type StructType, structType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { findZone } from '../../core/zones.ts';
import { badStatement, badTypes, failRow, refuse } from '../dialect.ts';
import { type Call, expectCount, type SqlFunction, special } from '../function.ts';
import { apply, constantOf, type Node } from '../node.ts';
import { type Options, optionsOf } from '../option-map.ts';
import { typeName } from '../type-name.ts';
import { parseSchemaArgument } from '../type-parser.ts';
import { decodeXml, PartialRecord, type XmlDecoding } from '../xml/decode.ts';
import { rowEncoder, type XmlEncoding } from '../xml/encode.ts';
import { XmlMisfit, XmlOverrun } from '../xml/events.ts';
import { readXml } from '../xml/reader.ts';
import { type XmlStyle, XmlWriter } from '../xml/writer.ts';

function xmlOptions(node: Node | undefined): Options {
  const options = optionsOf(node);
  if (options.has('locale')) throw refuse('the XML option locale');
  return options;
}

function encodingOf(options: Options, call: Call): XmlEncoding {
  const [nullValue, dateFormat] = [options.get('nullvalue'), options.get('dateformat')];
  const encoding = {
    attributePrefix: options.get('attributeprefix') ?? '_',
    valueTag: options.get('valuetag') ?? '_VALUE',
    arrayElementName: options.get('arrayelementname') ?? 'item',
    timeZone: options.get('timezone') ?? call.dialect.timeZone,
    timestampFormat: options.get('timestampformat') ?? "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    timestampNTZFormat: options.get('timestampntzformat') ?? "yyyy-MM-dd'T'HH:mm:ss.SSS",
    dialect: call.dialect,
    ...(nullValue === undefined ? {} : { nullValue }),
    ...(dateFormat === undefined ? {} : { dateFormat }),
  };
  if (findZone(encoding.timeZone) === undefined) throw badStatement('a known time zone', 'another');
  return encoding;
}

/** Spark looks at these options with the first row. */
function checkOptions({ attributePrefix, valueTag }: XmlEncoding, rowTag: string): void {
  if (attributePrefix === '' || valueTag === '' || rowTag === '' || attributePrefix === valueTag)
    throw failRow(
      'java.lang.IllegalArgumentException',
      'expected a rowTag, an attributePrefix and another valueTag, got empty or same ones',
    );
}

function toXml(call: Call): Node {
  expectCount(call, 1, 2);
  const [value, options] = [call.args[0] as Node, xmlOptions(call.args[1])];
  const { type } = value;
  if (type !== 'void' && (typeof type !== 'object' || type.type !== 'struct'))
    throw badTypes('STRUCT as an argument of to_xml', typeName(type));
  const rowTag = options.get('rowtag') ?? 'ROW';
  const style: XmlStyle = {
    indent: options.get('indent') ?? '    ',
    checksNames: (options.get('validatename') ?? 'true').toLowerCase() !== 'false',
  };
  const encoding = encodingOf(options, call);
  const write = rowEncoder(rowTag, type, encoding);
  const make = () => (struct: Value) => {
    checkOptions(encoding, rowTag);
    const writer = new XmlWriter(style);
    write(writer, struct);
    return writer.finish();
  };
  return apply({ type: 'string', sql: `to_xml(${value.sql})`, args: [value], make });
}

function decodingOf(options: Options, call: Call): XmlDecoding {
  const { attributePrefix, valueTag, timeZone, nullValue, dateFormat } = encodingOf(options, call);
  const [timestampFormat, timestampNTZFormat] = [options.get('timestampformat'), options.get('timestampntzformat')];
  for (const name of ['rowvalidationxsdpath', 'singlevariantcolumn', 'ignorenamespace'])
    if (options.has(name)) throw refuse(`the XML option ${name}`);
  return {
    ...{ attributePrefix, valueTag, timeZone, wildcard: options.get('wildcardcolname') ?? 'xs_any' },
    excludesAttributes: options.get('excludeattribute')?.toLowerCase() === 'true',
    trims: options.get('ignoresurroundingspaces')?.toLowerCase() !== 'false',
    ...(nullValue === undefined ? {} : { nullValue }),
    ...(dateFormat === undefined ? {} : { dateFormat }),
    ...(timestampFormat === undefined ? {} : { timestampFormat }),
    ...(timestampNTZFormat === undefined ? {} : { timestampNTZFormat }),
  };
}

function fromXml(call: Call): Node {
  expectCount(call, 2, 3);
  const [text, schema] = call.args as [Node, Node];
  if (text.type !== 'string' && text.type !== 'void')
    throw badTypes('STRING as an argument of from_xml', typeName(text.type));
  const written = schema.foldable ? constantOf(schema) : undefined;
  if (typeof written !== 'string')
    throw badStatement('a constant schema for from_xml', 'another argument', 'INVALID_SCHEMA.NON_STRING_LITERAL');
  const type = parseSchemaArgument(written, call.dialect.version);
  if (typeof type !== 'object' || type.type !== 'struct')
    throw badTypes('a STRUCT as the schema of from_xml', typeName(type));
  const options = xmlOptions(call.args[2]);
  const mode = (options.get('mode') ?? 'PERMISSIVE').toUpperCase();
  const corruptName = options.get('columnnameofcorruptrecord') ?? '_corrupt_record';
  const corrupt = type.fields.find(({ name }) => name === corruptName);
  const decoding = decodingOf(options, call);
  const make = () => {
    const read = recordReader(type, { corrupt, decoding, failsFast: mode === 'FAILFAST' });
    return (record: string) => {
      checkReading(mode, corrupt);
      return read(record);
    };
  };
  return apply({ type, sql: `from_xml(${text.sql})`, args: [text], make });
}

/** Spark looks at these options with the first row. */
function checkReading(mode: string, corrupt: Field | undefined): void {
  if (mode === 'DROPMALFORMED')
    throw failRow('PARSE_MODE_UNSUPPORTED', 'expected the mode PERMISSIVE or FAILFAST of from_xml, got another');
  if (corrupt !== undefined && corrupt.type !== 'string')
    throw failRow('INVALID_CORRUPT_RECORD_TYPE', 'expected STRING as the type of corrupt records, got another');
}

/** A record that is none gives a struct of nulls, and its text where the schema has a place for that. */
function recordReader(
  type: StructType,
  { corrupt, decoding, failsFast }: { corrupt: Field | undefined; decoding: XmlDecoding; failsFast: boolean },
): (text: string) => Value {
  const schema = corrupt === undefined ? type : structType(type.fields.filter((field) => field !== corrupt));
  const nulls = Object.fromEntries(type.fields.map(({ name }) => [name, null]));
  return (text) => {
    const { fields, isWhole } = readRecord(text, schema, decoding);
    if (!isWhole && failsFast)
      throw failRow('MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION', 'expected XML of the schema, got others');
    return { ...nulls, ...fields, ...(corrupt === undefined ? {} : { [corrupt.name]: isWhole ? null : text }) };
  };
}

function readRecord(text: string, schema: StructType, decoding: XmlDecoding): { fields: object; isWhole: boolean } {
  const tree = schema.fields.length === 0 ? undefined : readXml(text, { isRecord: true });
  if (tree === undefined) return { fields: {}, isWhole: schema.fields.length === 0 };
  try {
    return { fields: decodeXml(tree, schema, decoding), isWhole: true };
  } catch (error) {
    if (error instanceof PartialRecord) return { fields: error.fields, isWhole: false };
    if (error instanceof XmlMisfit || error instanceof XmlOverrun) return { fields: {}, isWhole: false };
    throw error;
  }
}

export const XML_FUNCTIONS: readonly SqlFunction[] = [
  special('from_xml', fromXml, [4, 0]),
  special('to_xml', toXml, [4, 0]),
];
