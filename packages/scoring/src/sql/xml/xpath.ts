/** Evaluates XPath 1.0 over a document, within bounds. */
import { spend, type XmlNode, type XmlTree } from './tree.ts';
import { passes, walkAxis } from './xpath-axes.ts';
import { ARITHMETIC, compareValues } from './xpath-compare.ts';
import { XPATH_FUNCTIONS, type XPathContext } from './xpath-functions.ts';
import { badXPath, type Step, type XPath } from './xpath-syntax.ts';
import { nodesOf, numberOf, truthOf, type XPathValue } from './xpath-values.ts';

/** What a path gives for a document; throws XPathFailure where it fails. */
export function evaluateXPath(path: XPath, tree: XmlTree): XPathValue {
  const node = tree.nodes[0] as XmlNode;
  // Outside of predicates the JDK's position is -1.
  return evaluate(path, { tree, node, position: -1, size: 0, current: node });
}

function evaluate(path: XPath, context: XPathContext): XPathValue {
  switch (path.kind) {
    case 'number':
    case 'text':
      return path.value;
    case 'variable':
      throw badXPath('no variables');
    case 'negate':
      return -numberOf(evaluate(path.arg, context), context.tree);
    case 'call': {
      const args = path.args.map((arg) => evaluate(arg, context));
      return (XPATH_FUNCTIONS[path.name] as NonNullable<(typeof XPATH_FUNCTIONS)[string]>)(args, context);
    }
    case 'binary':
      return operate(path, context);
    case 'union':
      return inOrder(path.parts.flatMap((part) => nodesOf(evaluate(part, context))));
    case 'filter':
      return path.predicates.reduce<readonly XmlNode[]>(
        (nodes, predicate) => keepMatching(nodes, predicate, context),
        nodesOf(evaluate(path.base, context)),
      );
    case 'path':
      return walkPath(path, context);
  }
}

function walkPath({ from, steps }: Extract<XPath, { kind: 'path' }>, context: XPathContext): readonly XmlNode[] {
  const { tree, node } = context;
  let nodes: readonly XmlNode[] =
    from === 'root' ? [tree.nodes[0] as XmlNode] : from === 'here' ? [node] : nodesOf(evaluate(from, context));
  const inside = { ...context, current: node };
  for (const step of steps) {
    const found = nodes.flatMap((at) => takeStep(at, step, inside));
    nodes = nodes.length > 1 ? inOrder(found) : isReverse(step) ? found.reverse() : found;
  }
  return nodes;
}

function takeStep(node: XmlNode, { axis, test, predicates }: Step, context: XPathContext): readonly XmlNode[] {
  const found: XmlNode[] = [];
  walkAxis(context.tree, { node, axis }, (candidate) => {
    spend(context.tree, 1);
    if (passes(candidate, test, axis)) found.push(candidate);
  });
  return predicates.reduce<readonly XmlNode[]>((nodes, predicate) => keepMatching(nodes, predicate, context), found);
}

function keepMatching(nodes: readonly XmlNode[], predicate: XPath, context: XPathContext): readonly XmlNode[] {
  return nodes.filter((node, i) => {
    spend(context.tree, 1);
    const value = evaluate(predicate, { ...context, node, position: i + 1, size: nodes.length });
    return typeof value === 'number' ? Math.trunc(value) === i + 1 : truthOf(value);
  });
}

function operate({ operator, left, right }: Extract<XPath, { kind: 'binary' }>, context: XPathContext): XPathValue {
  const a = evaluate(left, context);
  if (operator === 'or') return truthOf(a) || truthOf(evaluate(right, context));
  if (operator === 'and') return truthOf(a) && truthOf(evaluate(right, context));
  const b = evaluate(right, context);
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic !== undefined) return arithmetic(numberOf(a, context.tree), numberOf(b, context.tree));
  return compareValues(operator, [a, b], context.tree);
}

function isReverse({ axis }: Step): boolean {
  return axis.startsWith('ancestor') || axis.startsWith('preceding');
}

function inOrder(nodes: readonly XmlNode[]): readonly XmlNode[] {
  return [...new Set(nodes)].sort((a, b) => a.order - b.order);
}
