import { compute } from '../../core/expression.ts';
import { defineStage, type StoredStage } from '../../core/stage.ts';
import { normalizeCounts } from '../families/class-counts.ts';
import { planClassifier, probabilisticParams } from '../families/classifier.ts';
import { count, readExtra } from '../families/extras.ts';
import { fillVector } from '../families/filled-vector.ts';
import { treeFit } from '../families/fit-params.ts';
import { leafParams, planLeaf } from '../families/leaf-column.ts';
import { leafOfOne } from '../families/leaves.ts';
import { readTreeNodes } from '../families/tree-nodes.ts';
import { treeValues } from '../families/tree-values.ts';

/**
 * The class counts of the leaf, and the class of the most. Where both vectors are off the leaf's own prediction
 * decides, whatever the thresholds. Mirrors `DecisionTreeClassificationModel`.
 */
export const decisionTreeClassificationModel = defineStage({
  spark: 'org.apache.spark.ml.classification.DecisionTreeClassificationModel',
  exactness: 'bit',
  fitParams: treeFit,
  params: { ...probabilisticParams, ...leafParams },
  data: { read: readTree },
  sizes: ({ data }) => ({ features: data.features, classes: data.classes, nodes: data.forest.tests.length }),
  values: {
    ...treeValues('DecisionTreeClassificationModel'),
    numClasses: ({ data }) => data.classes,
  },
  plan({ params, data, semantics }, input) {
    const { forest, leafStats, predictions, classes } = data;
    const leaf = leafOfOne(forest, input.vector(params.featuresCol));
    const raw = fillVector(leaf, classes, () => (into, at) => {
      for (let i = 0; i < classes; i++) into[i] = leafStats[at * classes + i]!;
    });
    const predict = compute([leaf], () => (at) => predictions[at]!);
    const toProbability = () => normalizeCounts(semantics);
    return [
      ...planClassifier({ classes, semantics, params, raw, toProbability, predict }),
      ...planLeaf(params.leafCol, forest, leaf),
    ];
  },
});

async function readTree(stored: StoredStage) {
  const classes = readExtra(stored, 'numClasses', count);
  const table = await stored.table('data');
  return { ...readTreeNodes(stored, { table, prefix: '', trees: 1, statsWidth: classes }), classes };
}
