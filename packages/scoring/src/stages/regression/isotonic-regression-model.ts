import { doubles, integer, string, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute, computeUnlessNull, type Expression } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, oneRow, type StoredStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { type ColumnAttributes, createField, isVector, VECTOR } from '../../core/types.ts';
import { DenseVector, elementAt } from '../../core/vector.ts';
import { interpolate, type PiecewiseLine } from '../../kernels/interpolate.ts';
import { isRising } from '../../kernels/java-search.ts';
import { predictorFit } from '../families/fit-params.ts';

const NUMERIC: ColumnAttributes = { kind: 'scalar', attribute: { type: 'numeric' } };

/**
 * Interpolates between the learnt points; outside them the nearest counts. Reads a double, null stays null, or element
 * `featureIndex` of a vector. Mirrors `IsotonicRegressionModel.transform`.
 */
export const isotonicRegressionModel = defineStage({
  spark: 'org.apache.spark.ml.regression.IsotonicRegressionModel',
  exactness: 'bit',
  fitParams: [...predictorFit, 'isotonic'],
  params: {
    featuresCol: withDefault(string, 'features'),
    predictionCol: withDefault(string, 'prediction'),
    featureIndex: withDefault(integer, 0),
  },
  data: { read: readPoints },
  sizes: ({ data }) => ({ boundaries: data.x.length }),
  values: {
    numFeatures: () => 1,
    boundaries: ({ data }) => new DenseVector(data.x),
    predictions: ({ data }) => new DenseVector(data.y),
  },
  plan(model, input) {
    const { featuresCol, featureIndex, predictionCol } = model.params;
    const { x, nullable } = findFeature(input, featuresCol, featureIndex);
    const field = createField(predictionCol, 'double', nullable);
    const attributes = isAtLeast(model.semantics, 3, 0) ? { attributes: NUMERIC } : {};
    return [
      addColumn(
        { ...field, ...attributes },
        computeUnlessNull(x, () => interpolate(model.data)),
      ),
    ];
  },
});

async function readPoints(stored: StoredStage): Promise<PiecewiseLine> {
  const { boundaries, predictions } = await oneRow({ boundaries: doubles, predictions: doubles }).read(stored);
  if (boundaries.length > 0 && boundaries.length === predictions.length && isRising(boundaries, false)) {
    return { x: Float64Array.from(boundaries), y: Float64Array.from(predictions) };
  }
  const sizes = `${boundaries.length} and ${predictions.length}`;
  throw new ScoringError(
    'MODEL_DATA',
    `expected rising boundaries, each with a prediction, got ${sizes}`,
    stored.where,
  );
}

function findFeature(input: Columns, name: string, index: number): { x: Expression<number | null>; nullable: boolean } {
  const field = input.require(name, index > 0 ? VECTOR : 'double');
  if (field.type === 'double') return { x: input.reference<number>(field), nullable: field.nullable };
  if (!isVector(field.type)) throw wrongType(field, 'DOUBLE or VECTOR');
  const element = compute([input.vector(name)], () => (vector) => {
    if (index >= 0 && index < vector.size) return elementAt(vector, index);
    throw new ScoringError('INPUT_VALUE', `expected a vector with element ${index}, got size ${vector.size}`);
  });
  return { x: element, nullable: false };
}
