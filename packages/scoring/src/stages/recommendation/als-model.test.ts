import { describe, expect, it } from 'vitest';
import { createField, type PrimitiveType, structType } from '../../core/types.ts';
import { decodeStage, outputSchema, scoreRows } from '../../testing/run-stage.ts';
import { alsModel } from './als-model.ts';

const float = Math.fround;
/** Factors of a model fitted by Spark 3.5.9. */
const userFactors = [
  { id: 30, features: [1.3009023666381836, -0.1202603206038475, -0.9784382581710815, -0.18291528522968292] },
  { id: 0, features: [0.08059203624725342, 1.009515404701233, -0.18928450345993042, -0.9931807518005371] },
];
const itemFactors = [
  { id: 100, features: [1.315116286277771, 3.580430507659912, 0.20326213538646698, -0.8146397471427917] },
  { id: 101, features: [0.9965693950653076, 0.6683790683746338, 0.23439113795757294, -1.9755706787109375] },
];
const fitted = (params: Record<string, unknown> = {}, semantics = '3.5.9') =>
  decodeStage(alsModel, { params, extras: { rank: 4 }, tables: { userFactors, itemFactors }, semantics });
const columns = (user: PrimitiveType, item: PrimitiveType = 'integer') =>
  structType([createField('user', user), createField('item', item)]);

describe('ALSModel', () => {
  it('rounds every product and every sum to 32 bits', async () => {
    const [user, item] = [userFactors[1]?.features ?? [], itemFactors[0]?.features ?? []];
    const expected = user.reduce((sum, factor, k) => float(sum + float(factor * (item[k] ?? 0))), 0);
    expect(scoreRows(await fitted(), columns('integer'), [[0, 100]])[0]?.[2]).toBe(expected);
  });

  it.each(['integer', 'double', 'long', 'short'] as const)('takes ids of type %s', async (type) => {
    const rows = scoreRows(await fitted(), columns(type, type), [[30, 101]]);
    expect(rows[0]?.[2]).toBeCloseTo(1.3479, 3);
  });

  it('gives NaN, or drops the row, where a user or an item is unknown', async () => {
    const rows = [
      [0, 999],
      [7, 100],
      [0, 100],
    ];
    expect(scoreRows(await fitted(), columns('integer'), rows).map((row) => Number.isNaN(row[2]))).toEqual([
      true,
      true,
      false,
    ]);
    expect(scoreRows(await fitted({ coldStartStrategy: 'drop' }), columns('integer'), rows)).toHaveLength(1);
  });

  it.each([
    [null, 'INPUT_VALUE_NULL'],
    [0.5, 'INPUT_VALUE'],
    [2 ** 31, 'INPUT_VALUE'],
    [Number.NaN, 'INPUT_VALUE'],
  ])('fails a row with the id %s', async (id, code) => {
    const stage = await fitted();
    expect(() => scoreRows(stage, columns('double'), [[id, 100]])).toThrow(expect.objectContaining({ code }));
  });

  it('gives ids back as integers since Spark 4.0', async () => {
    const types = (semantics: string) =>
      fitted({}, semantics).then((stage) => outputSchema(stage, columns('double')).fields.map(({ type }) => type));
    expect(await types('3.5.9')).toEqual(['double', 'integer', 'float']);
    expect(await types('4.0.0')).toEqual(['integer', 'integer', 'float']);
  });

  it('recommends the best first, to users and to items', async () => {
    const { queries } = await fitted();
    const users = [...(queries.recommendForAllUsers?.answer({ numItems: 1 }) ?? [])];
    expect(users.map(([id, best]) => [id, (best as { item: number }[]).map(({ item }) => item)])).toEqual([
      [0, [100]],
      [30, [101]],
    ]);
    const items = [...(queries.recommendForItemSubset?.answer({ ids: [101, 7, 101], numUsers: 5 }) ?? [])];
    expect(items.map(([id, best]) => [id, (best as { user: number }[]).map(({ user }) => user)])).toEqual([
      [101, [0, 30]],
    ]);
    expect(() => queries.recommendForAllUsers?.answer({ numItems: 0 })).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE' }),
    );
  });

  it.each([[{ userFactors: [{ id: 1, features: [1, 2] }] }], [{ userFactors: [...userFactors, ...userFactors] }]])(
    'refuses %j',
    async (tables) => {
      const decoded = decodeStage(alsModel, { extras: { rank: 4 }, tables: { itemFactors, ...tables } });
      await expect(decoded).rejects.toThrow(expect.objectContaining({ code: 'MODEL_DATA' }));
    },
  );
});
