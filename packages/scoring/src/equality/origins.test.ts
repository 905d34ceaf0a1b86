import { describe, expect, it } from 'vitest';
import { exactBySums } from '../core/exactness.ts';
import { compute } from '../core/expression.ts';
import type { Plan } from '../core/plan.ts';
import { parseSparkVersion, type SparkVersion } from '../core/spark-version.ts';
import { createField, structType } from '../core/types.ts';
import { emptyStage } from '../testing/empty-stage.ts';
import { columnOrigins, columnsUpstream } from './origins.ts';
import { toleranceOf } from './tolerance.ts';

const version = (text: string) => parseSparkVersion(text) as SparkVersion;
const reading = (...names: string[]) =>
  compute<readonly unknown[], null>(
    names.map((name) => ({ kind: 'column' as const, name, type: 'double' as const })),
    () => () => null,
  );
const step = (stage: string, name: string, ...reads: string[]) => ({
  kind: 'column' as const,
  stage,
  field: createField(name, 'double'),
  value: reading(...reads),
});
// a and b come in; a is replaced, then c is made of a, d of b, e of c and d.
const steps = [
  step('one (Some)', 'a', 'a'),
  step('two (Some)', 'c', 'a'),
  step('one (Some)', 'd', 'b'),
  step('three (Some)', 'e', 'c', 'd'),
];
const plan: Plan = { input: structType([]), output: structType([]), steps };
const two = emptyStage('two', { exactness: { ulps: 2, because: 'why' } });
const root = emptyStage('root', { children: [emptyStage('one'), two, emptyStage('three')] });

describe('columnOrigins', () => {
  it('names stage, sources and the tolerance of all that is upstream', () => {
    const origins = columnOrigins(root, plan, true);
    expect(origins.map(({ name, stage: label, reads }) => [name, label, reads])).toEqual([
      ['a', 'one (Some)', ['a']],
      ['c', 'two (Some)', ['a']],
      ['d', 'one (Some)', ['b']],
      ['e', 'three (Some)', ['c', 'd']],
    ]);
    expect(origins.map(({ tolerance }) => tolerance.ulps)).toEqual([0, 2, 0, 2]);
  });
});

describe('columnsUpstream', () => {
  it.each([
    ['e', ['b', 'a', 'c', 'd', 'e']],
    ['c', ['a', 'c']],
    ['b', ['b']],
  ])('of %s are %j', (name, expected) => {
    expect(columnsUpstream(columnOrigins(root, plan, true), name)).toEqual(expected);
  });

  it('leaves out what is replaced afterwards', () => {
    const later = { ...plan, steps: [...steps, step('three (Some)', 'c', 'e')] };
    expect(columnsUpstream(columnOrigins(root, later, true), 'e')).toEqual(['b', 'a', 'd', 'e']);
  });
});

describe('exactBySums', () => {
  const rule = exactBySums();

  it('is to the bit where the version alone decides', () => {
    expect([rule(version('2.4'), 'sequential'), rule(version('3.5'), 'fma4')]).toEqual(['bit', 'bit']);
  });

  it('hangs on the CPU from 4.0 on: to the bit where its profile is known', () => {
    const exactness = rule(version('4.1'), 'lanes4');
    expect(exactness).toMatchObject({ sums: 'lanes4', exact: 'bit' });
    expect(toleranceOf(exactness, true).ulps).toBe(0);
    expect(toleranceOf(exactness, false).ulps).toBeGreaterThan(0);
  });

  it('is never to the bit under fast', () => {
    expect(toleranceOf(rule(version('3.5'), 'fast'), true).ulps).toBeGreaterThan(0);
  });
});
