import type { ThriftStruct } from './thrift.ts';

export type Physical =
  | 'BOOLEAN'
  | 'INT32'
  | 'INT64'
  | 'INT96'
  | 'FLOAT'
  | 'DOUBLE'
  | 'BYTE_ARRAY'
  | 'FIXED_LEN_BYTE_ARRAY';

export type TimeUnit = 'millis' | 'micros' | 'nanos';

/** What the stored values mean, from LogicalType or, where that is absent, from ConvertedType. */
export type Logical =
  | { readonly kind: 'string' | 'enum' | 'json' | 'bson' | 'date' | 'uuid' | 'float16' | 'interval' | 'unknown' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'time' | 'timestamp'; readonly unit: TimeUnit; readonly utc: boolean }
  | { readonly kind: 'integer'; readonly bits: number; readonly signed: boolean };

/**
 * Where a node stands in its column's levels. A slot is a place for a value: a row at the top, an element in a list.
 * Entries with repetition <= `slotRepetition` and definition >= `slotDefinition` are slots, and hold something other
 * than null where definition >= `definition`.
 */
export interface Levels {
  readonly slotRepetition: number;
  readonly slotDefinition: number;
  readonly definition: number;
}

interface NodeBase {
  readonly name: string;
  readonly nullable: boolean;
  readonly levels: Levels;
}

export interface LeafNode extends NodeBase {
  readonly kind: 'leaf';
  /** Position among the leaves of the file, which is the position of its column chunk in every row group. */
  readonly index: number;
  /** Physical path, dots between names. */
  readonly path: string;
  readonly physical: Physical;
  /** Bytes of a FIXED_LEN_BYTE_ARRAY, else 0. */
  readonly byteWidth: number;
  readonly logical: Logical | undefined;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly element: ParquetNode;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly key: ParquetNode;
  readonly value: ParquetNode;
}

export interface StructNode extends NodeBase {
  readonly kind: 'struct';
  readonly fields: readonly ParquetNode[];
}

/** The logical schema: the repeated groups inside lists and maps do not show. */
export type ParquetNode = LeafNode | ListNode | MapNode | StructNode;

/** A SchemaElement of the footer with its children. */
export interface SchemaElement {
  readonly name: string;
  readonly repetition: 'required' | 'optional' | 'repeated';
  readonly struct: ThriftStruct;
  readonly children: readonly SchemaElement[] | undefined;
}

/** The leaves under a node in the order of their column chunks. */
export function leavesOf(node: ParquetNode): readonly LeafNode[] {
  switch (node.kind) {
    case 'leaf':
      return [node];
    case 'list':
      return leavesOf(node.element);
    case 'map':
      return [...leavesOf(node.key), ...leavesOf(node.value)];
    case 'struct':
      return node.fields.flatMap(leavesOf);
  }
}
