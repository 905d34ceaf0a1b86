/** The nodes of an axis in its own order, nearest first. */
import { spend, type XmlNode, type XmlTree } from './tree.ts';
import type { Axis, NodeTest } from './xpath-syntax.ts';

export type Visit = (node: XmlNode) => void;

export function walkAxis(tree: XmlTree, { node, axis }: { node: XmlNode; axis: Axis }, visit: Visit): void {
  switch (axis) {
    case 'self':
      visit(node);
      break;
    case 'parent':
      if (node.parent !== undefined) visit(node.parent);
      break;
    case 'ancestor-or-self':
      visit(node);
      visitAncestors(node, visit);
      break;
    case 'ancestor':
      visitAncestors(node, visit);
      break;
    case 'attribute':
      node.attributes.forEach(visit);
      break;
    case 'namespace':
      namespacesOf(tree, node).forEach(visit);
      break;
    default:
      if (!isLeaf(node) || /^(following|preceding|descendant-or-self)$/.test(axis))
        walkTree(tree, { node, axis }, visit);
  }
}

function isLeaf({ kind }: XmlNode): boolean {
  return kind === 'attribute' || kind === 'namespace';
}

function visitAncestors(node: XmlNode, visit: Visit): void {
  for (let above = node.parent; above !== undefined; above = above.parent) visit(above);
}

/** The declarations in scope; those nearer hide those of the same prefix. */
function namespacesOf(tree: XmlTree, node: XmlNode): XmlNode[] {
  const seen = new Map<string, XmlNode>();
  if (node.kind !== 'element') return [];
  for (let at: XmlNode | undefined = node; at !== undefined; at = at.parent) {
    spend(tree, 1);
    for (const declared of at.namespaces) if (!seen.has(declared.name)) seen.set(declared.name, declared);
  }
  return [...seen.values()].sort((a, b) => a.order - b.order);
}

function topOf(tree: XmlTree, node: XmlNode): XmlNode {
  let top = node;
  while (top.parent?.parent !== undefined) {
    spend(tree, 1);
    top = top.parent;
  }
  return top;
}

function walkTree(tree: XmlTree, { node, axis }: { node: XmlNode; axis: Axis }, visit: Visit): void {
  const { nodes } = tree;
  const at = (index: number) => nodes[index] as XmlNode;
  const { index, parent } = node;
  switch (axis) {
    case 'child':
      for (let i = index + 1; i < node.end; i = at(i).end) visit(at(i));
      break;
    case 'descendant-or-self':
      visit(node);
      if (isLeaf(node)) break;
      for (let i = index + 1; i < node.end; i++) visit(at(i));
      break;
    case 'descendant':
      for (let i = index + 1; i < node.end; i++) visit(at(i));
      break;
    case 'following':
      for (let i = isLeaf(node) ? index + 1 : node.end; i < nodes.length; i++) visit(at(i));
      break;
    case 'preceding':
      // The JDK stays below the child of the root in which the node lies.
      for (let i = index - 1, top = topOf(tree, node).index; i > top; i--) if (at(i).end <= index) visit(at(i));
      break;
    case 'following-sibling':
      for (let i = node.end; parent !== undefined && i < parent.end; i = at(i).end) visit(at(i));
      break;
    case 'preceding-sibling':
      siblingsBefore(nodes, node).forEach(visit);
      break;
  }
}

function siblingsBefore(nodes: readonly XmlNode[], { index, parent }: XmlNode): XmlNode[] {
  const before: XmlNode[] = [];
  if (parent === undefined) return before;
  for (let i = parent.index + 1; i < index; i = (nodes[i] as XmlNode).end) before.push(nodes[i] as XmlNode);
  return before.reverse();
}

/** The JDK cuts the prefix from a name, though the document has no namespaces. */
export function localName({ name }: XmlNode): string {
  return name.slice(name.indexOf(':') + 1);
}

/** True where a node passes; names are those of the axis' own kind of nodes. */
export function passes(node: XmlNode, test: NodeTest, axis: Axis): boolean {
  switch (test.kind) {
    case 'node':
      return true;
    case 'name': {
      const kind = axis === 'attribute' || axis === 'namespace' ? axis : 'element';
      return (
        node.kind === kind &&
        !test.prefixed &&
        (test.name === '*' || test.name === (test.isWhole ? node.name : localName(node)))
      );
    }
    case 'instruction':
      return node.kind === 'instruction' && (test.target === undefined || test.target === node.name);
    default:
      return node.kind === test.kind;
  }
}
