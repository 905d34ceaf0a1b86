import { double, string, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute } from '../../core/expression.ts';
import { defineQuery } from '../../core/query.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { defineStage, type Model, type StoredStage } from '../../core/stage.ts';
import { addColumn } from '../../core/step.ts';
import { arrayType, createField, type Field, structType } from '../../core/types.ts';
import type { Row } from '../../core/values.ts';
import { associationRules, type Itemset, itemKey, rulePredictor } from '../../kernels/association-rules.ts';
import { hashSequence } from '../../kernels/scala-hash.ts';
import { filePartitions } from '../families/file-partitions.ts';

interface Itemsets {
  /** In the order in which Spark reads them, from so many partitions. */
  readonly itemsets: readonly Itemset[];
  readonly partitions: number;
  /** How many lists were counted; 0 where that was not stored (before Spark 2.4). */
  readonly records: number;
}

const params = {
  itemsCol: withDefault(string, 'items'),
  predictionCol: withDefault(string, 'prediction'),
  minConfidence: withDefault(double, 0.8),
};

/**
 * The consequents of all rules whose antecedent the row has, less what the row has already, in the order of the rules.
 * Spark leaves that open: it is the order in which it joins partitions of files. Here it is that of a Spark with default
 * settings: of a small model in one file on any number of cores, of one in more files on two (`local[2]`, or the least
 * that a cluster counts with). Other numbers of cores, executors that exchange partitions, and a set
 * `spark.default.parallelism` give other orders. A null list predicts nothing, as does an empty one. Mirrors
 * `FPGrowthModel`.
 */
export const fpGrowthModel = defineStage({
  spark: 'org.apache.spark.ml.fpm.FPGrowthModel',
  exactness: 'set',
  fitParams: ['minSupport', 'numPartitions'],
  params,
  data: { read: readItemsets },
  sizes: ({ data }) => ({ itemsets: data.itemsets.length }),
  queries: (model) => ({ freqItemsets: itemsetsQuery(model.data), associationRules: rulesQuery(model) }),
  plan(model, input) {
    const { params } = model;
    const items = requireList(input, params.itemsCol);
    const prediction = compute([input.reference<readonly unknown[]>(items)], () => {
      const predict = rulePredictor(rulesOf(model));
      return (list) => (list === null ? [] : predict(list));
    });
    return [addColumn(createField(params.predictionCol, items.type), prediction)];
  },
});

function requireList(input: Columns, name: string): Field {
  const field = input.require(name, arrayType('string'));
  if (typeof field.type === 'object' && field.type.type === 'array') return field;
  throw wrongType(field, 'ARRAY');
}

type FittedItemsets = Model<{ readonly minConfidence: number }, Itemsets>;

function rulesOf({ data, params, semantics }: FittedItemsets) {
  const steps = isAtLeast(semantics, 4, 0);
  return associationRules(data.itemsets, {
    minConfidence: params.minConfidence,
    partitions: data.partitions,
    hash: (items) => hashSequence(items, { steps }),
  });
}

function itemsetsQuery({ itemsets }: Itemsets) {
  return defineQuery({
    takes: {},
    output: structType([createField('items', arrayType(typeOfItems(itemsets))), createField('freq', 'long', false)]),
    answer: () => itemsets.map(({ items, frequency }): Row => [items, frequency]),
  });
}

/** Lift since Spark 2.4, null for a model without the count of records; support since 3.1. */
function rulesQuery(model: FittedItemsets) {
  const { semantics } = model;
  const { itemsets, records } = model.data;
  const list = arrayType(typeOfItems(itemsets));
  const fields = [
    createField('antecedent', list, false),
    createField('consequent', list, false),
    createField('confidence', 'double', false),
    createField('lift', 'double'),
    createField('support', 'double', false),
  ];
  const known = isAtLeast(semantics, 3, 1) ? 5 : isAtLeast(semantics, 2, 4) ? 4 : 3;
  const supports = new Map(
    itemsets.flatMap(({ items, frequency }) => (items.length === 1 ? [[itemKey(items[0]), frequency / records]] : [])),
  );
  return defineQuery({
    takes: {},
    output: structType(fields.slice(0, known)),
    *answer(): Generator<Row> {
      for (const { antecedent, consequent, confidence, unionFrequency } of rulesOf(model)) {
        const support = supports.get(itemKey(consequent));
        const lift = records === 0 || support === undefined ? null : confidence / support;
        yield [antecedent, [consequent], confidence, lift, unionFrequency / records].slice(0, known);
      }
    },
  });
}

/** The type of the items as far as their values tell it. */
function typeOfItems(itemsets: readonly Itemset[]) {
  const sample = itemsets[0]?.items[0];
  if (typeof sample === 'boolean') return 'boolean';
  if (typeof sample === 'number' || typeof sample === 'bigint') {
    const whole = itemsets.every(({ items }) =>
      items.every((item) => typeof item === 'bigint' || Number.isInteger(item)),
    );
    return whole ? 'long' : 'double';
  }
  return 'string';
}

async function readItemsets(stored: StoredStage): Promise<Itemsets> {
  const table = await stored.table('data');
  const itemsets: Itemset[] = [];
  const { rows, partitions } = filePartitions(table.parts);
  for (const row of rows) {
    const { items, freq } = table.row(row);
    const frequency = double.parse(freq);
    if (!Array.isArray(items) || frequency === undefined) {
      throw new ScoringError('MODEL_DATA', 'expected lists of items, each with freq, got others', stored.where);
    }
    itemsets.push({ items, frequency });
  }
  return { itemsets, partitions, records: double.parse(stored.extras.numTrainingRecords) ?? 0 };
}
