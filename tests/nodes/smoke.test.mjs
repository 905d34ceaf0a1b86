import { strict as assert } from 'node:assert';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PipelineModel } from '@tinderbox/scoring';
import {
  assertSparkAnswers,
  assertSparkLines,
  customersPath,
  modelPath,
  readCustomers,
  readExpected,
  readModelFiles,
} from '../churn.mjs';
import { run } from '../processes.mjs';
import { root } from '../runner.mjs';
import { createFolder } from '../temporary-folder.mjs';
import { createZip } from '../zip.mjs';

const command = join(root, 'packages/service/bin/tinderbox.js');
const parquetFiles = join(root, 'packages/scoring/src/parquet/testdata');

function tinderbox(...args) {
  return run(process.execPath, [command, ...args]).toString();
}

describe(`the library on Node ${process.version}`, () => {
  it('answers as Spark from a folder', async () => {
    assertSparkAnswers((await PipelineModel.load(modelPath)).transform(readCustomers()));
  });

  it('answers as Spark from an archive, one row at a time', async () => {
    const model = await PipelineModel.load(createZip(readModelFiles()));
    async function* rows() {
      yield* readCustomers();
    }
    const scored = [];
    for await (const row of model.transform(rows())) scored.push(row);
    assertSparkAnswers(scored);
  });
});

describe(`the command line on Node ${process.version}`, () => {
  let folder;

  before(() => {
    folder = createFolder('smoke');
  });

  after(() => rmSync(folder, { recursive: true }));

  it('reads CSV and writes JSON lines', () => {
    assertSparkLines(tinderbox('predict', modelPath, '--input', customersPath, '--output-format', 'json'));
  });

  it('reads what it wrote in every format', () => {
    const [{ customer_id, ...rest }] = readCustomers();
    const columns = ['customer_id', ...Object.keys(rest)].join(',');
    for (const name of ['rows.csv', 'rows.csv.gz', 'rows.jsonl', 'rows.parquet', 'rows.arrow']) {
      const path = join(folder, name);
      tinderbox('predict', modelPath, '--input', customersPath, '--columns', columns, '--output', path);
      assertSparkLines(tinderbox('predict', modelPath, '--input', path, '--output-format', 'json'));
    }
  });

  it('writes CSV', () => {
    const lines = tinderbox('predict', modelPath, '--input', customersPath, '--columns', 'prediction').trimEnd();
    const expected = readExpected().map(({ prediction }) => prediction.toFixed(1));
    assert.deepEqual(lines.split('\n'), ['prediction', ...expected]);
  });

  it('reads Parquet of every codec', () => {
    const empty = join(root, 'corpus/org.apache.spark.ml.PipelineModel/empty-3.5.9/model');
    const read = (name) => tinderbox('predict', empty, '--input', join(parquetFiles, name), '--output-format', 'json');
    const expected = read('flat.none-v1.parquet');
    assert.notEqual(expected, '');
    for (const codec of ['snappy', 'gzip', 'zstd', 'lz4']) {
      for (const pages of ['v1', 'v2']) assert.equal(read(`flat.${codec}-${pages}.parquet`), expected, codec);
    }
  });

  it('inspects', () => {
    const { sparkVersion, problems, output } = JSON.parse(tinderbox('inspect', modelPath, '--json'));
    assert.deepEqual({ sparkVersion, problems }, { sparkVersion: '3.5.9', problems: [] });
    assert.deepEqual(
      output.map(({ name }) => name),
      Object.keys(readExpected()[0]),
    );
  });
});
