/**
 * Sine and cosine with the bits of Apache Commons Math, for angles from 0 to three million: nearly always the nearest
 * doubles, not always. The order of operations is that of its FastMath: a table in steps of an eighth, a polynomial for
 * the rest of the angle, the two joined by the addition theorem in sums of two doubles.
 */

/** At each eighth: sine, what it lacks, cosine, what it lacks. The first of each pair has 23 bits. */
const EIGHTHS: readonly (readonly [number, number, number, number])[] = [
  [0.0, 0.0, 1.0, 0.0],
  [0.1246747374534607, -4.068233003401932e-9, 0.9921976327896118, 3.4439717236742845e-8],
  [0.24740394949913025, 9.755392680573412e-9, 0.9689123630523682, 5.865827662008209e-8],
  [0.366272509098053, 1.9987994582857286e-8, 0.9305076599121094, -3.7999795083850525e-8],
  [0.4794255495071411, -1.0902938113007961e-8, 0.8775825500488281, 1.184154459111628e-8],
  [0.5850973129272461, -3.9986783938944604e-8, 0.8109631538391113, -3.43338934259355e-8],
  [0.6816387176513672, 4.23719669792332e-8, 0.7316888570785522, 1.1795268640216787e-8],
  [0.7675435543060303, -5.207000323380292e-8, 0.6409968137741089, 4.438921624363781e-8],
  [0.8414709568023682, 2.800552834259e-8, 0.5403022766113281, 2.925681159240093e-8],
  [0.902267575263977, 1.883511811213715e-8, 0.4311765432357788, -2.6437112632041807e-8],
  [0.9489846229553223, -3.5997360512765566e-9, 0.3153223395347595, 2.2860509143963117e-8],
  [0.9808930158615112, 4.116164446561962e-8, 0.19454771280288696, -4.813899778443457e-9],
  [0.9974949359893799, 5.0614674548127384e-8, 0.07073719799518585, 3.6725170580355583e-9],
  [0.9985313415527344, -1.0129027912496858e-9, -0.05417713522911072, 2.0217439756338078e-10],
];

/** pi / 2 as the sum of two doubles. */
const QUARTER = 1.5707963267948966;
const QUARTER_LACK = 6.123233995736766e-17;

/** pi / 2 in three parts; multiples of the first are exact. */
const QUARTER_PARTS = [1.570796251296997, 7.549789948768648e-8, 6.123233995736766e-17] as const;

export function tabledSine(angle: number): number {
  if (angle === 0) return angle;
  return angle <= QUARTER ? sineOf(angle, 0) : reducedSine(angle, 0);
}

export function tabledCosine(angle: number): number {
  return angle <= QUARTER ? cosineOf(angle, 0) : reducedSine(angle, 1);
}

/** The sine of an angle and so many quarter turns. Leaves of the angle what is above quarter turns, and above zero. */
function reducedSine(angle: number, quarters: number): number {
  for (let turns = Math.trunc(angle * 0.6366197723675814); ; turns--) {
    let high = angle;
    let low = 0;
    for (const part of QUARTER_PARTS) {
      const before = high;
      high = before - turns * part;
      low -= high - before + turns * part;
    }
    if (high <= 0) continue;
    const quadrant = (turns + quarters) % 4;
    const magnitude = quadrant % 2 === 0 ? sineOf(high, low) : cosineOf(high, low);
    return quadrant < 2 ? magnitude : -magnitude;
  }
}

/** The cosine of high + low, from 0 to pi / 2. */
function cosineOf(high: number, low: number): number {
  const complement = QUARTER - high;
  return sineOf(complement, -(complement - QUARTER + high) + (QUARTER_LACK - low));
}

/** The sine of high + low, from 0 to pi / 2; `low` is what `high` lacks. */
function sineOf(high: number, low: number): number {
  const eighths = Math.trunc(high * 8 + 0.5);
  const entry = EIGHTHS[eighths]!;
  const sine = entry[0];
  const sineLack = entry[1];
  const cosine = entry[2];
  const cosineLack = entry[3];
  const rest = high - eighths * 0.125;
  const scaled = rest * 2 ** 30;
  const restSine = rest + scaled - scaled;
  const restSineLack = sineTail(rest) + (rest - restSine);
  const restCosineLack = cosineTail(rest);

  const product = cosine * restSine;
  let sum = sine + product;
  let error = -(sum - sine - product);
  error = error + sine * restCosineLack + cosine * restSineLack;
  error = error + sineLack + cosineLack * restSine + sineLack * restCosineLack + cosineLack * restSineLack;
  if (low !== 0) {
    const slope = (cosine + cosineLack) * (1 + restCosineLack) - (sine + sineLack) * (restSine + restSineLack);
    const before = sum;
    sum = before + slope * low;
    error += -(sum - before - slope * low);
  }
  return sum + error;
}

/** sin x - x for |x| up to a sixteenth. */
function sineTail(x: number): number {
  const square = x * x;
  let sum = 2.7553817452272217e-6;
  sum = sum * square + -1.9841269659586505e-4;
  sum = sum * square + 0.008333333333329196;
  sum = sum * square + -0.16666666666666666;
  return sum * square * x;
}

/** cos x - 1 for |x| up to a sixteenth. */
function cosineTail(x: number): number {
  const square = x * x;
  let sum = 2.479773539153719e-5;
  sum = sum * square + -0.0013888888689039883;
  sum = sum * square + 0.041666666666621166;
  sum = sum * square + -0.49999999999999994;
  return sum * square;
}
