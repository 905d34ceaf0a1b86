import { describe, expect, it } from 'vitest';
import { decodeStage } from '../../testing/run-stage.ts';
import { leaf, type NodeRow, split } from '../../testing/tree-rows.ts';
import { decisionTreeClassificationModel } from '../classification/decision-tree-classification-model.ts';

function decode(data: readonly NodeRow[], savedBy = '3.5.0') {
  return decodeStage(decisionTreeClassificationModel, {
    savedBy,
    params: { impurity: 'gini' },
    extras: { numFeatures: 3, numClasses: 2 },
    tables: { data: data.map((row) => ({ gain: 0.5, ...row })) as never },
  });
}

const ROWS = [
  split(0, { left: 1, right: 2, feature: 1, values: [0.5] }),
  leaf(1, 10, [1, 0]),
  split(2, { left: 3, right: 4, feature: 2, values: [2, 0], arity: 3 }),
  leaf(3, 20, [0, 1]),
  leaf(4, 1e7, [2, 2]),
];

/** A tree that grows to the left alone. */
function vine(depth: number): NodeRow[] {
  const nodes = 2 * depth + 1;
  return Array.from({ length: nodes }, (_, id) =>
    id < depth ? split(id, { left: id + 1, right: nodes - 1 - id, feature: 0, values: [1] }) : leaf(id, 1, [1, 1]),
  );
}

// The form is that of real Spark, which the conformance run compares for many models.
describe('what trees tell', () => {
  it.each([
    ['2.4.8', 'DecisionTreeClassificationModel (uid=stage_1) of depth 2 with 5 nodes'],
    ['3.5.0', 'DecisionTreeClassificationModel: uid=stage_1, depth=2, numNodes=5, numClasses=2, numFeatures=3'],
  ])('prints a tree as Spark %s', async (savedBy, header) => {
    const stage = await decode(ROWS, savedBy);
    expect(await stage.value('toDebugString')).toBe(
      [
        header,
        '  If (feature 1 <= 0.5)',
        '   Predict: 10.0',
        '  Else (feature 1 > 0.5)',
        '   If (feature 2 in {0.0,2.0})',
        '    Predict: 20.0',
        '   Else (feature 2 not in {0.0,2.0})',
        '    Predict: 1.0E7',
        '',
      ].join('\n'),
    );
    expect([await stage.value('depth'), await stage.value('numNodes')]).toEqual([2, 5]);
  });

  it('tells of a single leaf', async () => {
    const stage = await decode([leaf(0, 4, [1, 1])]);
    expect(await stage.value('toDebugString')).toContain('\n  Predict: 4.0\n');
    expect(await stage.value('featureImportances')).toMatchObject({ type: 0, size: 3, indices: Int32Array.of() });
  });

  it('goes as deep as Spark, and not for ever', async () => {
    expect(await (await decode(vine(30))).value('depth')).toBe(30);
    const refusal = expect.objectContaining({ code: 'MODEL_DATA' });
    await expect((await decode(vine(2000))).value('toDebugString')).rejects.toThrow(refusal);
  });

  it('refuses a name that it does not have', async () => {
    const refusal = expect.objectContaining({ code: 'INPUT_VALUE' });
    await expect((await decode(ROWS)).value('treeWeights')).rejects.toThrow(refusal);
    await expect((await decode(ROWS)).value('constructor')).rejects.toThrow(refusal);
  });
});
