import { type DataType, decimalOf, isVector, metadataOf, type StageReport } from '@tinderbox/scoring';
import type { ServedModel } from '../../app/serving.ts';

/** How many sizes of vectors are tried. */
const MOST_SIZES = 8;

/** A row that the model scores, for its documentation; undefined where none was found. */
export function exampleRow(model: ServedModel): Record<string, unknown> | undefined {
  const words = wordsOf(model);
  const { score } = model.scorer();
  for (const size of [...vectorSizes(model.inspection.root)].slice(0, MOST_SIZES)) {
    const row = Object.fromEntries(
      model.input.fields.map(({ name, type }) => [name, words.get(name) ?? sampleOf(type, size)]),
    );
    try {
      if (score(row) !== undefined) return row;
    } catch {
      // Another size may do.
    }
  }
  return undefined;
}

/** For columns of text that are indexed, the first label that is known. */
function wordsOf({ inspection, output }: ServedModel): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const { params } of flatten(inspection.root)) {
    const [inputs, outputs] = [listOf(params.inputCol, params.inputCols), listOf(params.outputCol, params.outputCols)];
    inputs.forEach((input, k) => {
      const field = output.fields.find(({ name }) => name === outputs[k]);
      const label = field === undefined ? undefined : firstLabel(metadataOf(field));
      if (label !== undefined) words.set(input, label);
    });
  }
  return words;
}

function firstLabel({ ml_attr: attributes }: { readonly [key: string]: unknown }): string | undefined {
  const { vals } = (attributes ?? {}) as { readonly vals?: readonly unknown[] };
  return typeof vals?.[0] === 'string' ? vals[0] : undefined;
}

function listOf(one: unknown, many: unknown): readonly string[] {
  if (Array.isArray(many)) return many as string[];
  return typeof one === 'string' ? [one] : [];
}

function flatten(stage: StageReport): readonly StageReport[] {
  return [stage, ...stage.children.flatMap(flatten)];
}

/** The sizes that stages tell of are likely those of the vectors they take. */
function vectorSizes(root: StageReport): ReadonlySet<number> {
  return new Set([...flatten(root).flatMap(({ sizes }) => Object.values(sizes)), 1, 2, 3]);
}

function sampleOf(type: DataType, size: number): unknown {
  if (typeof type === 'object') {
    if (isVector(type)) return { type: 0, size, indices: [], values: [] };
    if (type.type === 'array') return [sampleOf(type.elementType, size)];
    return null;
  }
  if (type === 'string') return 'text';
  if (type === 'boolean') return true;
  if (type === 'date') return '2024-01-01';
  if (type.startsWith('timestamp')) return '2024-01-01T00:00:00';
  return NUMBERS.has(type) || decimalOf(type) !== undefined ? 1 : null;
}

const NUMBERS: ReadonlySet<string> = new Set(['byte', 'short', 'integer', 'long', 'float', 'double']);
