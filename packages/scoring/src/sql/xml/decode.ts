/** XML to values of a schema. Mirrors `StaxXmlParser`. */
import { splitDay } from '../../core/calendar.ts';
import { type DataType, decimalOf, type MapType, type StructType } from '../../core/types.ts';
import { canonicalLong, parseDecimal, type Value } from '../../core/values.ts';
import { fitDecimal, fits } from '../cast-number.ts';
import { parsePatternOf } from '../date-pattern.ts';
import { parseDateText, parseTimestampText } from '../time-text.ts';
import { isSpace, misfit, XmlEvents, XmlMisfit } from './events.ts';
import type { XmlNode, XmlTree } from './tree.ts';

export interface XmlDecoding {
  readonly attributePrefix: string;
  readonly valueTag: string;
  readonly wildcard: string;
  readonly nullValue?: string;
  readonly excludesAttributes: boolean;
  readonly trims: boolean;
  readonly timeZone: string;
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
  readonly timestampNTZFormat?: string;
}

type Fields = Record<string, Value>;

/** A record that has fields which do not fit; they are null, and those after them may be. */
export class PartialRecord extends XmlMisfit {
  readonly fields: Fields;

  constructor(fields: Fields) {
    super('partial');
    this.fields = fields;
  }
}

/** The struct that the root element of a document is. */
export function decodeXml(tree: XmlTree, schema: StructType, decoding: XmlDecoding): Fields {
  const events = new XmlEvents(tree);
  let root = events.next();
  while (root.kind !== 'start') root = events.next();
  return new XmlDecoder(events, decoding).readObject(schema, root.attributes);
}

class XmlDecoder {
  readonly #events: XmlEvents;
  readonly #decoding: XmlDecoding;

  constructor(events: XmlEvents, decoding: XmlDecoding) {
    this.#events = events;
    this.#decoding = decoding;
  }

  /** Reads up to the end of the element at hand, and past it. */
  readObject(schema: StructType, attributes: readonly XmlNode[] = []): Fields {
    const fields: Fields = Object.fromEntries(schema.fields.map(({ name }) => [name, null]));
    Object.assign(fields, this.#readAttributes(attributes, schema));
    let isPartial = false;
    for (let event = this.#events.next(); event.kind !== 'end'; event = this.#events.next()) {
      if (event.kind === 'text') {
        if (!isSpace(event)) this.#addValue(fields, schema, event.text);
        continue;
      }
      try {
        this.#readChild(fields, schema, event);
      } catch (error) {
        if (!(error instanceof XmlMisfit)) throw error;
        isPartial = true;
      }
    }
    if (isPartial) throw new PartialRecord(fields);
    return fields;
  }

  #readChild(
    fields: Fields,
    schema: StructType,
    { name, attributes }: { name: string; attributes: readonly XmlNode[] },
  ): void {
    const field = findField(schema, name);
    const other = schema.fields.find((candidate) => candidate.name === this.#decoding.wildcard);
    if (field !== undefined) put(fields, field, (type) => this.#readElement(type, name, attributes));
    else if (other !== undefined) put(fields, other, () => this.#readField('string', name));
    else this.#events.skipElement();
  }

  #readElement(type: DataType, name: string, attributes: readonly XmlNode[]): Value {
    if (typeof type !== 'object' || type.type !== 'struct') return this.#readField(type, name, attributes);
    const own = this.#readAttributes(attributes, type);
    const none: Fields = Object.fromEntries(type.fields.map((field) => [field.name, null]));
    return { ...none, ...(this.#readField(type, name) as Fields | null), ...own };
  }

  #readField(type: DataType, name: string, attributes: readonly XmlNode[] = []): Value {
    const event = this.#events.peeked;
    const kind = typeof type === 'object' ? type.type : type;
    if (event.kind === 'end') {
      this.#events.skipEnd(name);
      return kind === 'string' && this.#decoding.nullValue !== '' ? '' : null;
    }
    if (kind === 'struct') return this.readObject(type as StructType);
    if (kind === 'string') return this.#convert(this.#events.readAsText(name), type);
    if (event.kind === 'start') {
      if (kind === 'map') return this.#readMap(type as MapType, attributes);
      return typeof type === 'object' && type.type === 'array' ? this.#readField(type.elementType, name) : misfit();
    }
    const item = typeof type === 'object' && type.type === 'array' ? type.elementType : undefined;
    if (item === undefined && isSpace(event)) {
      this.#events.next();
      return this.#readField(type, name, attributes);
    }
    const value = this.#convert(event.text, item ?? type);
    this.#events.next();
    this.#events.skipEnd(name);
    return value;
  }

  #readMap({ keyType, valueType }: MapType, attributes: readonly XmlNode[]): Value {
    if (keyType !== 'string') misfit();
    const { attributePrefix, valueTag } = this.#decoding;
    const map = new Map<Value, Value>(
      attributes.map(({ name, value }) => [attributePrefix + name, this.#convert(value, valueType)]),
    );
    for (let event = this.#events.next(); event.kind !== 'end'; event = this.#events.next()) {
      if (event.kind === 'start') map.set(event.name, this.#readField(valueType, event.name));
      else if (!isSpace(event)) map.set(valueTag, this.#convert(event.text, valueType));
    }
    return map;
  }

  #readAttributes(attributes: readonly XmlNode[], schema: StructType): Fields {
    const fields: Fields = {};
    if (this.#decoding.excludesAttributes) return fields;
    for (const { name, value } of attributes) {
      const field = findField(schema, this.#decoding.attributePrefix + name);
      if (field !== undefined) fields[field.name] = this.#convert(value, field.type);
    }
    return fields;
  }

  #addValue(fields: Fields, schema: StructType, text: string): void {
    const field = schema.fields.find(({ name }) => name === this.#decoding.valueTag);
    if (field !== undefined) put(fields, field, (type) => this.#convert(text, type));
  }

  #convert(text: string, type: DataType): Value {
    const value = this.#decoding.trims ? text.replace(/^[\0- ]+|[\0- ]+$/g, '') : text;
    return value === this.#decoding.nullValue ? null : convertText(value, type, this.#decoding);
  }
}

/** An array takes one value more, anything else the new value. */
function put(fields: Fields, { name, type }: { name: string; type: DataType }, read: (type: DataType) => Value): void {
  if (typeof type !== 'object' || type.type !== 'array') {
    fields[name] = read(type);
    return;
  }
  const value = read(type.elementType);
  fields[name] ??= [];
  (fields[name] as Value[]).push(value);
}

/** By name without regard to case; the last of several. */
function findField({ fields }: StructType, name: string): StructType['fields'][number] | undefined {
  return fields.findLast((field) => field.name.toLowerCase() === name.toLowerCase());
}

function convertText(text: string, type: DataType, decoding: XmlDecoding): Value {
  const size = decimalOf(type);
  if (size !== undefined) {
    const parsed = /\s/.test(text) ? undefined : parseDecimal(text.replaceAll(',', ''));
    return (parsed && fitDecimal(parsed, size)) ?? misfit();
  }
  switch (type) {
    case 'void':
    case 'string':
      return text;
    case 'boolean':
      return /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : misfit();
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
      return wholeOf(text, type);
    case 'float':
      return Math.fround(realOf(text));
    case 'double':
      return realOf(text);
    default:
      return timeOf(text, type, decoding) ?? misfit();
  }
}

/** A sign goes before an int or long is read: the least of them does not fit. */
function wholeOf(text: string, type: DataType): Value {
  if (!/^[-+]?\d+$/.test(text)) misfit();
  const [value, size] = [BigInt(text), BigInt(text.replace(/^[-+]/, ''))];
  const fitting = fits(value, type) && (type === 'byte' || type === 'short' || fits(size, type));
  return fitting ? canonicalLong(value) : misfit();
}

/** A text that is no double of Java is read as far as it looks like a number with commas. */
function realOf(text: string): number {
  const named = /^([-+]?)(NaN|Infinity)$/.exec(text);
  if (named !== null) return named[1] === '-' ? -Number(named[2]) : Number(named[2]);
  if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?[dDfF]?$/.test(text)) return Number(text.replace(/[dDfF]$/, ''));
  const start = /^([-+]?)(\d[\d,]*(?:\.\d*)?|\.\d+)(E-?\d+)?/.exec(text) ?? misfit();
  return Number(start[0].replaceAll(',', ''));
}

function timeOf(text: string, type: DataType, decoding: XmlDecoding): Value | undefined {
  const { timeZone, dateFormat, timestampFormat, timestampNTZFormat } = decoding;
  const pattern = type === 'date' ? dateFormat : type === 'timestamp' ? timestampFormat : timestampNTZFormat;
  if (type === 'date' && pattern === undefined) return parseDateText(text);
  if (type !== 'date' && type !== 'timestamp' && type !== 'timestamp_ntz') return undefined;
  const found = pattern === undefined ? parseTimestampText(text, timeZone) : parsePatternOf(pattern, timeZone)(text);
  if (found === undefined || (type === 'timestamp_ntz' && pattern === undefined && namesZone(text))) return undefined;
  return type === 'date' ? splitDay(found.local).days : type === 'timestamp' ? found.instant : found.local;
}

/** True where the zone of a session makes no difference. */
function namesZone(text: string): boolean {
  return parseTimestampText(text, 'UTC')?.instant === parseTimestampText(text, '+01:00')?.instant;
}
