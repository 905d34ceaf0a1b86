import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Inspection,
  locate,
  type RecordScorer,
  ScoringError,
  type StructType,
  structType,
} from '@tinderbox/scoring';
import type { LoadedModel } from '../app/engine.ts';
import type { ScoredRecords, ScoreOptions, ServedModel } from '../app/serving.ts';

/** Programs for lists of wanted columns that one version keeps. */
const MOST_SCORERS = 64;
/** How long rows of a batch are scored before others have their turn. */
const SLICE_MILLISECONDS = 1;
/** Rows between two looks at the clock. */
const SLICE_ROWS = 16;

export interface ServedVersion {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly signature?: string | undefined;
  /** Milliseconds since 1970. */
  readonly loadedAt: number;
  readonly loaded: LoadedModel;
  readonly inspection: Inspection;
}

/** A loaded model wired to the columns that it cannot do without. Throws as planning does. */
export function createServedModel({ loaded, ...about }: ServedVersion): ServedModel {
  const input = structType(loaded.input.required);
  const output = outputOf(loaded, input);
  const all = output.fields.map(({ name }) => name);
  const scorers = new Map<string, RecordScorer>();
  let first: RecordScorer | undefined;
  const scorer = (columns?: readonly string[]) => {
    if (columns !== undefined) return keep(scorers, columns, () => loaded.compile(input, { columns }));
    first ??= loaded.compile(input, { columns: all });
    return first;
  };
  return {
    ...about,
    input,
    output,
    scorer,
    score: (rows, options = {}) => scoreRows(scorer(options.columns), rows, options),
  };
}

/** The columns that are not passed on from the input. */
function outputOf(loaded: LoadedModel, input: StructType): StructType {
  const computed = new Set(loaded.origins(input).map(({ name }) => name));
  // No code is made: only the plan is wanted.
  const { output } = loaded.compile(input, { codegen: false });
  const added = output.fields.filter(({ name }) => computed.has(name));
  return structType(added.length === 0 ? output.fields : added);
}

function keep(
  scorers: Map<string, RecordScorer>,
  columns: readonly string[],
  compile: () => RecordScorer,
): RecordScorer {
  const key = columns.join('\0');
  const known = scorers.get(key);
  if (known !== undefined) return known;
  const made = compile();
  const [oldest] = scorers.keys();
  if (scorers.size >= MOST_SCORERS && oldest !== undefined) scorers.delete(oldest);
  scorers.set(key, made);
  return made;
}

async function scoreRows(
  { score }: RecordScorer,
  rows: readonly object[],
  { onError = 'fail', signal }: ScoreOptions,
): Promise<ScoredRecords> {
  const scored: (Record<string, unknown> | undefined)[] = new Array(rows.length);
  const issues: { readonly index: number; readonly error: ScoringError }[] = [];
  let until = performance.now() + SLICE_MILLISECONDS;
  for (let index = 0; index < rows.length; index++) {
    if (index % SLICE_ROWS === 0 && performance.now() > until) {
      await nextTurn();
      if (signal?.aborted) throw stopped(signal);
      until = performance.now() + SLICE_MILLISECONDS;
    }
    try {
      scored[index] = score(rows[index] as Record<string, unknown>);
    } catch (error) {
      const located = locate(error, { row: index + 1 });
      if (onError === 'fail') throw located;
      scored[index] = undefined;
      issues.push({ index, error: located });
    }
  }
  return { rows: scored, issues };
}

function stopped({ reason }: AbortSignal): ScoringError {
  return reason instanceof ScoringError
    ? reason
    : new ScoringError('CANCELED', 'expected to finish, got a signal to stop');
}
