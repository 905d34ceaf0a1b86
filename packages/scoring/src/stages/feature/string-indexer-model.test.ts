import { describe, expect, it } from 'vitest';
import { createField, type DataType, structType } from '../../core/types.ts';
import { Decimal, type Value } from '../../core/values.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { stringIndexerModel } from './string-indexer-model.ts';

const schema = structType([createField('id', 'long'), createField('c', 'string')]);
const rows = [
  [1, 'a'],
  [2, 'b'],
  [3, 'x'],
  [4, null],
];
const indexer = (handleInvalid: string) =>
  decodeStage(stringIndexerModel, {
    params: { inputCol: 'c', outputCol: 'i', handleInvalid },
    tables: { data: [{ labelsArray: [['b', 'a']] }] },
  });

describe('StringIndexerModel', () => {
  it('gives unseen labels and null the index after the last under keep', async () => {
    expect(scoreRows(await indexer('keep'), schema, rows).map((row) => row[2])).toEqual([1, 0, 2, 2]);
  });

  it('drops rows with unseen labels and null under skip', async () => {
    expect(scoreRows(await indexer('skip'), schema, rows).map((row) => row[0])).toEqual([1, 2]);
  });

  it.each([
    [2, 'INPUT_VALUE_UNSEEN'],
    [3, 'INPUT_VALUE_NULL'],
  ])('fails row %i under error', async (row, code) => {
    const stage = await indexer('error');
    expect(() => scoreRows(stage, schema, [rows[row]!])).toThrow(
      expect.objectContaining({ code, where: { stage: 'stage_1', column: 'c' } }),
    );
  });

  it('passes over a missing column, but not under skip', async () => {
    const other = structType([createField('id', 'long')]);
    expect(outputSchema(await indexer('error'), other).fields.map((field) => field.name)).toEqual(['id']);
    const skipping = await indexer('skip');
    expect(() => outputSchema(skipping, other)).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_MISSING' }));
  });

  it('reads the label list of Spark 2', async () => {
    const stage = await decodeStage(stringIndexerModel, {
      savedBy: '2.4.8',
      params: { inputCol: 'c', outputCol: 'i', handleInvalid: 'error' },
      tables: { data: [{ labels: ['a'] }] },
    });
    expect(stage.sizes).toEqual({ labels: 1 });
  });

  // Values from Spark 3.5.9 and 4.3.0.
  it.each<[DataType, string[], Value[], number[]]>([
    [
      'double',
      ['0.0', '-0.0', '1.0E7', '1.0E-4', 'NaN', '1.0E22'],
      [0, -0, 1e7, 1e-4, Number.NaN, 1e22, 2, null],
      [0, 1, 2, 3, 4, 5, 6, 6],
    ],
    ['float', ['0.1', '1.0E10', '16777216', '1.6777216E7'], [Math.fround(0.1), 1e10, 16777216], [0, 1, 3]],
    ['long', ['0', '9223372036854775807', '1.0'], [0, 9223372036854775807n, 1, null], [0, 1, 3, 3]],
    ['integer', ['-1', '2'], [2, -1, 0], [1, 0, 2]],
    ['short', ['-1', '2'], [2, -1, 0], [1, 0, 2]],
    ['byte', ['-1', '2'], [2, -1, 0], [1, 0, 2]],
    [
      'decimal(10,2)',
      ['1.50', '0.00', '-0.10', '1.5'],
      [150n, 0n, -10n, 200n].map((n) => new Decimal(n, 2)),
      [0, 1, 2, 4],
    ],
  ])('casts %s to text', async (type, labels, inputs, expected) => {
    const stage = await decodeStage(stringIndexerModel, {
      params: { inputCol: 'c', outputCol: 'i', handleInvalid: 'keep' },
      tables: { data: [{ labelsArray: [labels] }] },
    });
    const found = scoreRows(
      stage,
      structType([createField('c', type)]),
      inputs.map((input) => [input]),
    );
    expect(found.map((row) => row[1])).toEqual(expected);
  });

  it('refuses booleans', async () => {
    const stage = await indexer('keep');
    const booleans = structType([createField('c', 'boolean')]);
    expect(() => outputSchema(stage, booleans)).toThrow(expect.objectContaining({ code: 'INPUT_COLUMN_TYPE' }));
  });

  describe('of several columns', () => {
    const pair = structType([createField('id', 'long'), createField('word', 'string'), createField('n', 'integer')]);
    const pairRows = [
      [0, 'a', 3],
      [1, 'zzz', 1],
      [2, 'b', 99],
      [3, null, 2],
      [4, 'c', null],
      [5, null, null],
    ];
    const several = (handleInvalid: string) =>
      decodeStage(stringIndexerModel, {
        params: { inputCols: ['word', 'n'], outputCols: ['index', 'nIndex'], handleInvalid },
        tables: {
          data: [
            {
              labelsArray: [
                ['a', 'b', 'c'],
                ['2', '1', '3'],
              ],
            },
          ],
        },
      });

    it('keeps each on its own', async () => {
      expect(scoreRows(await several('keep'), pair, pairRows).map((row) => row.slice(3))).toEqual([
        [0, 2],
        [3, 1],
        [1, 3],
        [3, 0],
        [2, 3],
        [3, 3],
      ]);
    });

    it('skips a row for any of them', async () => {
      expect(scoreRows(await several('skip'), pair, pairRows).map((row) => row[0])).toEqual([0]);
    });

    it('passes over the missing one', async () => {
      const words = structType([createField('word', 'string')]);
      expect(scoreRows(await several('keep'), words, [['b'], ['x']])).toEqual([
        ['b', 1],
        ['x', 3],
      ]);
    });
  });

  it('drops NaN under skip even if it is a label', async () => {
    const stage = await decodeStage(stringIndexerModel, {
      params: { inputCol: 'c', outputCol: 'i', handleInvalid: 'skip' },
      tables: { data: [{ labelsArray: [['NaN', '1.0']] }] },
    });
    expect(scoreRows(stage, structType([createField('c', 'double')]), [[Number.NaN], [1]])).toEqual([[1, 1]]);
  });
});
