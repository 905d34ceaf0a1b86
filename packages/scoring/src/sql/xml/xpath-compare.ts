/** Operators of XPath on two values. */
import { spend, type XmlTree } from './tree.ts';
import type { BinaryOperator } from './xpath-syntax.ts';
import { isNodes, numberOf, textOf, truthOf, type XPathValue } from './xpath-values.ts';

export const ARITHMETIC: { readonly [operator in BinaryOperator]?: (a: number, b: number) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b,
};
const FLIPPED: { readonly [operator in BinaryOperator]?: BinaryOperator } = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Sets of nodes compare by any of their nodes. Mirrors `XNodeSet.compare`. */
export function compareValues(
  operator: BinaryOperator,
  [a, b]: readonly [XPathValue, XPathValue],
  tree: XmlTree,
): boolean {
  if (!isNodes(a) && isNodes(b)) return compareValues(FLIPPED[operator] ?? operator, [b, a], tree);
  if (!isNodes(a)) return comparePlain(operator, [a, b], tree);
  if (typeof b === 'boolean') return compareNumbers(operator, Number(a.length > 0), Number(b));
  const others = isNodes(b) ? b.map((node) => textOf([node], tree)) : [b];
  const asText = operator === '=' || operator === '!=';
  return a.some((node) => {
    spend(tree, 1 + others.length);
    const text = textOf([node], tree);
    return others.some((other) =>
      asText && typeof other === 'string'
        ? (text === other) === (operator === '=')
        : compareNumbers(operator, numberOf(text, tree), numberOf(other as XPathValue, tree)),
    );
  });
}

function comparePlain(operator: BinaryOperator, [a, b]: readonly [XPathValue, XPathValue], tree: XmlTree): boolean {
  if (operator !== '=' && operator !== '!=') return compareNumbers(operator, numberOf(a, tree), numberOf(b, tree));
  const kinds = [typeof a, typeof b];
  const same = kinds.includes('boolean')
    ? truthOf(a) === truthOf(b)
    : kinds.includes('number')
      ? numberOf(a, tree) === numberOf(b, tree)
      : a === b;
  return same === (operator === '=');
}

function compareNumbers(operator: BinaryOperator, a: number, b: number): boolean {
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}
