import { vectorSize } from '../../core/attributes.ts';
import { integer, integers, optional, string, vector, withDefault } from '../../core/codec.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, oneRow } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { createField, VECTOR } from '../../core/types.ts';
import { elementAt, mapStored, type Vector } from '../../core/vector.ts';
import { inputName, outputName } from '../families/column-pairs.ts';
import { storedValues } from '../families/stored-values.ts';

/**
 * Multiplies each stored value by the weight of its term; the kind of the vector and explicit zeros stay.
 * Spark does not compare sizes: a shorter vector passes, one that stores a value past the last weight fails the row.
 * Mirrors `IDFModel.transform`.
 */
export const idfModel = defineStage({
  spark: 'org.apache.spark.ml.feature.IDFModel',
  exactness: 'bit',
  fitParams: ['minDocFreq'],
  params: { inputCol: optional(string), outputCol: optional(string) },
  data: oneRow({ idf: vector }),
  sizes: ({ data }) => ({ features: data.idf.size }),
  values: {
    ...storedValues({ idf: vector, numDocs: withDefault(integer, 0) }),
    docFreq: async ({ data }, stored) => (await counts.read(stored)).docFreq ?? Array.from(data.idf.values, () => 0),
  },
  plan(model, input) {
    const { idf } = model.data;
    const weigh = (terms: Vector) => {
      const { size } = terms;
      const end = terms.type === 1 ? size : (terms.indices[terms.indices.length - 1] ?? -1) + 1;
      if (end > idf.size) throw new ScoringError('INPUT_VALUE', `expected a vector of size ${idf.size}, got ${size}`);
      return mapStored(terms, (x, index) => x * elementAt(idf, index));
    };
    const by = () => ({ shifts: undefined, factors: idf.values });
    const formula = idf.type === 1 ? { kind: 'scale' as const, size: idf.size, by } : undefined;
    const value = compute([input.vector(inputName(model))], () => weigh, formula);
    const field = createField(outputName(model), VECTOR);
    const sized = isAtLeast(model.semantics, 3, 0);
    return [addColumn(sized ? { ...field, attributes: vectorSize(idf.size) } : field, value)];
  },
});

/** Since Spark 3.0. */
const counts = oneRow({ docFreq: optional(integers) });
