import { isList, isMap, logicalOf } from './logical-type.ts';
import type { Reading } from './reading.ts';
import type { LeafNode, Levels, ParquetNode, Physical, SchemaElement, StructNode } from './schema.ts';
import { bytesIn, numberIn, type ThriftStruct } from './thrift.ts';

const PHYSICAL: readonly Physical[] = [
  'BOOLEAN',
  'INT32',
  'INT64',
  'INT96',
  'FLOAT',
  'DOUBLE',
  'BYTE_ARRAY',
  'FIXED_LEN_BYTE_ARRAY',
];
const REPETITION = ['required', 'optional', 'repeated'] as const;
const MAX_DEPTH = 64;
const MAX_COLUMNS = 100_000;

/** Turns the footer's flat list of SchemaElements, depth first, into the logical schema. */
export function readSchema(elements: readonly ThriftStruct[], reading: Reading): StructNode {
  return new SchemaReader(elements, reading).read();
}

class SchemaReader {
  readonly #elements: readonly ThriftStruct[];
  readonly #reading: Reading;
  #next = 0;
  #leaves = 0;

  constructor(elements: readonly ThriftStruct[], reading: Reading) {
    this.#elements = elements;
    this.#reading = reading;
  }

  read(): StructNode {
    const root = this.#readElement(0);
    if (this.#next !== this.#elements.length) {
      throw this.#reading.damaged(`expected ${this.#elements.length} schema elements in one tree, got ${this.#next}`);
    }
    const levels = { slotRepetition: 0, slotDefinition: 0, definition: 0 };
    const fields = (root.children ?? []).map((child) => this.#nodeOf(child, levels, ''));
    return { kind: 'struct', name: root.name, nullable: false, levels, fields };
  }

  #readElement(depth: number): SchemaElement {
    const struct = this.#elements[this.#next++];
    if (struct === undefined || depth > MAX_DEPTH) {
      throw this.#reading.damaged(`expected a schema tree of at most ${MAX_DEPTH} levels, got a broken one`);
    }
    const name = new TextDecoder().decode(bytesIn(struct, 4) ?? new Uint8Array());
    const repetition = depth === 0 ? 'required' : REPETITION[numberIn(struct, 3) ?? 0];
    if (repetition === undefined) throw this.#reading.damaged('expected a repetition type, got an unknown one');
    const count = numberIn(struct, 5) ?? 0;
    const isLeaf = depth > 0 && numberIn(struct, 1) !== undefined;
    if (isLeaf) return { name, repetition, struct, children: undefined };
    if (count < (depth === 0 ? 0 : 1) || count > this.#elements.length - this.#next) {
      throw this.#reading.damaged(`expected the children of a group, got a count of ${count}`);
    }
    const children: SchemaElement[] = [];
    for (let i = 0; i < count; i++) children.push(this.#readElement(depth + 1));
    return { name, repetition, struct, children };
  }

  /** The node of an element below a parent whose levels and path are given. */
  #nodeOf(element: SchemaElement, parent: Levels, parentPath: string): ParquetNode {
    if (element.repetition !== 'repeated') return this.#valueOf(element, parent, parentPath);
    const item = this.#valueOf(element, repeatedIn(parent.definition, parent), parentPath);
    return { kind: 'list', name: element.name, nullable: false, levels: parent, element: item };
  }

  /** The node of an element whose repetition, if any, is already in `parent`. */
  #valueOf(element: SchemaElement, parent: Levels, parentPath: string): ParquetNode {
    const nullable = element.repetition === 'optional';
    const levels = nullable ? { ...parent, definition: parent.definition + 1 } : parent;
    const path = parentPath === '' ? element.name : `${parentPath}.${element.name}`;
    const { name } = element;
    const { children } = element;
    if (children === undefined) return this.#leafOf(element, levels, path);
    const [repeated] = children;
    if (children.length === 1 && repeated?.repetition === 'repeated') {
      if (isList(element.struct)) {
        return { kind: 'list', name, nullable, levels, element: this.#listElementOf(repeated, levels, path) };
      }
      if (isMap(element.struct))
        return { kind: 'map', name, nullable, levels, ...this.#entryOf(repeated, levels, path) };
    }
    return {
      kind: 'struct',
      name,
      nullable,
      levels,
      fields: children.map((child) => this.#nodeOf(child, levels, path)),
    };
  }

  /** The backward compatibility rules of the format's LogicalTypes.md, "Lists". */
  #listElementOf(repeated: SchemaElement, list: Levels, listPath: string): ParquetNode {
    const inside = repeatedIn(list.definition, list);
    const listName = listPath.slice(listPath.lastIndexOf('.') + 1);
    const [only, second] = repeated.children ?? [];
    const isElement =
      only === undefined ||
      second !== undefined ||
      only.repetition === 'repeated' ||
      repeated.name === 'array' ||
      repeated.name === `${listName}_tuple`;
    if (isElement) return this.#valueOf(repeated, inside, listPath);
    return this.#nodeOf(only, inside, `${listPath}.${repeated.name}`);
  }

  #entryOf(repeated: SchemaElement, map: Levels, mapPath: string): { key: ParquetNode; value: ParquetNode } {
    const [key, value, third] = repeated.children ?? [];
    if (key === undefined || value === undefined || third !== undefined) {
      throw this.#reading.unsupported(`expected the map ${mapPath} to have a key and a value`);
    }
    const inside = repeatedIn(map.definition, map);
    const path = `${mapPath}.${repeated.name}`;
    return { key: this.#nodeOf(key, inside, path), value: this.#nodeOf(value, inside, path) };
  }

  #leafOf(element: SchemaElement, levels: Levels, path: string): LeafNode {
    const physical = PHYSICAL[numberIn(element.struct, 1) ?? -1];
    if (physical === undefined) throw this.#reading.damaged(`expected a physical type of ${path}, got an unknown one`);
    const byteWidth = physical === 'FIXED_LEN_BYTE_ARRAY' ? (numberIn(element.struct, 2) ?? 0) : 0;
    if (byteWidth < 0 || byteWidth > 2 ** 20 || (byteWidth === 0 && physical === 'FIXED_LEN_BYTE_ARRAY')) {
      throw this.#reading.damaged(`expected a byte width of ${path}, got ${byteWidth}`);
    }
    const logical = logicalOf(element.struct);
    if (logical?.kind === 'decimal' && !(logical.precision >= 1 && Math.abs(logical.scale) <= 1000)) {
      throw this.#reading.damaged(`expected a decimal's precision and scale for ${path}, got others`);
    }
    if (this.#leaves >= MAX_COLUMNS) throw this.#reading.damaged(`expected at most ${MAX_COLUMNS} columns, got more`);
    const nullable = element.repetition === 'optional';
    const index = this.#leaves++;
    return { kind: 'leaf', name: element.name, nullable, levels, index, path, physical, byteWidth, logical };
  }
}

/** Levels of the slots inside a repeated group that stands at `definition`. */
function repeatedIn(definition: number, outer: Levels): Levels {
  return {
    slotRepetition: outer.slotRepetition + 1,
    slotDefinition: definition + 1,
    definition: definition + 1,
  };
}
