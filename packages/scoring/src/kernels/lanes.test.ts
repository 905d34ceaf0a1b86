import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DenseMatrix } from '../core/matrix.ts';
import type { SumsProfile } from '../core/sums.ts';
import { DenseVector } from '../core/vector.ts';
import { denseDot } from './dot.ts';
import { addMatrixProduct } from './matrix-product.ts';
import { perceptron } from './perceptron.ts';

interface Answer {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly bits: readonly string[];
}

// Printed by testdata/Lanes.java, on JVMs with two, four and eight lanes.
function readAnswers(sums: SumsProfile): readonly Answer[] {
  const text = readFileSync(new URL(`./testdata/${sums}.txt`, import.meta.url), 'utf8').trim();
  return text.split('\n').flatMap((line) => {
    const [name = '', rows, columns, ...bits] = line.split(' ');
    return name === 'lanes' ? [] : [{ name, rows: Number(rows), columns: Number(columns), bits }];
  });
}

/** The numbers of Lanes.java. */
function createFill(start: number): (n: number) => Float64Array {
  let seed = start;
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return seed / 3e8;
  };
  return (n) => Float64Array.from({ length: n }, next);
}

function bitsOf(values: Float64Array): string[] {
  return Array.from(new BigUint64Array(values.buffer), (word) => word.toString(16).padStart(16, '0'));
}

function compute({ name, rows, columns }: Answer, sums: SumsProfile): Float64Array {
  const fill = createFill(name === 'ddot' ? columns : 100 * rows + columns);
  const x = fill(columns);
  if (name === 'ddot') return Float64Array.of(denseDot(sums)(x, fill(columns)));
  const values = fill(rows * columns);
  // A network without hidden layers is one dgemm and biases, which are zero here.
  if (name === 'dgemmNN')
    return perceptron([columns, rows], Float64Array.of(...values, ...Array(rows).fill(0)), sums)(x);
  const y = new Float64Array(rows);
  addMatrixProduct(new DenseMatrix(rows, columns, values, name === 'dgemvT'), sums)(new DenseVector(x), y);
  return y;
}

describe.each<SumsProfile>(['lanes2', 'lanes4', 'lanes8'])('%s', (sums) => {
  it.each(['ddot', 'dgemvN', 'dgemvT', 'dgemmNN'])('sums as VectorBLAS does: %s', (name) => {
    const answers = readAnswers(sums).filter((answer) => answer.name === name);
    for (const answer of answers) expect([answer, bitsOf(compute(answer, sums))]).toEqual([answer, answer.bits]);
    expect(answers.length).toBeGreaterThan(10);
  });
});
