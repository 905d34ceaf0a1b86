import { describe, expect, it } from 'vitest';
import { type Case, listCases, readCase, readKnownFailing } from './cases.ts';
import { formatResults } from './results.ts';
import { type Outcome, runCase } from './run-case.ts';

const knownFailing = readKnownFailing();
const names = listCases();
const outcomes: [Case, Outcome][] = [];

describe('the native engine answers as Spark', () => {
  it.each(names)('%s', async (name) => {
    const sample = readCase(name);
    const outcome = await runCase(sample);
    outcomes.push([sample, outcome]);
    const reason = knownFailing.get(name);
    if (reason === undefined) expect(outcome.difference ?? 'as Spark').toBe('as Spark');
    else expect(outcome.difference, `${name} is listed as failing (${reason}) but passes`).toBeDefined();
  });
});

it('has the results of this run in results.jsonl: `npx vitest run conformance/corpus --update` writes them', async () => {
  if (outcomes.length === names.length) await expect(formatResults(outcomes)).toMatchFileSnapshot('results.jsonl');
});

it('lists no known failure without a case and a reason', () => {
  for (const [name, reason] of knownFailing) {
    expect(names).toContain(name);
    expect(reason).toMatch(/\w{3}/);
  }
});
