import { defineStage, type StoredStage } from '../../core/stage.ts';
import { classSum } from '../../kernels/leaf-sum.ts';
import { normalizeCounts, shareVotes } from '../families/class-counts.ts';
import { planClassifier, probabilisticParams } from '../families/classifier.ts';
import { count, readExtra } from '../families/extras.ts';
import { fillVector } from '../families/filled-vector.ts';
import { forestFit } from '../families/fit-params.ts';
import { leafParams, planLeaves } from '../families/leaf-column.ts';
import { foldLeaves } from '../families/leaves.ts';
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
    const features = input.vector(params.featuresCol);
    const votes = foldLeaves(forest, features, {
      make: ({ place }) => {
        return classSum(place(shares, classes), classes);
      },
    });
    const raw = fillVector(votes, classes, () => (into, sums) => {
      for (let i = 0; i < classes; i++) into[i] = sums[i]!;
    });
    const toProbability = () => normalizeCounts(semantics);
    return [
      ...planClassifier({ classes, semantics, params, raw, toProbability }),
      ...planLeaves(params.leafCol, forest, features),
    ];
  },
});

async function readForest(stored: StoredStage) {
  const classes = readExtra(stored, 'numClasses', count);
  const { leafStats, ...ensemble } = await readTreeEnsemble(stored, classes);
  return { ...ensemble, classes, shares: shareVotes(leafStats, classes) };
}
