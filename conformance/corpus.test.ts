import { describe, expect, it } from 'vitest';
import { listCases, readCase, readKnownFailing } from './cases.ts';
import { runCase } from './run-case.ts';

const knownFailing = readKnownFailing();
const names = listCases();

describe('the native engine answers as Spark', () => {
  it.each(names)('%s', async (name) => {
    const difference = await runCase(readCase(name));
    const reason = knownFailing.get(name);
    if (reason === undefined) expect(difference ?? 'as Spark').toBe('as Spark');
    else expect(difference, `${name} is listed as failing (${reason}) but passes`).toBeDefined();
  });
});

it('lists no known failure without a case and a reason', () => {
  for (const [name, reason] of knownFailing) {
    expect(names).toContain(name);
    expect(reason).toMatch(/\w{3}/);
  }
});
