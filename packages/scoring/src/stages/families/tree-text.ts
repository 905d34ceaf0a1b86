import { ScoringError } from '../../core/errors.ts';
import { javaDouble } from '../../core/java-text.ts';
import type { FittedSplit, FittedTree } from './fitted-trees.ts';

/** The nodes as `toDebugString` prints them, the root indented by so many spaces. Mirrors `Node.subtreeToString`. */
export function treeText(tree: FittedTree, indent: number): string {
  const lines: string[] = [];
  const open: FittedSplit[] = [];
  const write = (depth: number, text: string) => lines.push(`${' '.repeat(indent + depth)}${text}\n`);
  for (const node of tree) {
    if (node.kind === 'split') {
      write(node.depth, `If (${describeSplit(node, true)})`);
      open.push(node);
      continue;
    }
    write(node.depth, `Predict: ${javaDouble(node.prediction)}`);
    const parent = open.pop();
    if (parent !== undefined) write(parent.depth, `Else (${describeSplit(parent, false)})`);
  }
  return lines.join('');
}

/** More categories than Spark can fit: it keeps a bin for each. */
const MOST_CATEGORIES = 2 ** 20;

function describeSplit({ feature, arity, left }: FittedSplit, goesLeft: boolean): string {
  if (arity === undefined) return `feature ${feature} ${goesLeft ? '<=' : '>'} ${javaDouble(left[0]!)}`;
  if (arity > MOST_CATEGORIES) {
    throw new ScoringError('MODEL_LIMIT', `expected at most ${MOST_CATEGORIES} categories, got ${arity}`);
  }
  const lefts = new Set(Array.from(left));
  const listed = Array.from({ length: arity }, (_, category) => category).filter(
    (category) => lefts.has(category) === goesLeft,
  );
  return `feature ${feature} in {${listed.map(javaDouble).join(',')}}`;
}
