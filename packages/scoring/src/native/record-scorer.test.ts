import { describe, expect, it } from 'vitest';
import { createField, structType } from '../core/types.ts';
import { imputerModel } from '../stages/feature/imputer-model.ts';
import { decodeStage } from '../testing/run-stage.ts';
import { createRecordScorer } from './record-scorer.ts';

const NAMES = ['x', 'constructor', '__proto__'];
const schema = structType(NAMES.map((name) => createField(name, 'double')));

/** A row's own number comes back; what it has not comes as -1. */
async function imputer(codegen: boolean) {
  const data = [Object.fromEntries(NAMES.map((name) => [name, -1]))];
  Object.defineProperty(data[0], '__proto__', { value: -1, enumerable: true });
  const stage = await decodeStage(imputerModel, {
    params: { inputCols: NAMES, outputCols: ['a', 'b', 'c'] },
    tables: { data },
  });
  return createRecordScorer(stage, schema, { columns: ['a', 'b', 'c'], codegen });
}

describe.each([true, false])('a record, codegen %s', (codegen) => {
  it.each<[string, object | null, unknown]>([
    ['has its own values', { x: 1, constructor: 2 }, { a: 1, b: 2, c: -1 }],
    ['may have a column named __proto__', JSON.parse('{"__proto__": 3}'), { a: -1, b: -1, c: 3 }],
    ['may lack all', {}, { a: -1, b: -1, c: -1 }],
    ['has nothing of its prototype', Object.create({ x: 1 }), { a: -1, b: -1, c: -1 }],
    ['may have no prototype', Object.assign(Object.create(null), { x: 1 }), { a: 1, b: -1, c: -1 }],
  ])('%s', async (_, row, expected) => {
    const { score } = await imputer(codegen);
    expect(score(row as Record<string, unknown>)).toEqual(expected);
  });

  it('must be an object', async () => {
    const { score } = await imputer(codegen);
    const refusal = expect.objectContaining({ code: 'INPUT_FORMAT' });
    for (const row of [null, undefined, 5, 'x']) expect(() => score(row as never)).toThrow(refusal);
  });
});
