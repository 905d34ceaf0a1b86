import { compute } from '../../core/expression.ts';
import { defineStage, type StoredStage } from '../../core/stage.ts';
import { DenseVector } from '../../core/vector.ts';
import { normalizeCounts, shareVotes } from '../families/class-counts.ts';
import { planClassifier, probabilisticParams } from '../families/classifier.ts';
import { count, readExtra } from '../families/extras.ts';
import { forestFit } from '../families/fit-params.ts';
import { leafParams, planLeaves } from '../families/leaf-column.ts';
import { leavesOf } from '../families/leaves.ts';
import { ensembleSizes, readTreeEnsemble } from '../families/tree-ensemble.ts';
import { ensembleValues } from '../families/tree-values.ts';

/**
 * Each tree votes by the shares of the classes in its leaf, in order of the trees; raw values are the votes.
 * Mirrors `RandomForestClassificationModel`.
 */
export const randomForestClassificationModel = defineStage({
  spark: 'org.apache.spark.ml.classification.RandomForestClassificationModel',
  exactness: 'bit',
  fitParams: forestFit,
  params: { ...probabilisticParams, ...leafParams },
  data: { read: readForest },
  sizes: ({ data }) => ({ ...ensembleSizes(data), classes: data.classes }),
  values: {
    ...ensembleValues({
      ensemble: 'RandomForestClassificationModel',
      tree: 'DecisionTreeClassificationModel',
      boosts: false,
    }),
    numClasses: ({ data }) => data.classes,
  },
  plan({ params, data, semantics }, input) {
    const { forest, shares, classes } = data;
    const leaves = leavesOf(forest, input.vector(params.featuresCol));
    const raw = compute([leaves], () => (found) => new DenseVector(sumShares(found, shares, classes)));
    const toProbability = () => normalizeCounts(semantics);
    return [
      ...planClassifier({ classes, semantics, params, raw, toProbability }),
      ...planLeaves(params.leafCol, forest, leaves),
    ];
  },
});

function sumShares(leaves: Int32Array, shares: Float64Array, classes: number): Float64Array {
  const votes = new Float64Array(classes);
  for (let tree = 0; tree < leaves.length; tree++) {
    const start = leaves[tree]! * classes;
    for (let i = 0; i < classes; i++) votes[i]! += shares[start + i]!;
  }
  return votes;
}

async function readForest(stored: StoredStage) {
  const classes = readExtra(stored, 'numClasses', count);
  const { leafStats, ...ensemble } = await readTreeEnsemble(stored, classes);
  return { ...ensemble, classes, shares: shareVotes(leafStats, classes) };
}
