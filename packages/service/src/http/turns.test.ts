import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('refuses what comes late in a turn of many requests, and nothing of the next turn', async () => {
  const turns = new Turns();
  const early = Array.from({ length: 64 }, () => turns.isOverrun(1000));
  expect(early).not.toContain(true);
  expect(turns.isOverrun(1009)).toBe(false);
  expect(turns.isOverrun(1011)).toBe(true);
  await nextTurn();
  expect(turns.isOverrun(2000)).toBe(false);
});

it('lets few requests wait for one that takes long', () => {
  const turns = new Turns();
  expect([0, 500, 900].map((now) => turns.isOverrun(now))).toEqual([false, false, false]);
});
