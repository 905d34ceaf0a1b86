type Bounds = { readonly low: Float64Array; readonly high: Float64Array };
type Range = { readonly min: number; readonly max: number };

/** (x - low) * ((max - min) / (high - low)) + min; where the factor is 0 or the range is, the middle. NaN stays. */
export function multiplyingRescaler({ low, high }: Bounds, { min, max }: Range): (x: Float64Array) => Float64Array {
  const middle = (min + max) / 2;
  const factors = low.map((from, i) => (high[i]! - from !== 0 ? (max - min) / (high[i]! - from) : 0));
  return (x) => {
    const result = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) {
      const value = x[i]!;
      if (Number.isNaN(value)) result[i] = value;
      else result[i] = factors[i] !== 0 ? (value - low[i]!) * factors[i]! + min : middle;
    }
    return result;
  };
}

/** ((x - low) / (high - low)) * (max - min) + min; a constant feature becomes the middle. NaN stays. */
export function dividingRescaler({ low, high }: Bounds, { min, max }: Range): (x: Float64Array) => Float64Array {
  const width = max - min;
  return (x) => {
    const result = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) {
      const value = x[i]!;
      const range = high[i]! - low[i]!;
      if (Number.isNaN(value)) result[i] = value;
      else result[i] = (range !== 0 ? (value - low[i]!) / range : 0.5) * width + min;
    }
    return result;
  };
}
