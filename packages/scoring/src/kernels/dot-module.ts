import { type ModuleLanes, ModuleMemory } from './module-memory.ts';
import { topHalf } from './rounding-error.ts';

/**
 * The fused chains of a dot product with constant factors, added from left to right, in WebAssembly: of the elements up
 * to the last multiple of `lanes`. NaN where `ProductPairs` are. Undefined where there are fewer elements than lanes, or
 * no module can be opened.
 */
export function createModuleDot(factors: Float64Array, lanes: ModuleLanes): ((x: Float64Array) => number) | undefined {
  const whole = factors.length - (factors.length % lanes);
  if (whole === 0) return undefined;
  const memory = new ModuleMemory();
  const [start, constants] = [memory.reserve(whole * 8), memory.reserve(whole * 24)];
  const opened = memory.open();
  if (opened === undefined) return undefined;
  writeFactors(new Float64Array(opened.buffer, constants, whole * 3), factors);
  const values = new Float64Array(opened.buffer, start, whole);
  const dot = lanes === 4 ? opened.functions.dot4 : opened.functions.dot8;
  const end = start + whole * 8;
  return (x) => {
    for (let i = 0; i < values.length; i++) values[i] = x[i]!;
    return dot(start, constants, end);
  };
}

/** Of each two factors the two, their tops and their rests. */
function writeFactors(into: Float64Array, factors: Float64Array): void {
  for (let i = 0; i < into.length / 3; i++) {
    const at = Math.floor(i / 2) * 6 + (i % 2);
    const factor = factors[i]!;
    const top = topHalf(factor);
    into[at] = factor;
    into[at + 2] = top;
    into[at + 4] = factor - top;
  }
}
