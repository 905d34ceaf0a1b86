/** What an XPath is made of. */

export type Axis =
  | 'ancestor'
  | 'ancestor-or-self'
  | 'attribute'
  | 'child'
  | 'descendant'
  | 'descendant-or-self'
  | 'following'
  | 'following-sibling'
  | 'namespace'
  | 'parent'
  | 'preceding'
  | 'preceding-sibling'
  | 'self';

/**
 * A name (`*` for any), or a kind of node. A prefixed name is that of no node: the document has no namespaces. Names are
 * compared without the prefixes of the document, unless `isWhole`.
 */
export type NodeTest =
  | { readonly kind: 'name'; readonly name: string; readonly prefixed: boolean; readonly isWhole?: boolean }
  | { readonly kind: 'comment' | 'text' | 'node' }
  | { readonly kind: 'instruction'; readonly target?: string };

export interface Step {
  readonly axis: Axis;
  readonly test: NodeTest;
  readonly predicates: readonly XPath[];
}

export type BinaryOperator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod';

export type XPath =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'variable' }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly XPath[] }
  | { readonly kind: 'negate'; readonly arg: XPath }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: XPath; readonly right: XPath }
  | { readonly kind: 'union'; readonly parts: readonly XPath[] }
  | { readonly kind: 'filter'; readonly base: XPath; readonly predicates: readonly XPath[] }
  /** From the root, from the node at hand, or from what another expression gives. */
  | { readonly kind: 'path'; readonly from: 'root' | 'here' | XPath; readonly steps: readonly Step[] };

/** Thrown for a path that is no XPath, or that fails. */
export class XPathFailure extends Error {}

export function badXPath(expected: string): XPathFailure {
  return new XPathFailure(`expected ${expected}`);
}
