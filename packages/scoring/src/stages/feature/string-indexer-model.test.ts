import { describe, expect, it } from 'vitest';
import { createField, structType } from '../../core/types.ts';
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
});
