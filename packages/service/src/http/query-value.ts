import { ScoringError } from '@tinderbox/scoring';

/** A parameter that is given once or not at all. Throws INPUT_FORMAT where it is given again. */
export function queryValue(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const count = query.getAll(name).length;
  if (count > 1) throw new ScoringError('INPUT_FORMAT', `expected the parameter ${name} once, got it ${count} times`);
  return value;
}
