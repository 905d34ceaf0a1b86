import { javaSearch } from './java-search.ts';

/** A line through points; `x` rises and is not empty, `y` is as long. */
export interface PiecewiseLine {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The y of a point at its x, between two points linear, before the first and after the last that of the end; NaN comes
 * after the last. Mirrors mllib's `IsotonicRegressionModel.predict`.
 */
export function interpolate({ x, y }: PiecewiseLine): (at: number) => number {
  return (at) => {
    const found = javaSearch(x, at);
    if (found >= 0) return y[found]!;
    const after = -found - 1;
    if (after === 0) return y[0]!;
    if (after === x.length) return y[after - 1]!;
    const before = after - 1;
    return y[before]! + ((y[after]! - y[before]!) * (at - x[before]!)) / (x[after]! - x[before]!);
  };
}
