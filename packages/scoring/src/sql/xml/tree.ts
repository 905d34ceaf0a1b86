/** An XML document as a list of its nodes in document order; attributes stand with their elements. */

export type XmlKind = 'root' | 'element' | 'text' | 'comment' | 'instruction' | 'attribute' | 'namespace';

export interface XmlNode {
  readonly kind: XmlKind;
  /** The name as written, prefix and all; empty for a root, text or comment. */
  readonly name: string;
  /** Of attributes, comments and instructions; of a text its first piece, where CDATA sections cut it. */
  value: string;
  /** All pieces of a text. */
  text: string;
  readonly parent: XmlNode | undefined;
  /** Place in document order among all nodes, attributes included. */
  readonly order: number;
  /** Place in `nodes`; that of its element for an attribute. */
  readonly index: number;
  /** The place in `nodes` after its last descendant. */
  end: number;
  attributes: readonly XmlNode[];
  namespaces: readonly XmlNode[];
}

export interface XmlTree {
  /** All nodes but attributes and namespaces; the root is the first. */
  readonly nodes: readonly XmlNode[];
  /** Elements by the attributes that a DTD declares as ID. */
  readonly ids: ReadonlyMap<string, XmlNode>;
  /** What is left of the work that one row may be: nodes visited, and eighths of the characters of texts. */
  readonly budget: { left: number };
}

const MOST_WORK = 2_000_000;

/** Thrown where a row would be more work than a row may be. */
export class XmlWorkExceeded extends Error {}

export function spend({ budget }: XmlTree, work: number): void {
  budget.left -= work;
  if (budget.left < 0) throw new XmlWorkExceeded(`expected at most ${MOST_WORK} nodes to visit`);
}

const NONE: readonly XmlNode[] = [];
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** Builds a tree from the events of a reader. */
export class XmlTreeBuilder {
  readonly nodes: XmlNode[] = [];
  readonly ids = new Map<string, XmlNode>();
  #open: XmlNode;
  #order = 0;
  #textIsOpen = false;

  constructor() {
    this.#open = this.#add('root', '', '', undefined);
  }

  get depthless(): boolean {
    return this.#open.parent === undefined;
  }

  get openName(): string {
    return this.#open.name;
  }

  start(name: string, attributes: readonly (readonly [name: string, value: string])[]): XmlNode {
    const isFirst = this.nodes.every(({ kind }) => kind !== 'element');
    const element = this.#add('element', name, '', this.#open);
    const make = (kind: XmlKind, shown: string, value: string): XmlNode => ({
      ...{ kind, name: shown, value, text: value, parent: element, order: this.#order++, index: element.index },
      ...{ end: element.index, attributes: NONE, namespaces: NONE },
    });
    // The DOM of the JDK keeps attributes by name; declarations of namespaces are no attributes of XPath.
    const sorted = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
    const declared = sorted.filter(([key]) => key.startsWith('xmlns:'));
    element.namespaces = [
      ...declared.map(([key, value]) => make('namespace', key.slice(6), value)),
      ...(isFirst ? [make('namespace', 'xml', XML_NAMESPACE)] : []),
    ];
    element.attributes = sorted
      .filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:'))
      .map(([key, value]) => make('attribute', key, value));
    this.#open = element;
    return element;
  }

  close(): void {
    this.#open.end = this.nodes.length;
    this.#open = this.#open.parent as XmlNode;
    this.#textIsOpen = false;
  }

  /** Characters join those before them; a CDATA section is a piece of its own. */
  addText(text: string, isSection: boolean): void {
    const last = this.nodes.at(-1) as XmlNode;
    const joins = last.kind === 'text' && last.parent === this.#open;
    if (text === '' && (joins || !isSection)) return;
    if (!joins) this.#add('text', '', text, this.#open);
    else {
      if (this.#textIsOpen && !isSection) last.value += text;
      last.text += text;
    }
    this.#textIsOpen = (this.#textIsOpen || !joins) && !isSection;
  }

  addOther(kind: 'comment' | 'instruction', name: string, value: string): void {
    this.#add(kind, name, value, this.#open);
  }

  finish(): XmlTree {
    (this.nodes[0] as XmlNode).end = this.nodes.length;
    return { nodes: this.nodes, ids: this.ids, budget: { left: MOST_WORK } };
  }

  #add(kind: XmlKind, name: string, value: string, parent: XmlNode | undefined): XmlNode {
    const index = this.nodes.length;
    const node: XmlNode = {
      ...{ kind, name, value, text: value, parent, order: this.#order++, index, end: index + 1 },
      ...{ attributes: NONE, namespaces: NONE },
    };
    this.nodes.push(node);
    this.#textIsOpen = false;
    return node;
  }
}

/** The string-value of XPath. */
export function textOfNode(tree: XmlTree, node: XmlNode): string {
  if (node.kind !== 'root' && node.kind !== 'element') return node.text;
  let text = '';
  for (let index = node.index + 1; index < node.end; index++) {
    const inner = tree.nodes[index] as XmlNode;
    if (inner.kind === 'text') text += inner.text;
  }
  spend(tree, node.end - node.index + (text.length >> 3));
  return text;
}
