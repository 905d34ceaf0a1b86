/** The paths of get_json_object: `$.a['b'][0][*]`. */
import { type Json, JsonMembers, writeJson } from './json-text.ts';

type PathStep = { readonly name: string } | { readonly index: number } | 'all';

const STEP = /\.([^.[]+)|\['([^'?]+)'\]|\[(\d+)\]|\[\*\]|\.\*/y;

/** Undefined for a text that is no path. */
export function parseJsonPath(path: string): readonly PathStep[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: PathStep[] = [];
  for (STEP.lastIndex = 1; STEP.lastIndex < path.length; ) {
    const match = STEP.exec(path);
    if (match === null) return undefined;
    const name = match[1] ?? match[2];
    if (name !== undefined) steps.push(name === '*' ? 'all' : { name });
    else steps.push(match[3] === undefined ? 'all' : { index: Number(match[3]) });
  }
  return steps;
}

/** What stands at the path, as text; null where nothing does. */
export function findInJson(root: Json, path: readonly PathStep[]): string | null {
  const found = follow([root], path);
  if (found.length === 0) return null;
  const several = path.includes('all') && found.length > 1;
  if (several) return `[${found.map(writeJson).join(',')}]`;
  const [only] = found as [Json];
  if (only === null) return null;
  return typeof only === 'string' && !path.includes('all') ? only : writeJson(only);
}

function follow(values: readonly Json[], path: readonly PathStep[]): readonly Json[] {
  return path.reduce<readonly Json[]>(
    (current, step) => current.flatMap((value) => [...childrenOf(value, step)]),
    values,
  );
}

function childrenOf(value: Json, step: PathStep): readonly Json[] {
  if (step === 'all') return Array.isArray(value) ? (value as readonly Json[]) : [];
  if ('index' in step) {
    const item = Array.isArray(value) ? (value as readonly Json[])[step.index] : undefined;
    return item === undefined ? [] : [item];
  }
  const member = value instanceof JsonMembers ? value.get(step.name) : undefined;
  return member === undefined ? [] : [member];
}
