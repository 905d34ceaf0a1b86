import { vectorSize } from '../../core/attributes.ts';
import { integer, optional, string, strings, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { defineStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { createField, type Field, isNumeric, VECTOR } from '../../core/types.ts';
import { toDouble } from '../../core/values.ts';
import { IndexSums } from '../../kernels/index-sums.ts';
import { hashText, toIndex } from '../../kernels/murmur3.ts';
import { outputName } from '../families/column-pairs.ts';
import { javaText } from '../families/java-text.ts';

const SEED = 42;

/**
 * Hashes columns of several types into one sparse vector: a number stands at the hash of its column's name, anything
 * else counts 1.0 at the hash of `column=value`. What meets in one place is added up, zeros are stored, null is left
 * out. Every version has the same hash. Mirrors `FeatureHasher.transform`.
 */
export const featureHasher = defineStage({
  spark: 'org.apache.spark.ml.feature.FeatureHasher',
  exactness: 'bit',
  params: {
    inputCols: strings,
    outputCol: optional(string),
    numFeatures: withDefault(integer, 262144),
    /** Numeric columns whose values are categories. */
    categoricalCols: withDefault(strings, []),
  },
  sizes: ({ params }) => ({ features: params.numFeatures }),
  plan(model, input) {
    const { inputCols, numFeatures, categoricalCols } = model.params;
    if (numFeatures < 1 || numFeatures > 0x7fffffff) {
      throw new ScoringError('MODEL_PARAM', `expected a size from 1 to 2147483647, got ${numFeatures}`, {
        param: 'numFeatures',
      });
    }
    const fields = [...new Set(inputCols)].map((name) => requireHashable(input, name));
    const hashed = compute(
      fields.map((field) => input.reference<unknown>(field)),
      () => {
        const adders = fields.map((field) => adder(field, numFeatures, categoricalCols.includes(field.name)));
        const sums = new IndexSums(numFeatures, fields.length);
        return (...values) => {
          sums.clear();
          for (let i = 0; i < values.length; i++) if (values[i] !== null) adders[i]!(values[i], sums);
          return sums.toVector();
        };
      },
    );
    return [addColumn({ ...createField(outputName(model), VECTOR), attributes: vectorSize(numFeatures) }, hashed)];
  },
});

function requireHashable(input: Columns, name: string): Field {
  const field = input.require(name, 'string');
  if (isNumeric(field.type) || field.type === 'string' || field.type === 'boolean') return field;
  throw wrongType(field, 'a numeric type, BOOLEAN or STRING');
}

type Adder = (value: unknown, sums: IndexSums) => void;

function adder({ name, type }: Field, size: number, isCategory: boolean): Adder {
  if (isNumeric(type) && !isCategory) {
    const index = toIndex(hashText(name, SEED), size);
    return (value, sums) => sums.add(index, toDouble(value));
  }
  const textOf = javaText(type);
  return (value, sums) => sums.add(toIndex(hashText(`${name}=${textOf(value)}`, SEED), size), 1);
}
