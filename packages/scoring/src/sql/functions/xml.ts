/** `to_xml`. Mirrors `StructsToXml`. */
import type { DataType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { badStatement, badTypes, failRow, refuse } from '../dialect.ts';
import { type Call, expectCount, type SqlFunction, special } from '../function.ts';
import { apply, constantOf, type Node, sameType } from '../node.ts';
import { typeName } from '../type-name.ts';
import { rowEncoder, type XmlEncoding } from '../xml/encode.ts';
import { type XmlStyle, XmlWriter } from '../xml/writer.ts';
import { findZone } from '../zones.ts';

/** Options by lower-case name. */
type Options = ReadonlyMap<string, string>;

const TEXTS: DataType = { type: 'map', keyType: 'string', valueType: 'string', valueContainsNull: true };

function readOptions(node: Node | undefined): Options {
  if (node === undefined) return new Map();
  const map = node.foldable && sameType(node.type, TEXTS) ? constantOf(node) : undefined;
  if (!(map instanceof Map)) throw badStatement('options as a constant map of texts', 'others');
  const options = new Map([...map].map(([key, value]) => [String(key).toLowerCase(), String(value)]));
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
  const [value, options] = [call.args[0] as Node, readOptions(call.args[1])];
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

export const XML_FUNCTIONS: readonly SqlFunction[] = [special('to_xml', toXml, [4, 0])];
