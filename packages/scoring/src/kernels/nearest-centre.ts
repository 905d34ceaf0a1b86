import { type NormedVector, squaredDistance } from './squared-distance.ts';

/** Index of the nearest centre to a point of the same size. */
export type NearestCentre = (point: NormedVector) => number;

/**
 * The nearest centre, the first of equals. A centre is passed over where the difference of the norms alone is too
 * large. A NaN norm compares with nothing: centre 0. Mirrors `EuclideanDistanceMeasure.findClosest(centers, point)`.
 */
export function nearestByNorms(centres: readonly NormedVector[], normsFirst: boolean): NearestCentre {
  return (point) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < centres.length; i++) {
      const gap = centres[i]!.norm - point.norm;
      if (!(gap * gap < least)) continue;
      const distance = squaredDistance(centres[i]!, point, normsFirst);
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  };
}

/**
 * As `nearestByNorms`, with the triangle inequality: a centre nearer than a quarter of the squared distance to its
 * neighbour wins at once, and one too far from the best is passed over. Mirrors
 * `EuclideanDistanceMeasure.findClosest(centers, statistics, point)`.
 */
export function nearestByTriangles(centres: readonly NormedVector[]): NearestCentre {
  const { between, around } = quarterDistances(centres);
  const count = centres.length;
  return (point) => {
    let best = 0;
    let least = squaredDistance(centres[0]!, point, false);
    if (least < around[0]!) return 0;
    for (let i = 1; i < count; i++) {
      const gap = centres[i]!.norm - point.norm;
      if (!(gap * gap < least) || !(between[i * count + best]! < least)) continue;
      const distance = squaredDistance(centres[i]!, point, false);
      if (distance < around[i]!) return i;
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  };
}

/** A quarter of the squared distance of each two centres, and the least of them around each. */
function quarterDistances(centres: readonly NormedVector[]) {
  const count = centres.length;
  const between = new Float64Array(count * count);
  const around = new Float64Array(count).fill(count === 1 ? Number.NaN : Number.POSITIVE_INFINITY);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const distance = Math.sqrt(squaredDistance(centres[i]!, centres[j]!, false));
      const quarter = 0.25 * distance * distance;
      between[i * count + j] = quarter;
      between[j * count + i] = quarter;
      if (quarter < around[i]!) around[i] = quarter;
      if (quarter < around[j]!) around[j] = quarter;
    }
  }
  return { between, around };
}
