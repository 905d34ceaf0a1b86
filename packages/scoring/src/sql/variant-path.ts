/** The paths of variant_get and its kin: `$.a['b'][0]`. */
import type { Variant } from '../core/variant.ts';
import { failRow } from './dialect.ts';

export type VariantStep = { readonly name: string } | { readonly index: number };

const STEP = /\.([^.[]+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]/y;
const MOST_INDEX = 2 ** 31 - 1;

/** Undefined for a text that is no path. */
export function parseVariantPath(path: string): readonly VariantStep[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: VariantStep[] = [];
  for (STEP.lastIndex = 1; STEP.lastIndex < path.length; ) {
    const match = STEP.exec(path);
    if (match === null) return undefined;
    const name = match[1] ?? match[2] ?? match[3];
    if (name === undefined && Number(match[4]) > MOST_INDEX) return undefined;
    steps.push(name === undefined ? { index: Number(match[4]) } : { name });
  }
  return steps;
}

/** As parseVariantPath; `condition` is what Spark calls the failure. */
export function expectVariantPath(path: string, condition: string): readonly VariantStep[] {
  const steps = parseVariantPath(path);
  if (steps === undefined) throw failRow(condition, 'expected a path such as $.a[0], got another text');
  return steps;
}

/** What stands at the step: undefined where nothing does, null where the value has no such steps at all. */
export function childAt({ content }: Variant, step: VariantStep): Variant | undefined | null {
  if ('name' in step) return content.kind === 'object' ? content.fields.get(step.name) : null;
  return content.kind === 'array' ? content.items[step.index] : null;
}

export function followVariant(root: Variant, path: readonly VariantStep[]): Variant | undefined {
  let value: Variant = root;
  for (const step of path) {
    const child = childAt(value, step);
    if (child === undefined || child === null) return undefined;
    value = child;
  }
  return value;
}
