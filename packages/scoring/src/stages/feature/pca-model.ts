import { matrix, optional, string, vector } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { exactBySums } from '../../core/exactness.ts';
import { compute } from '../../core/expression.ts';
import { toRowMajor } from '../../core/matrix.ts';
import { defineStage, oneRow, type StoredStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { DenseVector, requireSize, type Vector } from '../../core/vector.ts';
import { rowDot, sparseDot } from '../../kernels/dot.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { storedValues } from '../families/stored-values.ts';
import { vectorColumn } from '../families/vector-column.ts';

/** The principal components as rows of a matrix, each as long as the features. */
interface Components {
  readonly features: number;
  readonly rows: readonly Float64Array[];
}

/** Projects a vector onto the principal components, without centring; the result is dense. Mirrors `PCAModel.transform`. */
export const pcaModel = defineStage({
  spark: 'org.apache.spark.ml.feature.PCAModel',
  exactness: exactBySums(),
  fitParams: ['k'],
  params: { inputCol: optional(string), outputCol: optional(string) },
  data: { read: readComponents },
  sizes: ({ data }) => ({ features: data.features, components: data.rows.length }),
  values: storedValues({ pc: matrix, explainedVariance: optional(vector) }),
  plan(model, input) {
    const { data, semantics, sums } = model;
    const projected = compute([input.vector(inputName(model))], () => {
      const dense = rowDot(sums);
      const dot = (row: Float64Array, x: Vector) => (x.type === 1 ? dense(row, x.values) : sparseDot(x, row));
      return (features) => {
        const checked = requireSize(features, data.features);
        // BLAS adds each sum to 0.0: none is -0.0.
        return new DenseVector(Float64Array.from(data.rows, (row) => 0 + dot(row, checked)));
      };
    });
    return [addColumn(vectorColumn(outputName(model), data.rows.length, semantics), projected)];
  },
});

async function readComponents(stored: StoredStage): Promise<Components> {
  const { pc } = await oneRow({ pc: matrix }).read(stored);
  if (pc.type !== 1) throw new ScoringError('MODEL_DATA', 'expected pc to be a dense matrix, got sparse', stored.where);
  if (pc.rows === 0) throw new ScoringError('MODEL_DATA', 'expected pc to have rows, got none', stored.where);
  const values = toRowMajor(pc);
  const column = (j: number) => Float64Array.from({ length: pc.rows }, (_, i) => values[i * pc.columns + j]!);
  return { features: pc.rows, rows: Array.from({ length: pc.columns }, (_, j) => column(j)) };
}
