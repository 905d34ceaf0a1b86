import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchema } from './core/schema.ts';
import type { SumsProfile } from './core/sums.ts';
import { DenseVector } from './core/vector.ts';
import { NodePipelineModel as PipelineModel } from './node/pipeline-model.ts';

const MODEL = 'examples/churn/model';
const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');
const SCHEMA = parseSchema(readFileSync('examples/churn/customers.schema.json', 'utf8'));

const customer = {
  plan: 'starter',
  contract: 'monthly',
  payment_method: 'bank transfer',
  region: 'europe',
  tenure_months: 5,
  seats: 1,
  monthly_charge: 19.66,
  support_tickets: 1,
  days_since_login: 1,
  average_session_minutes: 12.7,
  autopay: 0,
  has_integrations: 1,
};
/** What Spark answers for this customer, the second of the example. */
const spark = JSON.parse(lines('examples/churn/expected.jsonl')[1] as string);

const model = await PipelineModel.load(MODEL);

describe('PipelineModel.transform', () => {
  it("gives an array for an array, with Spark's answers and the caller's own values", () => {
    const [scored] = model.transform([{ ...customer, note: 'mine' }]);
    expect(scored).toMatchObject({ ...customer, note: 'mine', prediction: spark.prediction, outlook: spark.outlook });
    expect(scored?.probability).toEqual(new DenseVector(Float64Array.from(spark.probability.values)));
  });

  it('gives a lazy generator for an iterable, an async one for an async iterable', async () => {
    let taken = 0;
    const endless = function* () {
      for (;;) {
        taken++;
        yield customer;
      }
    };
    const scored = model.transform(endless(), { columns: ['outlook'] });
    expect(scored.next().value).toEqual({ outlook: spark.outlook });
    expect(taken).toBe(1);
    const source = (async function* () {
      yield customer;
      yield customer;
    })();
    const all = [];
    for await (const row of model.transform(source, { columns: ['outlook'] })) all.push(row);
    expect(all).toEqual([{ outlook: spark.outlook }, { outlook: spark.outlook }]);
  });

  it('treats null, undefined and no key alike', () => {
    const { support_tickets: _, ...without } = customer;
    const rows = [without, { ...customer, support_tickets: null }, { ...customer, support_tickets: undefined }];
    const answers = model.transform(rows, { columns: ['probability'] });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('names row, column and stage of a value that does not fit', () => {
    expect(() => model.transform([customer, { ...customer, seats: 'many' }])).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE', where: { row: 2, column: 'seats' } }),
    );
  });

  it('takes numbers for labels where nobody gave a schema, and not where one was given', () => {
    expect(model.transform([{ ...customer, plan: 7 }])).toHaveLength(1);
    expect(() => model.transform([{ ...customer, plan: 7 }], { schema: SCHEMA })).toThrow(/"plan".*expected STRING/);
  });

  it('does not touch the rows it is given', () => {
    const row = Object.freeze({ ...customer });
    expect(() => model.transform([row])).not.toThrow();
    expect(model.transform([])).toEqual([]);
  });

  it('refuses a wanted column that does not exist', () => {
    expect(() => model.transform([customer], { columns: ['chance'] })).toThrow(
      /"chance": expected an output column.*have: /,
    );
  });
});

describe('PipelineModel', () => {
  it('knows what it needs, what it gives and what it is made of', () => {
    expect(model.inputSchema.fields.map((field) => field.name).sort()).toEqual(Object.keys(customer).sort());
    expect(model.optionalInputs.fields).toEqual([]);
    expect(model.transformSchema(SCHEMA).fields.at(-1)).toMatchObject({ name: 'outlook', type: 'string' });
    expect(model.stages.map((stage) => stage.spark.replace(/^.*\./, ''))).toEqual([
      'StringIndexerModel',
      'OneHotEncoderModel',
      'ImputerModel',
      'VectorAssembler',
      'GBTClassificationModel',
      'IndexToString',
    ]);
  });

  it.each([
    ['no/such/model', 'not_found'],
    ['README.md', 'unsupported'],
    ['packages', 'unsupported'],
  ])('refuses %s as %s', async (path, kind) => {
    await expect(PipelineModel.load(path)).rejects.toMatchObject({ name: 'ScoringError', kind });
  });

  it('refuses bytes that are no archive, and a version that is none', async () => {
    await expect(PipelineModel.load(new Uint8Array(10))).rejects.toMatchObject({ code: 'MODEL_UNRECOGNISED' });
    await expect(PipelineModel.load(MODEL, { semantics: 'latest' })).rejects.toMatchObject({ kind: 'invalid_input' });
  });

  it('reads a label that a stage indexes only where the rows have it', async () => {
    const labelled = 'corpus/org.apache.spark.ml.feature.StringIndexerModel/missing-only-column-3.5.9/model';
    const indexer = await PipelineModel.load(labelled);
    expect(indexer.inputSchema.fields).toEqual([]);
    expect(indexer.optionalInputs.fields).toHaveLength(1);
    expect(indexer.transform([{ other: 1 }])).toEqual([{ other: 1 }]);
  });
});

describe('PipelineModel.load with another order of sums', () => {
  const linear = 'corpus/org.apache.spark.ml.regression.LinearRegressionModel/size-300-lanes4-4.3.0';
  const rows = lines(`${linear}/input.jsonl`).map((line) => JSON.parse(line));
  const expected = lines(`${linear}/expected.jsonl`).map((line) => JSON.parse(line).prediction);
  const predict = async (sums?: SumsProfile) => {
    const loaded = await PipelineModel.load(`${linear}/model`, sums === undefined ? {} : { sums });
    return loaded.transform(rows).map(({ prediction }) => prediction);
  };

  it('answers to the bit as Spark on such a CPU', async () => {
    expect(await predict('lanes4')).toEqual(expected);
    expect(await predict()).not.toEqual(expected);
    expect(await predict('fast')).not.toEqual(expected);
  });

  it('refuses what is no order', async () => {
    await expect(predict('lanes3' as SumsProfile)).rejects.toThrow(/sums: expected one of sequential, fma4/);
  });
});
