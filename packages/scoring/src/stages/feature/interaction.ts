import { categoryCount, knownElements, scalarAttribute, vectorElements } from '../../core/attributes.ts';
import { optional, string, strings } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { type Attribute, createField, type Field, isNumeric, isVector, VECTOR } from '../../core/types.ts';
import type { Vector } from '../../core/vector.ts';
import { compress, sparseRule } from '../../kernels/compress.ts';
import { Factor, interact } from '../../kernels/interact.ts';
import { outputName } from '../families/column-pairs.ts';

type NamedAttribute = Attribute & { readonly name: string };

/** An input column and how it is encoded. */
interface Factored {
  readonly value: Expression<number | Vector>;
  /** Slots of each element, 1 where it is not nominal. */
  readonly slots: readonly number[];
  /** One attribute a slot. */
  readonly attributes: () => readonly NamedAttribute[];
}

/**
 * All products of the elements of the inputs, the first input varying slowest, compressed. Nominal elements are one-hot
 * encoded; a vector has to tell its elements. A null, or a number that is no index of a nominal element, fails the row.
 * Mirrors `Interaction.transform`.
 */
export const interaction = defineStage({
  spark: 'org.apache.spark.ml.feature.Interaction',
  exactness: 'bit',
  params: { inputCols: strings, outputCol: optional(string) },
  plan(model, input) {
    const { inputCols } = model.params;
    if (inputCols.length === 0 || new Set(inputCols).size < inputCols.length) {
      throw new ScoringError('MODEL_PARAM', 'expected one column or more, all distinct, got others', {
        param: 'inputCols',
      });
    }
    const columns = inputCols.map((name) => factorOf(input, name));
    const factors = columns.map(({ slots }) => new Factor(slots));
    const size = factors.reduce((product, factor) => product * factor.size, 1);
    if (size > 0x7fffffff) throw new ScoringError('MODEL_LIMIT', `expected at most 2147483647 products, got ${size}`);
    const inputs: readonly Expression<number | Vector>[] = columns.map(({ value }) => value);
    const value = compute(inputs, () => {
      const isSparse = sparseRule(model.semantics);
      return (...values) => compress(interact(factors, values), isSparse);
    });
    const attributes = vectorElements(size, () => attributesOfProducts(columns));
    return [addColumn({ ...createField(outputName(model), VECTOR), attributes }, value)];
  },
});

function factorOf(input: Columns, name: string): Factored {
  const field = input.require(name, 'double');
  if (isVector(field.type)) {
    const elements = knownElements(field);
    if (elements === undefined) {
      throw new ScoringError('MODEL_SCHEMA', 'expected a vector with known elements, got one without', {
        column: name,
      });
    }
    const attributes = () => elements.flatMap((element, i) => encodedAs(element, `${name}_${element.name ?? i}`));
    return { value: input.vector(name), slots: elements.map((element) => slotsOf(element, field)), attributes };
  }
  if (!isNumeric(field.type)) throw wrongType(field, 'a numeric type or VECTOR');
  const attribute = scalarAttribute(field);
  const attributes = () => encodedAs(attribute, attribute.name ?? name);
  return { value: requireNumber(input, field), slots: [slotsOf(attribute, field)], attributes };
}

function requireNumber(input: Columns, field: Field): Expression<number> {
  return compute([input.castToDouble(field)], () => (value) => {
    if (value !== null) return value;
    throw new ScoringError('INPUT_VALUE_NULL', 'expected a number, got null', { column: field.name });
  });
}

function slotsOf(attribute: Attribute, field: Field): number {
  if (attribute.type !== 'nominal') return 1;
  const count = categoryCount(attribute);
  if (count !== undefined) return Math.max(1, count);
  throw new ScoringError('MODEL_SCHEMA', 'expected a nominal column with known categories, got one without', {
    column: field.name,
  });
}

function encodedAs(attribute: Attribute, name: string): readonly NamedAttribute[] {
  if (attribute.type !== 'nominal') return [{ type: 'numeric', name }];
  const labels = attribute.values ?? Array.from({ length: categoryCount(attribute) ?? 0 }, (_, i) => String(i));
  return labels.map((label) => ({ type: 'binary', name: `${name}_${label}` }));
}

function attributesOfProducts(columns: readonly Factored[]): readonly NamedAttribute[] {
  return columns
    .map((column) => column.attributes())
    .reduceRight((tails, heads) =>
      heads.flatMap((head) => tails.map((tail) => ({ type: 'numeric', name: `${head.name}:${tail.name}` }))),
    );
}
