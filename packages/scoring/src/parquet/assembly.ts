import type { Column, StructColumn } from './columns.ts';
import type { LeafEntries } from './leaf-decoder.ts';
import type { Reading } from './reading.ts';
import type { Levels, ListNode, MapNode, ParquetNode, StructNode } from './schema.ts';
import { firstOf, spread } from './value-buffer.ts';

/**
 * Builds the column of a node from the entries of its leaves, without rows in between: offsets and validity follow
 * from repetition and definition levels ("Dremel", Melnik et al. 2010). `entries` is by leaf index.
 */
export function assemble(node: ParquetNode, entries: ReadonlyMap<number, LeafEntries>, reading: Reading): Column {
  switch (node.kind) {
    case 'leaf':
      return assembleLeaf(entriesOf(node, entries), reading);
    case 'struct':
      return assembleStruct(node, entries, reading);
    case 'list': {
      const { offsets, validity, length } = offsetsOf(node, entries, reading);
      const element = assemble(node.element, entries, reading);
      checkLength(element, offsets[length] as number, reading);
      return { kind: 'list', length, validity, offsets, element };
    }
    case 'map': {
      const { offsets, validity, length } = offsetsOf(node, entries, reading);
      const key = assemble(node.key, entries, reading);
      const value = assemble(node.value, entries, reading);
      checkLength(key, offsets[length] as number, reading);
      checkLength(value, offsets[length] as number, reading);
      return { kind: 'map', length, validity, offsets, key, value };
    }
  }
}

/** Leaves of one group say the same of it only in sound files. */
function checkLength(column: Column, expected: number, reading: Reading): void {
  if (column.length !== expected) throw reading.damaged(`expected ${expected} values, got ${column.length}`);
}

/** Any leaf tells of the groups above it: the first will do. */
function entriesOf(node: ParquetNode, entries: ReadonlyMap<number, LeafEntries>): LeafEntries {
  let at = node;
  while (at.kind !== 'leaf') {
    if (at.kind === 'list') at = at.element;
    else if (at.kind === 'map') at = at.key;
    else at = at.fields[0] as ParquetNode;
  }
  return entries.get(at.index) as LeafEntries;
}

function assembleLeaf(entries: LeafEntries, reading: Reading): Column {
  const { leaf: node, values, valueCount } = entries;
  const { length, validity } = slotsOf(node.levels, entries, reading);
  if (validity === undefined) return { kind: 'leaf', node, length, validity, values: firstOf(values, length) };
  return { kind: 'leaf', node, length, validity, values: spread(values, valueCount, validity) };
}

function assembleStruct(node: StructNode, entries: ReadonlyMap<number, LeafEntries>, reading: Reading): StructColumn {
  const { length, validity } = slotsOf(node.levels, entriesOf(node, entries), reading);
  const fields = node.fields.map((field) => {
    const column = assemble(field, entries, reading);
    checkLength(column, length, reading);
    return { name: field.name, column };
  });
  return { kind: 'struct', length, validity, fields };
}

interface Slots {
  readonly length: number;
  readonly validity: Uint8Array | undefined;
}

/** The slots of a leaf or struct. Validity is absent when all hold something. */
function slotsOf(levels: Levels, entries: LeafEntries, reading: Reading): Slots {
  const { count, definition, repetition, leaf } = entries;
  const { slotRepetition, slotDefinition } = levels;
  const mayRepeat = repetition !== undefined && leaf.levels.slotRepetition > slotRepetition;
  if (!mayRepeat && definition === undefined) return { length: count, validity: undefined };
  const isFlat = repetition === undefined && leaf.levels.definition === 1 && levels.definition === 1;
  // The levels of a nullable column at the top are its validity as they stand.
  if (isFlat) return { length: count, validity: definition };
  reading.charge(count);
  const validity = new Uint8Array(count);
  let length = 0;
  let nulls = 0;
  for (let i = 0; i < count; i++) {
    if (mayRepeat && (repetition[i] as number) > slotRepetition) continue;
    const level = definition === undefined ? leaf.levels.definition : (definition[i] as number);
    if (level < slotDefinition) continue;
    if (level >= levels.definition) validity[length] = 1;
    else nulls++;
    length++;
  }
  return { length, validity: nulls === 0 ? undefined : validity.subarray(0, length) };
}

/** The slots of a list or map and where the elements of each begin. */
function offsetsOf(
  node: ListNode | MapNode,
  all: ReadonlyMap<number, LeafEntries>,
  reading: Reading,
): Slots & { readonly offsets: Int32Array } {
  const { levels } = node;
  const { slotRepetition, slotDefinition } = levels;
  const entries = entriesOf(node, all);
  const { count, leaf, definition } = entries;
  const repetition = entries.repetition as Uint8Array;
  const elementDefinition = (node.kind === 'list' ? node.element : node.key).levels.slotDefinition;
  reading.charge(count * 5 + 4);
  const offsets = new Int32Array(count + 1);
  const validity = new Uint8Array(count);
  let length = 0;
  let elements = 0;
  let nulls = 0;
  for (let i = 0; i < count; i++) {
    const repeats = repetition[i] as number;
    const level = definition === undefined ? leaf.levels.definition : (definition[i] as number);
    if (repeats <= slotRepetition) {
      if (level < slotDefinition) continue;
      offsets[length] = elements;
      if (level >= levels.definition) validity[length] = 1;
      else nulls++;
      length++;
    } else if (repeats === slotRepetition + 1) {
      const isContinued = length > 0 && elements > (offsets[length - 1] as number) && level >= elementDefinition;
      if (!isContinued) throw reading.damaged('expected an element to continue a list, got one without a list');
    } else continue;
    if (level >= elementDefinition) elements++;
  }
  offsets[length] = elements;
  return {
    length,
    validity: nulls === 0 ? undefined : validity.subarray(0, length),
    offsets: offsets.subarray(0, length + 1),
  };
}
