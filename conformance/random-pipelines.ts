import {
  createField,
  DenseVector,
  type Row,
  SparseVector,
  type StructType,
  structType,
  VECTOR,
} from '@tinderbox/scoring';
import type { Stage } from '../packages/scoring/src/core/stage.ts';
import { gbtClassificationModel } from '../packages/scoring/src/stages/classification/gbt-classification-model.ts';
import { logisticRegressionModel } from '../packages/scoring/src/stages/classification/logistic-regression-model.ts';
import { randomForestClassificationModel } from '../packages/scoring/src/stages/classification/random-forest-classification-model.ts';
import { bucketizer } from '../packages/scoring/src/stages/feature/bucketizer.ts';
import { hashingTF } from '../packages/scoring/src/stages/feature/hashing-tf.ts';
import { idfModel } from '../packages/scoring/src/stages/feature/idf-model.ts';
import { imputerModel } from '../packages/scoring/src/stages/feature/imputer-model.ts';
import { oneHotEncoderModel } from '../packages/scoring/src/stages/feature/one-hot-encoder-model.ts';
import { robustScalerModel } from '../packages/scoring/src/stages/feature/robust-scaler-model.ts';
import { standardScalerModel } from '../packages/scoring/src/stages/feature/standard-scaler-model.ts';
import { stopWordsRemover } from '../packages/scoring/src/stages/feature/stop-words-remover.ts';
import { stringIndexerModel } from '../packages/scoring/src/stages/feature/string-indexer-model.ts';
import { tokenizer } from '../packages/scoring/src/stages/feature/tokenizer.ts';
import { vectorAssembler } from '../packages/scoring/src/stages/feature/vector-assembler.ts';
import { pipelineModel } from '../packages/scoring/src/stages/pipeline-model.ts';
import { gbtRegressionModel } from '../packages/scoring/src/stages/regression/gbt-regression-model.ts';
import { linearRegressionModel } from '../packages/scoring/src/stages/regression/linear-regression-model.ts';
import { decodeStage, type StageUnderTest } from '../packages/scoring/src/testing/run-stage.ts';
import { ensembleTables, leaf, type NodeRow, split } from '../packages/scoring/src/testing/tree-rows.ts';

/** A pipeline of random stages with random models, and rows for it, ordinary and odd ones. */
export interface RandomPipeline {
  readonly stage: Stage;
  readonly schema: StructType;
  readonly rows: readonly Row[];
}

/** The same seed makes the same pipeline. */
export async function randomPipeline(seed: number): Promise<RandomPipeline> {
  const chance = new Chance(seed);
  const stage = await new PipelineBuilder(chance).build();
  return { stage, schema: SCHEMA, rows: Array.from({ length: 12 }, () => randomRow(chance)) };
}

const LABELS = ['a', 'b', 'c', 'd', 'e'];
const WORDS = ['was', 'Is', 'Ember', 'ember', 'FOX', 'naïve', 'ΑΣ', 'x1', 'zebra', 'the', 'İ', ''];
const STOP_WORDS = ['was', 'is', 'the', 'ΑΣ'];
const WIDTH = 3;

const SCHEMA = structType([
  ...[0, 1, 2, 3].map((i) => createField(`n${i}`, 'double')),
  createField('c', 'string'),
  createField('text', 'string'),
  createField('v', VECTOR),
]);

/** Random numbers that are the same at each run (mulberry32). */
class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 to 1, 1 excluded. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  likely(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  /** Mostly small, now and then of an edge. */
  number(): number {
    if (this.likely(0.1)) return this.pick([0, -0, 1e-300, 1e300, -5e-324]);
    return (this.next() - 0.5) * this.pick([1, 4, 100]);
  }

  numbers(length: number): number[] {
    return Array.from({ length }, () => this.number());
  }
}

function randomRow(chance: Chance): Row {
  const number = () => (chance.likely(0.04) ? chance.pick([null, Number.NaN, Infinity, -Infinity]) : chance.number());
  const label = chance.likely(0.06) ? chance.pick([null, 'unseen', '']) : chance.pick(LABELS);
  const words = Array.from({ length: chance.below(30) }, () => chance.pick(WORDS));
  const text = chance.likely(0.04) ? null : words.join(chance.pick([' ', '\t', '  ']));
  return [number(), number(), number(), number(), label, text, chance.likely(0.04) ? null : randomVector(chance)];
}

function randomVector(chance: Chance): DenseVector | SparseVector {
  const size = chance.likely(0.04) ? WIDTH + 1 : WIDTH;
  if (chance.likely(0.5)) return new DenseVector(Float64Array.from(chance.numbers(size)));
  const indices = Array.from({ length: size }, (_, i) => i).filter(() => chance.likely(0.6));
  return new SparseVector(size, Int32Array.from(indices), Float64Array.from(chance.numbers(indices.length)));
}

/** A column that an assembler may take. */
interface Part {
  readonly name: string;
  readonly size: number;
}

class PipelineBuilder {
  readonly #chance: Chance;
  readonly #stages: Stage[] = [];
  readonly #parts: Part[] = [0, 1, 2, 3].map((i) => ({ name: `n${i}`, size: 1 }));

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  async build(): Promise<Stage> {
    const chance = this.#chance;
    if (chance.likely(0.5)) await this.#impute();
    if (chance.likely(0.6)) await this.#index();
    if (chance.likely(0.3)) await this.#bucketize();
    const text = chance.likely(0.25) ? await this.#countTerms() : undefined;
    if (text === undefined) this.#parts.push({ name: 'v', size: WIDTH });
    const features = text !== undefined && chance.likely(0.7) ? text : await this.#assembleAll();
    await this.#predict(features);
    return decodeStage(pipelineModel, { children: this.#stages });
  }

  async #add(definition: Parameters<typeof decodeStage>[0], stage: StageUnderTest): Promise<void> {
    const savedBy = this.#chance.likely(0.5) ? '3.5.0' : '4.1.0';
    this.#stages.push(await decodeStage(definition, { savedBy, ...stage }));
  }

  async #impute(): Promise<void> {
    const params = { inputCols: ['n0', 'n1'], outputCols: ['n0', 'm1'] };
    await this.#add(imputerModel, { params, tables: { data: [{ n0: this.#chance.number(), n1: 2.5 }] } });
    this.#parts.push({ name: 'm1', size: 1 });
  }

  async #index(): Promise<void> {
    const handleInvalid = this.#chance.pick(['keep', 'keep', 'error', 'skip']);
    const labels = LABELS.slice(0, 3 + this.#chance.below(3));
    const tables = { data: [{ labelsArray: [labels] }] };
    await this.#add(stringIndexerModel, { params: { inputCol: 'c', outputCol: 'i', handleInvalid }, tables });
    this.#parts.push({ name: 'i', size: 1 });
    if (this.#chance.likely(0.4)) return;
    const dropLast = this.#chance.likely(0.5);
    const categories = labels.length + (handleInvalid === 'keep' ? 1 : 0);
    const params = { inputCol: 'i', outputCol: 'o', dropLast, handleInvalid: 'error' };
    await this.#add(oneHotEncoderModel, { params, tables: { data: [{ categorySizes: [categories] }] } });
    this.#parts.push({ name: 'o', size: dropLast ? categories - 1 : categories });
  }

  async #bucketize(): Promise<void> {
    const params = { inputCol: 'n2', outputCol: 'b', splits: [Number.NEGATIVE_INFINITY, -1, 0, 2, Infinity] };
    await this.#add(bucketizer, { params: { ...params, handleInvalid: this.#chance.pick(['keep', 'skip']) } });
    this.#parts.push({ name: 'b', size: 1 });
  }

  async #countTerms(): Promise<Part> {
    const chance = this.#chance;
    const size = chance.pick([16, 16, 1000, chance.likely(0.1) ? 2 ** 18 : 500]);
    await this.#add(tokenizer, { params: { inputCol: 'text', outputCol: 'words' } });
    const filtered = chance.likely(0.6);
    if (filtered) {
      const params = { inputCol: 'words', outputCol: 'kept', stopWords: STOP_WORDS, caseSensitive: chance.likely(0.3) };
      await this.#add(stopWordsRemover, { params });
    }
    const params = {
      inputCol: filtered ? 'kept' : 'words',
      outputCol: 'tf',
      numFeatures: size,
      binary: chance.likely(0.3),
    };
    await this.#add(hashingTF, { params });
    if (chance.likely(0.4)) return { name: 'tf', size };
    const idf = { type: 1, values: Array.from({ length: size }, (_, i) => (i % 97) / 10) };
    await this.#add(idfModel, { params: { inputCol: 'tf', outputCol: 'tfidf' }, tables: { data: [{ idf }] } });
    return { name: 'tfidf', size };
  }

  async #assembleAll(): Promise<Part> {
    const first = await this.#assemble(
      'f',
      this.#parts.filter(() => this.#chance.likely(0.7)),
    );
    if (this.#chance.likely(0.4)) return first;
    const scaled = await this.#scale(first);
    if (this.#chance.likely(0.5)) return scaled;
    return this.#assemble('g', [scaled, ...this.#parts.filter(() => this.#chance.likely(0.4))]);
  }

  async #assemble(name: string, chosen: readonly Part[]): Promise<Part> {
    const parts = chosen.length === 0 ? this.#parts.slice(0, 2) : chosen;
    // Under keep the size of a vector must be known, which that of an input column is not.
    const sized = parts.every((part) => part.name !== 'v');
    const handleInvalid = this.#chance.pick(['error', 'skip', ...(sized ? ['keep'] : [])]);
    const params = { inputCols: parts.map((part) => part.name), outputCol: name, handleInvalid };
    await this.#add(vectorAssembler, { params });
    return { name, size: parts.reduce((sum, part) => sum + part.size, 0) };
  }

  async #scale({ name, size }: Part): Promise<Part> {
    const chance = this.#chance;
    const [a, b] = [vectorOf(chance.numbers(size)), vectorOf(chance.numbers(size).map(Math.abs))];
    const columns = { inputCol: name, outputCol: 's' };
    if (chance.likely(0.5)) {
      const params = { ...columns, withMean: chance.likely(0.5), withStd: chance.likely(0.8) };
      await this.#add(standardScalerModel, { params, tables: { data: [{ std: b, mean: a }] } });
    } else {
      const params = { ...columns, withCentering: chance.likely(0.5), withScaling: chance.likely(0.8) };
      await this.#add(robustScalerModel, { params, tables: { data: [{ range: b, median: a }] } });
    }
    return { name: 's', size };
  }

  async #predict({ name, size }: Part): Promise<void> {
    const chance = this.#chance;
    const params = { featuresCol: name };
    const coefficients = randomCoefficients(chance, size);
    switch (chance.below(5)) {
      case 0:
        return this.#add(linearRegressionModel, { params, tables: { data: [{ coefficients, intercept: 0.5 }] } });
      case 1:
        return this.#add(logisticRegressionModel, { params, tables: { data: [logisticRow(coefficients, size)] } });
      case 2:
        return this.#add(gbtRegressionModel, { params, ...randomTrees(chance, size, 0) });
      case 3:
        return this.#add(gbtClassificationModel, { params, ...randomTrees(chance, size, 0) });
      default:
        return this.#add(randomForestClassificationModel, { params, ...randomTrees(chance, size, 3) });
    }
  }
}

function vectorOf(values: readonly number[]) {
  return { type: 1, values };
}

function randomCoefficients(chance: Chance, size: number) {
  if (chance.likely(0.6)) return vectorOf(chance.numbers(size));
  const indices = Array.from({ length: size }, (_, i) => i).filter(() => chance.likely(0.3));
  return { type: 0, size, indices, values: chance.numbers(indices.length) };
}

/** Spark keeps the coefficients as a row-major matrix of one row. */
function logisticRow(coefficients: ReturnType<typeof randomCoefficients>, size: number) {
  const sparse = 'indices' in coefficients;
  const matrix = {
    type: sparse ? 0 : 1,
    numRows: 1,
    numCols: size,
    colPtrs: sparse ? [0, coefficients.values.length] : null,
    rowIndices: sparse ? coefficients.indices : null,
    values: coefficients.values,
    isTransposed: true,
  };
  const interceptVector = vectorOf([0.25]);
  return { numClasses: 2, numFeatures: size, interceptVector, coefficientMatrix: matrix, isMultinomial: false };
}

function randomTrees(chance: Chance, features: number, classes: number): StageUnderTest {
  const trees = Array.from({ length: 1 + chance.below(9) }, () => randomTree(chance, { features, classes }));
  const tables = ensembleTables(
    trees,
    trees.map(() => (classes > 0 ? 1 : chance.pick([1, 0.1]))),
  );
  return { extras: { numFeatures: features, numTrees: trees.length, numClasses: classes }, tables };
}

function randomTree(chance: Chance, of: { readonly features: number; readonly classes: number }): NodeRow[] {
  const nodes: NodeRow[] = [];
  const grow = (depth: number): number => {
    const id = nodes.length;
    if (depth === 0 || chance.likely(0.15)) {
      nodes.push(
        leaf(
          id,
          chance.number(),
          Array.from({ length: of.classes }, () => 1 + chance.below(9)),
        ),
      );
      return id;
    }
    nodes.push(leaf(id, 0, []));
    const left = grow(depth - 1);
    const right = grow(depth - 1);
    nodes[id] = split(id, { left, right, feature: chance.below(of.features), ...randomTest(chance) });
    return id;
  };
  grow(1 + chance.below(5));
  return nodes;
}

/** A threshold, or the categories that go left: one in most trees, in some several. */
function randomTest(chance: Chance): { readonly values: readonly number[]; readonly arity?: number } {
  if (chance.likely(0.8)) return { values: [chance.number()] };
  return chance.likely(0.8) ? { values: [chance.below(2)], arity: 2 } : { values: [0, 2], arity: 5 };
}
