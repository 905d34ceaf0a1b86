import { isFused, type SumsProfile } from '../core/sums.ts';
import { addProducts, dotFused } from './dot.ts';
import { logisticOf } from './softmax.ts';

type Affine = (x: Float64Array) => Float64Array;

/**
 * A network of affine layers with sigmoids between them. `weights` holds for each layer the matrix (outputs x inputs,
 * column by column) and then its biases.
 */
export function perceptron(sizes: readonly number[], weights: Float64Array, sums: SumsProfile): Affine {
  const layers: Affine[] = [];
  const logistic = logisticOf(sums);
  let offset = 0;
  for (let i = 1; i < sizes.length; i++) {
    const [inputs, outputs] = [sizes[i - 1]!, sizes[i]!];
    const end = offset + (inputs + 1) * outputs;
    layers.push(affineLayer(weights.subarray(offset, end), { inputs, outputs }, sums));
    offset = end;
  }
  return (x) => {
    let values = layers[0]!(x);
    for (let i = 1; i < layers.length; i++) values = layers[i]!(values.map((value) => logistic(value)));
    return values;
  };
}

/** BLAS `dgemm` with one column: a fused chain to which the bias is added, or a plain one that begins with the bias. */
function affineLayer(weights: Float64Array, size: { inputs: number; outputs: number }, sums: SumsProfile): Affine {
  const { inputs, outputs } = size;
  const biases = weights.subarray(inputs * outputs);
  const rows = Array.from({ length: outputs }, (_, i) =>
    Float64Array.from({ length: inputs }, (_, j) => weights[i + j * outputs]!),
  );
  if (isFused(sums)) return (x) => biases.map((bias, i) => dotFused(x, rows[i]!) + bias);
  return (x) => biases.map((bias, i) => addProducts(x, rows[i]!, bias));
}
