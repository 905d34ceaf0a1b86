import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { leaf, type NodeRow, type Split, split } from '../../testing/tree-rows.ts';
import { decisionTreeClassificationModel } from '../classification/decision-tree-classification-model.ts';

const SCHEMA = structType([createField('features', VECTOR)]);
const VECTORS = [
  [0, 0, 9],
  [0, 1, 7],
  [0, 1, 7.5],
].map((values) => [new DenseVector(Float64Array.from(values))]);

function decode(data: readonly NodeRow[], numClasses = 2) {
  return decodeStage(decisionTreeClassificationModel, {
    params: { rawPredictionCol: '', probabilityCol: '' },
    extras: { numFeatures: 3, numClasses },
    tables: { data: data as never },
  });
}

/** Feature 1 at 0.5, then feature 2 at 7 on the right. */
const ROWS = [
  split(0, { left: 1, right: 2, feature: 1, values: [0.5] }),
  leaf(1, 10, [1, 0]),
  split(2, { left: 3, right: 4, feature: 2, values: [7] }),
  leaf(3, 20, [0, 1]),
  leaf(4, 30, [2, 2]),
];

function withRoot(change: Partial<Split>): NodeRow[] {
  const root = split(0, { left: 1, right: 2, feature: 0, values: [1], ...change });
  return [root, leaf(1, 1, [1, 1]), leaf(2, 2, [1, 1])];
}

describe('readTreeNodes', () => {
  it.each([
    ['in order', ROWS],
    ['backwards', ROWS.toReversed()],
  ])('reads nodes that are stored %s', async (_, rows) => {
    const stage = await decode(rows);
    expect(stage.sizes).toEqual({ features: 3, classes: 2, nodes: 5 });
    expect(scoreRows(stage, SCHEMA, VECTORS).map((row) => row[1])).toEqual([10, 20, 30]);
  });

  it('reads a single leaf', async () => {
    const stage = await decode([leaf(0, 4, [1, 1])]);
    expect(scoreRows(stage, SCHEMA, VECTORS).map((row) => row[1])).toEqual([4, 4, 4]);
  });

  it.each<[string, NodeRow[], string]>([
    ['no rows', [], 'expected nodes of tree 0, got none'],
    ['a missing id', [ROWS[0]!, ROWS[1]!, leaf(3, 1, [1, 1])], 'expected node ids 0 to 2 in tree 0, got 3'],
    ['an id twice', [ROWS[0]!, ROWS[1]!, ROWS[1]!], 'expected one node 1 in tree 0, got two'],
    ['half an id', [leaf(0.5, 1, [1, 1])], 'expected node ids 0 to 0 in tree 0, got 0.5'],
    ['a node behind the last', [leaf(0, 1, [1, 1]), leaf(1, 1, [1, 1])], 'below node 0'],
    ['a cycle', withRoot({ left: 0, right: 0 }), 'below node 0'],
    ['a child beyond the end', withRoot({ right: 3 }), 'below node 0'],
    ['a shared child', withRoot({ right: 1 }), 'below node 0'],
    ['children the other way round', withRoot({ left: 2, right: 1 }), 'below node 0'],
    ['half a child', withRoot({ right: 1.5 }), 'below node'],
    ['an unknown feature', withRoot({ feature: 3 }), 'one of 3 features, got feature 3'],
    ['a negative feature', withRoot({ feature: -1 }), 'got feature -1'],
    ['no threshold', withRoot({ values: [] }), 'expected one threshold a split, got 0'],
    ['two thresholds', withRoot({ values: [1, 2] }), 'expected one threshold a split, got 2'],
    ['a category beyond the last', withRoot({ values: [3], arity: 3 }), 'expected categories below 3'],
    ['half a category', withRoot({ values: [0.5], arity: 3 }), 'expected categories below 3'],
    ['less than no categories', withRoot({ values: [], arity: -2 }), 'expected a number of categories, got -2'],
    ['too few statistics', [leaf(0, 1, [1])], 'expected 2 impurityStats a leaf, got 1'],
    ['too many statistics', [leaf(0, 1, [1, 2, 3])], 'expected 2 impurityStats a leaf, got 3'],
  ])('refuses %s', async (_, rows, message) => {
    const refusal = expect.objectContaining({ code: 'MODEL_DATA', message: expect.stringContaining(message) });
    await expect(decode(rows)).rejects.toThrow(refusal);
  });

  it('allocates nothing on the word of a stored size', async () => {
    await expect(decode(ROWS, 2 ** 31)).rejects.toThrow('expected 2147483648 impurityStats a leaf, got 2');
    await expect(decode(withRoot({ values: [2 ** 31 - 3], arity: 2 ** 31 - 1 }))).resolves.toBeDefined();
  });

  it.each([null, 0, 1.5, 'two'])('refuses %s classes', async (numClasses) => {
    const refusal = expect.objectContaining({ code: 'MODEL_METADATA' });
    await expect(decode(ROWS, numClasses as never)).rejects.toThrow(refusal);
  });
});
