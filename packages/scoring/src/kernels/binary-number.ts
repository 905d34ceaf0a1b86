/** The exact value integer * 2^exponent. */
export interface BinaryNumber {
  readonly integer: bigint;
  readonly exponent: number;
}

/** A finite double, exactly. */
export function decompose(x: number): BinaryNumber {
  const bits = new BigInt64Array(new Float64Array([x]).buffer)[0]!;
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { integer: bits < 0n ? -size : size, exponent: Math.max(biased, 1) - 1075 };
}

/** The nearest double, ties to even; an exact zero is +0. */
export function compose({ integer, exponent }: BinaryNumber): number {
  const size = integer < 0n ? -integer : integer;
  const last = Math.max(exponent + size.toString(2).length - 53, -1074);
  if (last > 971) return integer < 0n ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const significand = last <= exponent ? size << BigInt(exponent - last) : roundShift(size, BigInt(last - exponent));
  // The bits of a double count on from one to the next: a carry out of the significand raises the exponent.
  const bits = significand === 0n ? 0n : (BigInt(last + 1074) << 52n) + significand;
  const value = new Float64Array(new BigInt64Array([bits]).buffer)[0]!;
  return integer < 0n ? -value : value;
}

/** size / 2^shift, ties to even. */
function roundShift(size: bigint, shift: bigint): bigint {
  const quotient = size >> shift;
  const twiceRest = (size - (quotient << shift)) << 1n;
  const unit = 1n << shift;
  return twiceRest > unit || (twiceRest === unit && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}
