import { string, withDefault } from '../../core/codec.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { createField } from '../../core/types.ts';
import { requireSize } from '../../core/vector.ts';
import { withNorm } from '../../kernels/squared-distance.ts';
import { centreDistance, isFarther, leafCentres, readCentreTree } from '../families/centre-tree.ts';
import { featureVector } from '../families/feature-vector.ts';
import { clusteringFit } from '../families/fit-params.ts';

/**
 * From the root down to the child whose centre is nearest, the first of equals: the number of the leaf where that ends,
 * which need not be the nearest of all. NaN fails the row, under cosine distance a zero vector too.
 * Mirrors `ClusteringTreeNode.predict`.
 */
export const bisectingKMeansModel = defineStage({
  spark: 'org.apache.spark.ml.clustering.BisectingKMeansModel',
  exactness: 'bit',
  fitParams: [...clusteringFit, 'minDivisibleClusterSize'],
  params: {
    featuresCol: withDefault(string, 'features'),
    predictionCol: withDefault(string, 'prediction'),
    distanceMeasure: withDefault(string, 'euclidean'),
  },
  data: { read: readCentreTree },
  sizes: ({ data }) => ({ clusters: data.leaves, features: data.features }),
  values: { numFeatures: ({ data }) => data.features, clusterCenters: ({ data }) => leafCentres(data.root) },
  plan({ data, params, semantics, sums }, input) {
    const cluster = compute([featureVector(input, params.featuresCol)], () => {
      const distance = centreDistance(data.measure, semantics, sums);
      const farther = isFarther(semantics);
      return (features) => {
        const point = withNorm(requireSize(features, data.features));
        let node = data.root;
        distance(node.centre, point);
        while (node.children.length > 0) {
          const { children } = node;
          node = children[0]!;
          let least = distance(node.centre, point);
          for (let i = 1; i < children.length; i++) {
            const next = distance(children[i]!.centre, point);
            if (farther(least, next)) [node, least] = [children[i]!, next];
          }
        }
        return node.index;
      };
    });
    const field = createField(params.predictionCol, 'integer', false);
    const attribute = { type: 'nominal' as const, cardinality: data.leaves };
    const attributes = isAtLeast(semantics, 3, 0) ? { attributes: { kind: 'scalar' as const, attribute } } : {};
    return [addColumn({ ...field, ...attributes }, cluster)];
  },
});
