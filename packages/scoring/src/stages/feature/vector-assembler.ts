import { attributesOf, knownElements, knownSize, vectorElements } from '../../core/attributes.ts';
import { oneOf, optional, string, strings, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { type Computation, compute, type Expression } from '../../core/expression.ts';
import type { Assembly } from '../../core/formula.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn, keepRows } from '../../core/step.ts';
import { type Attribute, createField, type Field, isNumeric, isVector, VECTOR } from '../../core/types.ts';
import { DenseVector, type Vector } from '../../core/vector.ts';
import { sparseRule } from '../../kernels/compress.ts';
import { concatenate, type Part, totalSize } from '../../kernels/concatenate.ts';
import { outputName } from '../families/column-pairs.ts';
import { LARGEST_FILLED } from '../families/model-vector.ts';
import { isPresent } from '../families/present-rows.ts';

interface Slot {
  readonly field: Field;
  readonly value: Expression<Part | null>;
  /** Elements it takes in the result; undefined for a vector column of unknown size. */
  readonly size: number | undefined;
}

/**
 * Puts numbers, booleans (0 and 1) and vectors together as one vector of the smaller kind; zeros are not stored. null,
 * and since Spark 2.4 NaN in a scalar column, fails the row, drops it (skip) or becomes NaN (keep; for a vector as many
 * as its column's metadata tells). NaN inside a vector always passes. Mirrors `VectorAssembler.transform`.
 */
export const vectorAssembler = defineStage({
  spark: 'org.apache.spark.ml.feature.VectorAssembler',
  exactness: 'bit',
  params: {
    inputCols: strings,
    outputCol: optional(string),
    handleInvalid: withDefault(oneOf('error', 'keep', 'skip'), 'error'),
  },
  plan(model, input) {
    const { inputCols, handleInvalid } = model.params;
    const slots = inputCols.map((name) => findSlot(input, name));
    if (handleInvalid === 'keep') for (const slot of slots) requireSizeKnown(slot);
    const filters = handleInvalid === 'skip' ? [keepRows(isPresent(slots.map(({ field }) => field)))] : [];
    const rules = { keep: handleInvalid === 'keep', semantics: model.semantics };
    return [...filters, addColumn(outputField(outputName(model), slots), assemble(slots, rules))];
  },
});

function findSlot(input: Columns, name: string): Slot {
  const field = input.require(name, 'double');
  if (isVector(field.type)) return { field, value: input.reference<Vector>(field), size: knownSize(field) };
  if (!isNumeric(field.type) && field.type !== 'boolean') throw wrongType(field, 'a numeric type, BOOLEAN or VECTOR');
  return { field, value: input.castToDouble(field), size: 1 };
}

function requireSizeKnown({ field, size }: Slot): void {
  if (size !== undefined && size <= LARGEST_FILLED) return;
  throw new ScoringError(
    'INPUT_COLUMN_TYPE',
    `expected a vector column of known size up to ${LARGEST_FILLED} under handleInvalid=keep, got ${size ?? 'no size'}`,
    { column: field.name },
  );
}

function assemble(slots: readonly Slot[], rules: { keep: boolean; semantics: SparkVersion }): Computation<Vector> {
  const isSparse = sparseRule(rules.semantics);
  const refusesNaN = !rules.keep && isAtLeast(rules.semantics, 2, 4);
  const fills = () => slots.map((slot) => (rules.keep ? fillOf(slot) : undefined));
  const compile = () => {
    const instead = fills();
    return (...values: (Part | null)[]) => {
      for (let i = 0; i < values.length; i++) {
        const value = values[i] ?? instead[i];
        if (value === undefined) throw invalid('INPUT_VALUE_NULL', 'null', slots[i]!);
        if (refusesNaN && typeof value === 'number' && Number.isNaN(value))
          throw invalid('INPUT_VALUE', 'NaN', slots[i]!);
        values[i] = value;
      }
      const size = totalSize(values as Part[]);
      if (size <= 0x7fffffff) return concatenate(values as Part[], size, isSparse);
      throw new ScoringError('INPUT_VALUE', `expected at most ${0x7fffffff} elements in all, got ${size}`);
    };
  };
  return compute(
    slots.map(({ value }) => value),
    compile,
    assemblyOf(slots, { fills, refusesNaN, isSparse }),
  );
}

/** The formula, where the size of every part is known. */
function assemblyOf(slots: readonly Slot[], rules: Omit<Assembly, 'kind' | 'sizes'>): Assembly | undefined {
  if (slots.some(({ size }) => size === undefined)) return undefined;
  return {
    kind: 'assemble',
    sizes: slots.map(({ field, size }) => (isVector(field.type) ? size : undefined)),
    ...rules,
  };
}

/** What stands for null under keep. */
function fillOf({ field, size = 1 }: Slot): Part {
  return isVector(field.type) ? new DenseVector(new Float64Array(size).fill(Number.NaN)) : Number.NaN;
}

function invalid(code: 'INPUT_VALUE' | 'INPUT_VALUE_NULL', got: string, { field }: Slot): ScoringError {
  return new ScoringError(code, `expected a number or vector, got ${got}`, { column: field.name });
}

/** Spark looks into the first row for sizes that no metadata tells; here nothing is said of the elements then. */
function outputField(name: string, slots: readonly Slot[]): Field {
  let total = 0;
  for (const { size } of slots) {
    if (size === undefined) return createField(name, VECTOR);
    total += size;
  }
  return { ...createField(name, VECTOR), attributes: vectorElements(total, () => slots.flatMap(elementsOf)) };
}

function elementsOf({ field, size = 1 }: Slot): readonly Attribute[] {
  const { name } = field;
  if (isVector(field.type)) {
    const known = knownElements(field) ?? Array.from({ length: size }, (): Attribute => ({ type: 'numeric' }));
    return known.map((attribute, i) => ({ ...attribute, name: `${name}_${attribute.name ?? i}` }));
  }
  const attributes = field.type === 'double' ? attributesOf(field) : undefined;
  return [{ ...(attributes?.kind === 'scalar' ? attributes.attribute : { type: 'numeric' as const }), name }];
}
