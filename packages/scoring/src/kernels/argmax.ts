/** Index of the first maximum; -1 for no values. NaN never wins, unless it comes first. Mirrors `DenseVector.argmax`. */
export function argmax(values: Float64Array): number {
  if (values.length === 0) return -1;
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/**
 * Index of the first maximum of values[i] / limits[i]: a limit of 0 gives infinity and wins, 0/0 never does.
 * Mirrors `ProbabilisticClassificationModel.probability2prediction`.
 */
export function argmaxScaled(values: Float64Array, limits: Float64Array): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const scaled = values[i]! / limits[i]!;
    if (scaled > most) {
      most = scaled;
      best = i;
    }
  }
  return best;
}
