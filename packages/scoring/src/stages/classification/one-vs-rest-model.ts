import { string } from '../../core/codec.ts';
import type { Columns } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { exactBySums } from '../../core/exactness.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { isObject, parseJson } from '../../core/json-parse.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage, type Stage, type StoredStage } from '../../core/stage.ts';
import { addColumn, type Step } from '../../core/step.ts';
import { createField, type Metadata } from '../../core/types.ts';
import { DenseVector } from '../../core/vector.ts';
import { classifierParams } from '../families/classifier.ts';
import { readExtra } from '../families/extras.ts';
import { predictorFit } from '../families/fit-params.ts';
import { vectorColumn } from '../families/vector-column.ts';

/** The name under which each model gives its raw values; the column never comes to be. */
const RAW = 'raw values of one class';

/**
 * One binary model a class; the class whose model has the largest raw value for its class 1, whatever thresholds the
 * models have. The folder of the unfitted classifier is not read. Mirrors `OneVsRestModel.transform`.
 */
export const oneVsRestModel = defineStage({
  spark: 'org.apache.spark.ml.classification.OneVsRestModel',
  exactness: exactBySums(),
  fitParams: [...predictorFit, 'classifier', 'parallelism'],
  params: classifierParams,
  data: { read: readLabels },
  sizes: ({ children }) => ({ classes: children.length }),
  plan({ params, data, children, semantics }, input) {
    const { featuresCol, predictionCol, rawPredictionCol } = params;
    const raws = children.map((child) => rawOf(child, featuresCol, input));
    const scores = compute(raws, () => (...vectors: DenseVector[]) => {
      return new DenseVector(Float64Array.from(vectors, (vector) => vector.values[1]!));
    });
    const steps: Step[] = [];
    if (rawPredictionCol !== '' && isAtLeast(semantics, 2, 4)) {
      steps.push(addColumn(vectorColumn(rawPredictionCol, children.length, semantics), scores));
    }
    if (predictionCol === '') return steps;
    const prediction = compute([scores], () => {
      const pick = pickClass(children.length, { semantics, inOrder: isInOrder(semantics, rawPredictionCol !== '') });
      return ({ values }) => pick(values);
    });
    return [...steps, addColumn(createField(predictionCol, 'double', false, data), prediction)];
  },
});

interface Picking {
  readonly semantics: SparkVersion;
  /** Whether values are compared in the order of the classes. */
  readonly inOrder: boolean;
}

/** Since Spark 3.2; and in 2.4, where the prediction was taken from the raw column if there was one. */
function isInOrder(semantics: SparkVersion, hasRaw: boolean): boolean {
  return isAtLeast(semantics, 3, 2) || (hasRaw && isAtLeast(semantics, 2, 4) && !isAtLeast(semantics, 3, 0));
}

/**
 * The class of the largest value, the first of equals. Since Spark 4.0 NaN and -Infinity never win: without another
 * value the answer is -1. Before, NaN never lost to what came behind it.
 */
function pickClass(classes: number, { semantics, inOrder }: Picking): (values: Float64Array) => number {
  if (isAtLeast(semantics, 4, 0)) {
    return (values) => {
      let best = -1;
      for (let i = 0; i < classes; i++) if (values[i]! > (values[best] ?? Number.NEGATIVE_INFINITY)) best = i;
      return best;
    };
  }
  const order = inOrder ? Array.from({ length: classes }, (_, i) => i) : hashOrder(classes);
  return (values) => order.reduce((best, next) => (values[next]! > values[best]! ? next : best));
}

/** The raw values of a model as Spark has them made: over these features, without any other output. */
function rawOf(model: Stage, featuresCol: string, input: Columns): Expression<DenseVector> {
  const quiet = { featuresCol, rawPredictionCol: RAW, predictionCol: '', probabilityCol: '' };
  const steps = model.withParams(quiet).plan(input);
  const step = steps.find((step) => step.kind === 'column' && step.field.name === RAW);
  if (step?.kind === 'column') return step.value as Expression<DenseVector>;
  throw new ScoringError('MODEL_SCHEMA', `expected classifiers with raw values, got ${model.spark}`);
}

/**
 * Otherwise classes are compared in the order of a Scala hash map, which up to four elements is that of insertion; of
 * more, they come by the bits of their mixed hashes, five at a time from the lowest.
 */
function hashOrder(classes: number): readonly number[] {
  const all = Array.from({ length: classes }, (_, i) => i);
  if (classes <= 4) return all;
  const places = all.map((i) => chunksOf(mixHash(i)));
  return all.sort((a, b) => {
    const chunk = places[a]!.findIndex((bits, level) => bits !== places[b]![level]);
    return chunk < 0 ? 0 : places[a]![chunk]! - places[b]![chunk]!;
  });
}

/** `HashMap.improve` of Scala 2.11 and 2.12. */
function mixHash(hash: number): number {
  let mixed = (hash + ~(hash << 9)) | 0;
  mixed ^= mixed >>> 14;
  mixed = (mixed + (mixed << 4)) | 0;
  return mixed ^ (mixed >>> 10);
}

function chunksOf(hash: number): readonly number[] {
  return [0, 5, 10, 15, 20, 25, 30].map((shift) => (hash >>> shift) & 31);
}

/** What is known of the label, for the prediction: JSON inside JSON. One model at least, or Spark fails. */
async function readLabels(stored: StoredStage): Promise<Metadata> {
  if (stored.children.length === 0)
    throw new ScoringError('MODEL_DATA', 'expected model_0, got no models', stored.where);
  const text = readExtra(stored, 'labelMetadata', string);
  try {
    const metadata = parseJson(text);
    if (isObject(metadata)) return metadata;
  } catch (error) {
    throw new ScoringError('MODEL_METADATA', 'expected labelMetadata to hold JSON, got other text', stored.where, {
      cause: error,
    });
  }
  throw new ScoringError('MODEL_METADATA', 'expected labelMetadata to hold a JSON object, got another', stored.where);
}
