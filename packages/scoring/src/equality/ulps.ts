const bits = new DataView(new ArrayBuffer(8));

/** Doubles between two numbers; 0 for 0.0 and -0.0, NaN where one is NaN. */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  const distance = place(a) - place(b);
  return Number(distance < 0n ? -distance : distance);
}

function place(x: number): bigint {
  bits.setFloat64(0, x);
  const value = bits.getBigInt64(0);
  return value < 0n ? -(value & 0x7fffffffffffffffn) : value;
}
