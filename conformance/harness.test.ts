import { DenseVector, STAGES, type Stage, type StageDefinition, type Step } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { type Case, listCases, readCase } from './cases.ts';
import { type RunOptions, runCase } from './run-case.ts';

/** One case of each of some exact classes: the harness must see every change to them. */
const SAMPLES = [
  'feature.MinMaxScalerModel',
  'feature.StringIndexerModel',
  'feature.HashingTF',
  'regression.RandomForestRegressionModel',
]
  .map((name) =>
    listCases().find((candidate) => candidate.startsWith(`org.apache.spark.ml.${name}/`) && !/error/.test(candidate)),
  )
  .map((name) => readCase(name ?? ''));

const differenceIn = async (of: Case, options: RunOptions = {}) => (await runCase(of, options)).difference;

/** The smallest change to the last number of a line. */
function nudge(line: string): string {
  const at = [...line.matchAll(/-?\d+(\.\d+)?(E-?\d+)?/g)].at(-1);
  if (at === undefined) throw new Error('expected a number in the line, got none');
  const number = Number(at[0]);
  const next = Number.isInteger(number) && !at[0].includes('.') ? number + 1 : nextUp(number);
  return line.slice(0, at.index) + next + line.slice(at.index + at[0].length);
}

function nextUp(x: number): number {
  const bits = new BigInt64Array(new Float64Array([x]).buffer);
  bits[0] = (bits[0] as bigint) + (x < 0 ? -1n : 1n);
  return new Float64Array(bits.buffer)[0] as number;
}

const withExpected = (of: Case, change: (lines: readonly string[]) => readonly string[]): Case => ({
  ...of,
  expected: change(of.expected as readonly string[]),
});

describe('the conformance run turns red', () => {
  it.each(SAMPLES)('when the last bit of an expected number changes: $name', async (sample) => {
    expect(await differenceIn(sample)).toBeUndefined();
    const changed = withExpected(sample, (lines) => lines.with(0, nudge(lines[0] as string)));
    expect(await differenceIn(changed)).toMatch(/row 1, column/);
  });

  it.each(SAMPLES)('when a row is missing or one too many: $name', async (sample) => {
    expect(await differenceIn(withExpected(sample, (lines) => lines.slice(1)))).toMatch(/rows instead of/);
    expect(await differenceIn(withExpected(sample, (lines) => [...lines, lines[0] as string]))).toMatch(
      /rows instead of/,
    );
  });

  it.each(SAMPLES)('when a value becomes null: $name', async (sample) => {
    const changed = withExpected(sample, (lines) =>
      lines.with(0, lines[0]?.replace(/:[^,{}]+(,"values":\[[^\]]*\]\})?\}$/, ':null}') as string),
    );
    expect(await differenceIn(changed)).toBeDefined();
  });

  it.each(SAMPLES)('when Spark fails and the engine does not: $name', async (sample) => {
    expect(await differenceIn({ ...sample, expected: undefined })).toBe('succeeded where Spark fails');
  });

  it.each(SAMPLES)('when a kernel is off by one bit: $name', async (sample) => {
    const mutated = STAGES.map((definition) =>
      definition.spark === sample.class ? offByOneBit(definition) : definition,
    );
    expect(await differenceIn(sample, { stages: mutated })).toMatch(/row \d+, column/);
  });

  it.each(SAMPLES)('when a stage writes other attributes: $name', async (sample) => {
    const fields = (sample.outputSchema?.fields ?? []).map((field) => ({
      ...field,
      metadata: { ml_attr: { num_attrs: 99 } },
    }));
    expect(await differenceIn({ ...sample, outputSchema: { type: 'struct', fields } })).toMatch(/attributes/);
  });
});

/** The same stage, every number it computes moved to the next double. */
function offByOneBit(definition: StageDefinition): StageDefinition {
  const mutate = (stage: Stage): Stage => ({ ...stage, plan: (input) => stage.plan(input).map(mutateStep) });
  return { ...definition, decode: async (stored) => mutate(await definition.decode(stored)) };
}

function mutateStep(step: Step): Step {
  if (step.kind !== 'column') return step;
  const { value } = step;
  const compile = () => (x: never) => move(x);
  return { ...step, value: { kind: 'computation', inputs: [value], compile } };
}

function move(x: unknown): unknown {
  if (typeof x === 'number') return nextUp(x);
  if (x instanceof DenseVector) return new DenseVector(x.values.map(nextUp));
  const sparse = x as { readonly values: Float64Array; readonly size: number; readonly indices: Int32Array };
  return Object.assign(Object.create(Object.getPrototypeOf(x)), { ...sparse, values: sparse.values.map(nextUp) });
}
