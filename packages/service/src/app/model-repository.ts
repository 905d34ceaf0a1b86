import { listNames, ScoringError } from '@tinderbox/scoring';
import type { ModelRepository, RepositoryEntry, Serving } from './serving.ts';

/** What callers may ask of a repository beside its index. */
export type RepositoryAction = keyof Pick<ModelRepository, 'load' | 'unload'>;

/** The parameters of Triton's extension that change nothing here: no model depends on another. */
const PARAMETERS: Readonly<Record<RepositoryAction, readonly string[]>> = { load: [], unload: ['unload_dependents'] };

export interface RepositoryChange {
  readonly action: RepositoryAction;
  readonly model: string;
  /** The names of what else was asked for. */
  readonly parameters?: Iterable<string>;
}

/** Brings a model in or out. Throws ACCESS_DENIED unless callers may, INPUT_FORMAT for a parameter that is not known. */
export async function changeRepository(
  { repository }: Serving,
  admin: boolean,
  change: RepositoryChange,
): Promise<void> {
  const { action, model, parameters = [] } = change;
  if (!admin || repository === undefined) {
    const expected = 'a server that was started with --admin';
    throw new ScoringError('ACCESS_DENIED', `expected ${expected}, got one whose models callers cannot load or unload`);
  }
  const known = PARAMETERS[action];
  if ([...parameters].some((name) => !known.includes(name))) {
    const have = listNames(known);
    throw new ScoringError(
      'INPUT_FORMAT',
      `expected no parameters but those of ${action}, got another (have: ${have})`,
    );
  }
  await repository[action](model);
}

/** What could be served, or only what is. */
export async function listRepository(serving: Serving, ready: boolean): Promise<readonly RepositoryEntry[]> {
  const all = (await serving.repository?.index()) ?? serving.models().map(readyEntry);
  return ready ? all.filter(({ state }) => state === 'READY') : all;
}

function readyEntry({ name, version }: Pick<RepositoryEntry, 'name' | 'version'>): RepositoryEntry {
  return { name, version, state: 'READY', reason: '' };
}
