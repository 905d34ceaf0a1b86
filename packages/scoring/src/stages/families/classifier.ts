import { vectorSize } from '../../core/attributes.ts';
import { doubles, optional, string, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { addColumn, type Step } from '../../core/step.ts';
import { type ColumnAttributes, createField, type Field, VECTOR } from '../../core/types.ts';
import type { DenseVector } from '../../core/vector.ts';
import { argmax, argmaxScaled } from '../../kernels/argmax.ts';
import { changeVector } from './filled-vector.ts';

/** Params of every classifier; a column name of "" switches that output off. */
export const classifierParams = {
  featuresCol: withDefault(string, 'features'),
  predictionCol: withDefault(string, 'prediction'),
  rawPredictionCol: withDefault(string, 'rawPrediction'),
};

/** Params of the classifiers that also tell probabilities. */
export const probabilisticParams = {
  ...classifierParams,
  probabilityCol: withDefault(string, 'probability'),
  thresholds: optional(doubles),
};

export interface ClassifierOutputs {
  readonly classes: number;
  readonly semantics: SparkVersion;
  readonly params: {
    readonly predictionCol: string;
    readonly rawPredictionCol: string;
    readonly probabilityCol?: string;
    readonly thresholds?: readonly number[] | undefined;
  };
  readonly raw: Expression<DenseVector>;
  /** Compiled per program: raw values to probabilities, in place. Absent for classifiers without probabilities. */
  readonly toProbability?: () => (values: Float64Array) => void;
  /** Prediction from raw values; default: the first maximum, or by thresholds over the probabilities. */
  readonly rawToPrediction?: () => (raw: Float64Array) => number;
  /** Prediction from probabilities; default: the first maximum, or by thresholds. */
  readonly probabilityToPrediction?: () => (probability: Float64Array) => number;
  /** Prediction where both columns are off; default: as from raw values. */
  readonly predict?: Expression<number>;
}

/**
 * The output columns of a classifier, and the rule which of them decides the prediction: the raw column if it is on,
 * else the probability column, else `predict`. Mirrors `ProbabilisticClassificationModel.transform`.
 */
export function planClassifier(outputs: ClassifierOutputs): readonly Step[] {
  const { params, classes, raw } = outputs;
  checkThresholds(outputs);
  const steps: Step[] = [];
  const probability = probabilityOf(outputs);
  const vectorField = (name: string) => withAttributes(createField(name, VECTOR), outputs, vectorSize(classes));
  if (params.rawPredictionCol !== '') steps.push(addColumn(vectorField(params.rawPredictionCol), raw));
  if (params.probabilityCol && probability !== undefined) {
    steps.push(addColumn(vectorField(params.probabilityCol), probability));
  }
  if (params.predictionCol !== '') {
    const field = createField(params.predictionCol, 'double', false);
    const attribute = { type: 'nominal' as const, cardinality: classes };
    const value = predictionOf(outputs, probability);
    steps.push(addColumn(withAttributes(field, outputs, { kind: 'scalar', attribute }), value));
  }
  return steps;
}

/** Spark says the sizes of its outputs since 3.0. */
function withAttributes(field: Field, outputs: ClassifierOutputs, attributes: ColumnAttributes): Field {
  return isAtLeast(outputs.semantics, 3, 0) ? { ...field, attributes } : field;
}

/** One threshold a class, none negative, at most one of them 0. */
function checkThresholds({ params, classes }: ClassifierOutputs): void {
  const { thresholds } = params;
  if (thresholds === undefined) return;
  const valid = thresholds.every((limit) => limit >= 0) && thresholds.filter((limit) => limit === 0).length < 2;
  if (valid && thresholds.length === classes) return;
  const expected = `expected ${classes} thresholds, one a class, none negative and at most one 0`;
  throw new ScoringError('MODEL_PARAM', `${expected}, got ${thresholds.length}${valid ? '' : ' others'}`, {
    param: 'thresholds',
  });
}

function probabilityOf({ raw, classes, toProbability }: ClassifierOutputs): Expression<DenseVector> | undefined {
  return toProbability === undefined ? undefined : changeVector(raw, classes, toProbability);
}

function predictionOf(
  outputs: ClassifierOutputs,
  probability: Expression<DenseVector> | undefined,
): Expression<number> {
  const { params, raw, predict } = outputs;
  const fromRaw = () => predictBy(raw, outputs.classes, outputs.rawToPrediction ?? defaultRawToPrediction(outputs));
  if (params.rawPredictionCol !== '') return fromRaw();
  if (params.probabilityCol && probability !== undefined) {
    const rule = outputs.probabilityToPrediction ?? (() => byThresholds(params.thresholds));
    return predictBy(probability, outputs.classes, rule);
  }
  return predict ?? fromRaw();
}

/** What a rule makes of the elements of a vector. */
export function predictBy(
  vector: Expression<DenseVector>,
  size: number,
  prepare: () => (values: Float64Array) => number,
): Expression<number> {
  const compile = () => {
    const rule = prepare();
    return ({ values }: DenseVector) => rule(values);
  };
  return compute([vector], compile, { kind: 'reduce', size, takesLonger: false, ofDense: prepare });
}

function defaultRawToPrediction({
  classes,
  params,
  toProbability,
}: ClassifierOutputs): () => (raw: Float64Array) => number {
  const { thresholds } = params;
  if (thresholds === undefined || toProbability === undefined) return () => argmax;
  return () => {
    const [convert, rule] = [toProbability(), byThresholds(thresholds)];
    const values = new Float64Array(classes);
    return (raw) => {
      values.set(raw);
      convert(values);
      return rule(values);
    };
  };
}

function byThresholds(thresholds: readonly number[] | undefined): (probability: Float64Array) => number {
  if (thresholds === undefined) return argmax;
  const limits = Float64Array.from(thresholds);
  return (probability) => argmaxScaled(probability, limits);
}
