import { expect, it } from 'vitest';
import { IndexTable } from './index-table.ts';

it('finds the place of every index and of no other', () => {
  const indices = Int32Array.from({ length: 3000 }, (_, i) => i * 87 + (i % 5));
  const table = new IndexTable(indices);
  const places = new Map(Array.from(indices, (index, place) => [index, place]));
  for (let index = 0; index < 262144; index++)
    if (table.find(index) !== (places.get(index) ?? -1)) throw new Error(`${index}`);
  expect(new IndexTable(new Int32Array(0)).find(0)).toBe(-1);
});
