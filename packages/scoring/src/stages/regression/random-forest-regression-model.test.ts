import { describe, expect, it } from 'vitest';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { decodeStage, scoreRows } from '../../testing/run-stage.ts';
import { ensembleTables, stump } from '../../testing/tree-rows.ts';
import { randomForestRegressionModel } from './random-forest-regression-model.ts';

// Spark 3.5.9 fitted these trees and gave these answers.
const TABLES = ensembleTables([
  stump({ feature: 0, values: [0, 1], arity: 3 }, 0, 0.8888888888888888),
  stump({ feature: 0, values: [0, 1], arity: 3 }, 0.23529411764705882, 0.8333333333333334),
]);
const SCHEMA = structType([createField('features', VECTOR)]);

type Tables = { readonly [name: string]: readonly { readonly [column: string]: unknown }[] };

function decode(tables: Tables, numTrees: unknown = 2) {
  const extras = { numFeatures: 2, numTrees };
  return decodeStage(randomForestRegressionModel, { params: { leafCol: 'leaf' }, extras, tables });
}

async function score(tables: Tables, category: number) {
  const [row] = scoreRows(await decode(tables), SCHEMA, [[new DenseVector(Float64Array.of(category, 0))]]);
  return [row![1], (row![2] as DenseVector).toArray()];
}

describe('RandomForestRegressionModel', () => {
  it.each([
    [0, 0.11764705882352941, [0, 0]],
    [2, 0.8611111111111112, [1, 1]],
  ])('takes the mean for category %d', async (category, ...expected) => {
    expect(await score(TABLES, category)).toEqual(expected);
  });

  it('reads treesMetadata by position, as Spark 4.1 names its columns', async () => {
    const treesMetadata = TABLES.treesMetadata.map((row) => ({ _1: row.treeID, _2: row.metadata, _3: row.weights }));
    expect(await score({ ...TABLES, treesMetadata: treesMetadata.toReversed() }, 2)).toEqual([
      0.8611111111111112,
      [1, 1],
    ]);
  });

  it('puts rows of several trees in order', async () => {
    const data = TABLES.data.toSorted((a, b) => b.nodeData.id - a.nodeData.id || b.treeID - a.treeID);
    expect(await score({ ...TABLES, data }, 2)).toEqual([0.8611111111111112, [1, 1]]);
  });

  it.each<[string, Tables, unknown, string]>([
    ['another number of trees', TABLES, 3, 'expected 3 trees in treesMetadata/, got 2'],
    ['a huge number of trees', TABLES, 2 ** 31, 'expected 2147483648 trees in treesMetadata/, got 2'],
    ['no trees', { data: [], treesMetadata: [] }, 0, 'expected a positive integer numTrees in the metadata, got 0'],
    ['a tree without nodes', { ...TABLES, data: TABLES.data.slice(0, 3) }, 2, 'expected nodes of tree 1, got none'],
    [
      'nodes of an unknown tree',
      { ...TABLES, data: TABLES.data.map((row) => ({ ...row, treeID: row.treeID * 2 })) },
      2,
      'expected tree ids 0 to 1, got 2',
    ],
    [
      'a tree twice',
      { ...TABLES, treesMetadata: TABLES.treesMetadata.map((row) => ({ ...row, treeID: 1 })) },
      2,
      'expected each tree id from 0 to 1 once, got 1',
    ],
    [
      'too few columns',
      { ...TABLES, treesMetadata: [{ treeID: 0 }, { treeID: 1 }] },
      2,
      'expected 3 columns in treesMetadata/, got 1',
    ],
  ])('refuses %s', async (_, tables, numTrees, message) => {
    await expect(decode(tables, numTrees)).rejects.toThrow(message);
  });
});
