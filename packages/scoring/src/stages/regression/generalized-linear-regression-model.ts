import { type Codec, double, optional, string, vector, withDefault } from '../../core/codec.ts';
import type { Columns } from '../../core/columns.ts';
import { type Deviation, exactBySums } from '../../core/exactness.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage, type Model, oneRow } from '../../core/stage.ts';
import { addColumn, type Step } from '../../core/step.ts';
import { createField } from '../../core/types.ts';
import { expOf } from '../../kernels/exp.ts';
import { type FamilyName, inverseLinks, inversePower, type LinkName, PROJECTIONS } from '../../kernels/glm.ts';
import { linearFit } from '../families/fit-params.ts';
import { linearMargin, linearValues } from '../families/linear-margin.ts';
import { regressorParams } from '../families/regressor.ts';

/**
 * The mean that family and link make of the linear predictor, which linkPredictionCol shows. A null offset gives null.
 * Mirrors `GeneralizedLinearRegressionModel`.
 */
export const generalizedLinearRegressionModel = defineStage({
  spark: 'org.apache.spark.ml.regression.GeneralizedLinearRegressionModel',
  exactness: (semantics, sums, model) => exactBySums(model ? linkExactness(model) : INEXACT_LINK)(semantics, sums),
  fitParams: linearFit,
  params: {
    ...regressorParams,
    family: withDefault(named<FamilyName>('gaussian', 'binomial', 'poisson', 'gamma', 'tweedie'), 'gaussian'),
    link: optional(named<LinkName>('identity', 'log', 'inverse', 'logit', 'probit', 'cloglog', 'sqrt')),
    variancePower: withDefault(double, 0),
    linkPower: optional(double),
    linkPredictionCol: optional(string),
    offsetCol: optional(string),
  },
  data: oneRow({ coefficients: vector, intercept: double }),
  sizes: ({ data }) => ({ features: data.coefficients.size }),
  values: linearValues,
  plan(model, input) {
    const { params, data, semantics, sums } = model;
    const margin = linearMargin(data, input.vector(params.featuresCol), sums);
    const offset = offsetOf(params.offsetCol, input);
    const eta = predictorOf(margin, offset.value);
    const mean = compute([eta], () => {
      const [unlink, project] = meanOf(model);
      return (value) => (value === null ? null : project(unlink(value)));
    });
    const column = (name: string, value: Expression) =>
      outputColumn(name, value, { nullable: offset.nullable, semantics });
    const steps: Step[] = [];
    if (params.linkPredictionCol) steps.push(column(params.linkPredictionCol, eta));
    if (params.predictionCol !== '') steps.push(column(params.predictionCol, mean));
    return steps;
  },
});

/** A name in any case. */
function named<T extends string>(...names: readonly T[]): Codec<T> {
  const find = (value: unknown) => names.find((name) => typeof value === 'string' && name === value.toLowerCase());
  return { expects: `one of ${names.join(', ')}`, parse: find };
}

interface Offset {
  readonly value?: Expression<number | null>;
  readonly nullable: boolean;
}

function offsetOf(name: string | undefined, input: Columns): Offset {
  if (!name) return { nullable: false };
  const value = input.number(name);
  return { value, nullable: input.require(name, 'double').nullable };
}

/** Without an offset Spark adds 0.0, which turns -0.0 into 0.0. */
function predictorOf(
  margin: Expression<number>,
  offset: Expression<number | null> | undefined,
): Expression<number | null> {
  if (offset === undefined) return compute([margin], () => (value) => value + 0);
  return compute([margin, offset], () => (value, added) => (added === null ? null : value + added));
}

function outputColumn(
  name: string,
  value: Expression,
  { nullable, semantics }: { nullable: boolean; semantics: SparkVersion },
): Step {
  const field = createField(name, 'double', nullable);
  const attributes = { kind: 'scalar' as const, attribute: { type: 'numeric' as const } };
  return addColumn(isAtLeast(semantics, 3, 0) ? { ...field, attributes } : field, value);
}

type Params = {
  readonly family: FamilyName;
  readonly link: LinkName | undefined;
  readonly variancePower: number;
  readonly linkPower: number | undefined;
};

type Unary = (x: number) => number;

const DEFAULT_LINKS = { gaussian: 'identity', binomial: 'logit', poisson: 'log', gamma: 'inverse' } as const;
const POWER_FAMILIES: ReadonlyMap<number, 'gaussian' | 'poisson' | 'gamma'> = new Map([
  [0, 'gaussian'],
  [1, 'poisson'],
  [2, 'gamma'],
]);
const POWER_LINKS: ReadonlyMap<number, LinkName> = new Map([
  [0, 'log'],
  [1, 'identity'],
  [-1, 'inverse'],
  [0.5, 'sqrt'],
]);

const INEXACT_LINK = {
  ulps: 2,
  abs: 1.2e-16,
  because:
    'pow of power links and the exp inside probit differ from Java in some arguments in 10000; all else is equal',
};

function linkExactness(model: Model<Params, unknown>): 'bit' | Deviation {
  const link = linkOf(model);
  return link === 'probit' || typeof link === 'number' ? INEXACT_LINK : 'bit';
}

/** The name of the link, or the power that it is. Params count where they are set; under tweedie only the powers do. */
function linkOf({ params, isSet }: Model<Params, unknown>): LinkName | number {
  const { family, link, variancePower, linkPower } = params;
  if (family !== 'tweedie') return isSet('link') && link !== undefined ? link : DEFAULT_LINKS[family];
  if (isSet('linkPower') && linkPower !== undefined) return POWER_LINKS.get(linkPower) ?? linkPower;
  const known = POWER_FAMILIES.get(variancePower);
  return known === undefined ? 1 - variancePower : DEFAULT_LINKS[known];
}

/** The inverse link and the projection. */
function meanOf(model: Model<Params, unknown>): readonly [Unary, Unary] {
  const exp = expOf(model.sums);
  const { family, variancePower } = model.params;
  const link = linkOf(model);
  const unlink = typeof link === 'number' ? inversePower(link, exp) : inverseLinks(exp)[link];
  const known = family === 'tweedie' ? (POWER_FAMILIES.get(variancePower) ?? family) : family;
  return [unlink, PROJECTIONS[known]];
}
