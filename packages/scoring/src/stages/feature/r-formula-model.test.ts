import { describe, expect, it } from 'vitest';
import { vectorElements } from '../../core/attributes.ts';
import type { Stage } from '../../core/stage.ts';
import { createField, structType, VECTOR } from '../../core/types.ts';
import { emptyStage } from '../../testing/empty-stage.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { columnPruner } from './column-pruner.ts';
import { rFormulaModel } from './r-formula-model.ts';
import { vectorAttributeRewriter } from './vector-attribute-rewriter.ts';

/** An inner pipeline that adds nothing. */
const inner = emptyStage('p');
const formula = (label: string) =>
  decodeStage(rFormulaModel, {
    params: { featuresCol: 'features', labelCol: 'label' },
    tables: { data: [{ label, terms: [['c']], hasIntercept: true }] },
    children: [inner],
  });
const namesAfter = (stage: Stage, ...fields: Parameters<typeof createField>[]) =>
  outputSchema(stage, structType(fields.map((field) => createField(...field)))).fields.map(({ name }) => name);

describe('RFormulaModel', () => {
  it.each([
    ['boolean' as const, true, 1],
    ['long' as const, 2, 2],
    ['integer' as const, null, null],
  ])('casts a label of type %s', async (type, label, expected) => {
    const schema = structType([createField('y', type)]);
    expect(scoreRows(await formula('y'), schema, [[label]])).toEqual([[label, expected]]);
  });

  it('passes over a label that is missing, made already or empty', async () => {
    expect(namesAfter(await formula('y'), ['c', 'string'])).toEqual(['c']);
    expect(namesAfter(await formula('y'), ['y', 'double'], ['label', 'double'])).toEqual(['y', 'label']);
    expect(namesAfter(await formula(''), ['c', 'string'])).toEqual(['c']);
  });

  it.each([
    [['features', 'double'] as const, 'INPUT_COLUMN_EXISTS'],
    [['label', 'string'] as const, 'INPUT_COLUMN_TYPE'],
    [['y', 'string'] as const, 'INPUT_COLUMN_TYPE'],
  ])('refuses a column %j', async ([name, type], code) => {
    const stage = await formula('y');
    expect(() => namesAfter(stage, [name, type])).toThrow(expect.objectContaining({ code }));
  });
});

describe('the private stages of RFormula', () => {
  it('ColumnPruner drops what is there', async () => {
    const stage = await decodeStage(columnPruner, { tables: { data: [{ columnsToPrune: ['b', 'absent'] }] } });
    expect(namesAfter(stage, ['a', 'double'], ['b', 'double'])).toEqual(['a']);
  });

  it('VectorAttributeRewriter renames elements and moves the column to the end', async () => {
    const prefixesToRewrite = new Map([['tmp_', 'c_']]);
    const stage = await decodeStage(vectorAttributeRewriter, {
      tables: { data: [{ vectorCol: 'v', prefixesToRewrite }] },
    });
    const attributes = vectorElements(1, () => [{ type: 'binary', name: 'tmp_x' }]);
    const fields = [{ ...createField('v', VECTOR), attributes }, createField('a', 'double')];
    const output = outputSchema(stage, structType(fields)).fields;
    expect(output.map(({ name }) => name)).toEqual(['a', 'v']);
    const renamed = output[1]?.attributes;
    expect(renamed?.kind === 'vector' && renamed.elements?.()).toEqual([{ type: 'binary', name: 'c_x' }]);
  });
});
