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

function describeSplit({ feature, isCategorical, left }: FittedSplit, goesLeft: boolean): string {
  if (!isCategorical) return `feature ${feature} ${goesLeft ? '<=' : '>'} ${javaDouble(left[0]!)}`;
  const categories = [...new Set(Array.from(left))].sort((a, b) => a - b);
  return `feature ${feature} ${goesLeft ? 'in' : 'not in'} {${categories.map(javaDouble).join(',')}}`;
}
