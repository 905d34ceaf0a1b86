import { vectorElements } from '../../core/attributes.ts';
import { string, withDefault } from '../../core/codec.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { addColumn, type Step } from '../../core/step.ts';
import { type Attribute, createField, VECTOR } from '../../core/types.ts';
import { DenseVector, type Vector } from '../../core/vector.ts';
import type { Forest } from '../../kernels/forest.ts';
import { leavesOf } from './leaves.ts';

/** leafCol names the column of leaf indices; "" switches it off. Since Spark 3.0. */
export const leafParams = { leafCol: withDefault(string, '') };

/** The index of the leaf that a tree answers with, counted from left to right, as a double. */
export function planLeaf(leafCol: string, forest: Forest, leaf: Expression<number>): readonly Step[] {
  if (leafCol === '') return [];
  const field = createField(leafCol, 'double', false);
  const attributes = { kind: 'scalar' as const, attribute: leafAttribute(forest, 0) };
  return [addColumn({ ...field, attributes }, leaf)];
}

/** The same of each tree, as a vector. */
export function planLeaves(leafCol: string, forest: Forest, features: Expression<Vector>): readonly Step[] {
  if (leafCol === '') return [];
  const trees = forest.roots.length;
  const { firstLeaves } = forest;
  const value = compute([leavesOf(forest, features)], () => {
    return (found) => {
      const indices = new Float64Array(trees);
      for (let tree = 0; tree < trees; tree++) indices[tree] = found[tree]! - firstLeaves[tree]!;
      return new DenseVector(indices);
    };
  });
  const attributes = vectorElements(trees, () =>
    Array.from({ length: trees }, (_, tree) => leafAttribute(forest, tree)),
  );
  return [addColumn({ ...createField(leafCol, VECTOR), attributes }, value)];
}

function leafAttribute({ firstLeaves }: Forest, tree: number): Attribute {
  return { type: 'nominal', cardinality: firstLeaves[tree + 1]! - firstLeaves[tree]! };
}
