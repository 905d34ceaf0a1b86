import { erf } from './erf.ts';
import { pow } from './exp.ts';

export type FamilyName = 'gaussian' | 'binomial' | 'poisson' | 'gamma' | 'tweedie';
export type LinkName = 'identity' | 'log' | 'inverse' | 'logit' | 'probit' | 'cloglog' | 'sqrt';

type Unary = (x: number) => number;

const EPSILON = 1e-16;

/** From the linear predictor to the mean, link by link. */
export function inverseLinks(exp: Unary): Readonly<Record<LinkName, Unary>> {
  return {
    identity: (eta) => eta,
    log: exp,
    inverse: (eta) => 1 / eta,
    logit: (eta) => 1 / (1 + exp(-1 * eta)),
    probit: (eta) => 0.5 * (1 + erf(eta / Math.SQRT2)),
    cloglog: (eta) => 1 - exp(-1 * exp(eta)),
    sqrt: (eta) => eta * eta,
  };
}

/** The inverse of mu^power; of the logarithm for power 0. */
export function inversePower(power: number, exp: Unary): Unary {
  if (power === 0) return exp;
  const exponent = 1 / power;
  return (eta) => pow(eta, exponent);
}

/** Keeps a mean inside what the family allows; NaN stays. */
export const PROJECTIONS: Readonly<Record<FamilyName, Unary>> = {
  gaussian: (mean) => Math.min(Math.max(mean, -Number.MAX_VALUE), Number.MAX_VALUE),
  binomial: (mean) => Math.min(Math.max(mean, EPSILON), 1 - EPSILON),
  poisson: projectPositive,
  gamma: projectPositive,
  tweedie: projectPositive,
};

function projectPositive(mean: number): number {
  return Math.min(Math.max(mean, EPSILON), Number.MAX_VALUE);
}
