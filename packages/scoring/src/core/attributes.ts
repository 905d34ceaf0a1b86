/**
 * Column metadata (`ml_attr`) as Spark's `org.apache.spark.ml.attribute` reads and writes it. It is never persisted
 * with a model: the planner computes it stage by stage from the input schema.
 */

import type { Attribute, ColumnAttributes, Field, Metadata } from './types.ts';

/** Schemas and damaged models may claim any size; the elements of larger vectors are not listed. */
const MOST_ELEMENTS = 2 ** 24;

type Json = { readonly [key: string]: unknown };

/** Labels of a categorical column: `NominalAttribute.withName(name).withValues(values)`. */
export function nominalAttributes(name: string, values: readonly string[], ordinal = false): ColumnAttributes {
  return { kind: 'scalar', attribute: { type: 'nominal', name, values, ...(ordinal ? { ordinal } : {}) } };
}

/** A vector of which only the size is known (`AttributeGroup(name, size)`). */
export function vectorSize(size: number | undefined): ColumnAttributes {
  return { kind: 'vector', size };
}

/** A vector whose elements are known; computed once, when first asked for. Of too many only the size is told. */
export function vectorElements(size: number, elements: () => readonly Attribute[]): ColumnAttributes {
  if (size > MOST_ELEMENTS) return vectorSize(size);
  let known: readonly Attribute[] | undefined;
  return {
    kind: 'vector',
    size,
    elements: () => {
      known ??= elements();
      return known;
    },
  };
}

/** The attribute of a scalar column; numeric without a name where nothing is said. */
export function scalarAttribute(field: Field): Attribute {
  const attributes = attributesOf(field);
  return attributes?.kind === 'scalar' ? attributes.attribute : { type: 'numeric' };
}

/** The size of a vector column, where its attributes tell it. */
export function knownSize(field: Field): number | undefined {
  const attributes = attributesOf(field);
  return attributes?.kind === 'vector' ? attributes.size : undefined;
}

/** The elements of a vector column, where its attributes tell them. */
export function knownElements(field: Field): readonly Attribute[] | undefined {
  const attributes = attributesOf(field);
  return attributes?.kind === 'vector' ? attributes.elements?.() : undefined;
}

/** The number of categories of an attribute: binary 2, nominal as far as known. Mirrors `getNumValues`. */
export function categoryCount(attribute: Attribute): number | undefined {
  if (attribute.type === 'numeric') return undefined;
  if (attribute.values !== undefined) return attribute.values.length;
  return attribute.type === 'binary' ? 2 : attribute.cardinality;
}

/** What is known of a column: from a stage, else from `ml_attr` of the schema it came with. */
export function attributesOf(field: Field): ColumnAttributes | undefined {
  if (field.attributes !== undefined) return field.attributes;
  const json = field.metadata.ml_attr;
  if (typeof json !== 'object' || json === null) return undefined;
  return decodeAttributes(json as Json);
}

function decodeAttributes(json: Json): ColumnAttributes {
  if (json.attrs === undefined && json.num_attrs === undefined) return { kind: 'scalar', attribute: decodeOne(json) };
  const listed = decodeGroup(json.attrs);
  const size = typeof json.num_attrs === 'number' ? json.num_attrs : listed?.size;
  if (listed === undefined || size === undefined || size > MOST_ELEMENTS) return { kind: 'vector', size };
  return vectorElements(size, () =>
    Array.from({ length: size }, (_, index) => listed.get(index) ?? { type: 'numeric' as const }),
  );
}

function decodeGroup(attrs: unknown): Map<number, Attribute> | undefined {
  if (typeof attrs !== 'object' || attrs === null) return undefined;
  const byIndex = new Map<number, Attribute>();
  for (const [type, list] of Object.entries(attrs)) {
    if (!Array.isArray(list)) continue;
    for (const item of list as Json[]) {
      if (typeof item?.idx === 'number') byIndex.set(item.idx, decodeOne({ ...item, type }));
    }
  }
  return byIndex;
}

function decodeOne(json: Json): Attribute {
  const type = json.type === 'nominal' || json.type === 'binary' ? json.type : 'numeric';
  const strings = Array.isArray(json.vals) && json.vals.every((v) => typeof v === 'string');
  return {
    type,
    ...(typeof json.name === 'string' ? { name: json.name } : {}),
    ...(strings ? { values: json.vals as string[] } : {}),
    ...(typeof json.num_vals === 'number' ? { cardinality: json.num_vals } : {}),
    ...(typeof json.ord === 'boolean' ? { ordinal: json.ord } : {}),
  };
}

/** The metadata of a field as Spark would write it into a schema, `ml_attr` included. */
export function metadataOf(field: Field): Metadata {
  if (field.attributes === undefined) return field.metadata;
  return { ...field.metadata, ml_attr: encodeAttributes(field.attributes) };
}

function encodeAttributes(attributes: ColumnAttributes): Json {
  if (attributes.kind === 'scalar') return encodeOne(attributes.attribute);
  const size = attributes.size === undefined ? {} : { num_attrs: attributes.size };
  if (attributes.elements === undefined) return size;
  const groups: Record<string, Json[]> = {};
  attributes.elements().forEach((attribute, idx) => {
    if (isPlain(attribute)) return;
    groups[attribute.type] ??= [];
    groups[attribute.type]?.push({ ...encodeProperties(attribute), idx });
  });
  return { attrs: groups, ...size };
}

/** A numeric attribute of which nothing is said stands for itself by being left out. */
function isPlain(attribute: Attribute): boolean {
  return attribute.type === 'numeric' && attribute.name === undefined;
}

function encodeOne(attribute: Attribute): Json {
  return { ...(attribute.type === 'numeric' ? {} : { type: attribute.type }), ...encodeProperties(attribute) };
}

function encodeProperties(attribute: Attribute): Json {
  return {
    ...(attribute.name === undefined ? {} : { name: attribute.name }),
    ...(attribute.values === undefined ? {} : { vals: attribute.values }),
    ...(attribute.cardinality === undefined ? {} : { num_vals: attribute.cardinality }),
    ...(attribute.ordinal === undefined ? {} : { ord: attribute.ordinal }),
  };
}
