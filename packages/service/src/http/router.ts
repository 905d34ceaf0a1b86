import type { Route } from './route.ts';

export interface Match {
  readonly route: Route;
  readonly parameters: { readonly [name: string]: string };
}

/** Addresses of which the match is kept, for each method. */
const MOST_KNOWN = 1000;

/** Finds routes: by their whole address in one step, by patterns the first time. Of two for one address the first counts. */
export class Router {
  readonly #known = new Map<string, Map<string, Match>>();
  readonly #patterns: readonly Pattern[];

  constructor(routes: readonly Route[]) {
    this.#patterns = routes.map(createPattern).sort((a, b) => comparePatterns(a.segments, b.segments));
  }

  /** HEAD is answered by the route of GET. */
  find(method: string, path: string): Match | undefined {
    const known = this.#known.get(method)?.get(path);
    if (known !== undefined) return known;
    const wanted = method === 'HEAD' ? 'GET' : method;
    const segments = path.split('/');
    for (const { route, segments: pattern } of this.#patterns) {
      const parameters = route.method === wanted ? matchSegments(pattern, segments) : undefined;
      if (parameters !== undefined) return this.#keep(method, path, { route, parameters });
    }
    return undefined;
  }

  /** The methods that an address answers. */
  methodsOf(path: string): readonly string[] {
    const segments = path.split('/');
    const found = this.#patterns.filter((pattern) => matchSegments(pattern.segments, segments) !== undefined);
    const methods = new Set<string>(found.map(({ route }) => route.method));
    return methods.has('GET') ? ['GET', 'HEAD', ...[...methods].filter((method) => method !== 'GET')] : [...methods];
  }

  /** Every address, once. */
  paths(): readonly string[] {
    return [...new Set(this.#patterns.map(({ route }) => route.path))];
  }

  #keep(method: string, path: string, match: Match): Match {
    let known = this.#known.get(method);
    if (known === undefined || known.size >= MOST_KNOWN) {
      known = new Map();
      this.#known.set(method, known);
    }
    known.set(path, match);
    return match;
  }
}

interface Pattern {
  readonly route: Route;
  readonly segments: readonly string[];
}

function createPattern(route: Route): Pattern {
  return { route, segments: route.path.split('/') };
}

/** What is written out comes before what stands for anything. */
function comparePatterns(a: readonly string[], b: readonly string[]): number {
  for (let k = 0; k < Math.min(a.length, b.length); k++) {
    const order = Number(a[k]?.startsWith(':')) - Number(b[k]?.startsWith(':'));
    if (order !== 0) return order;
  }
  return 0;
}

/** Undefined where it is another address, or one that is not well encoded. */
function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): { readonly [name: string]: string } | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (let k = 0; k < pattern.length; k++) {
    const [wanted, found] = [pattern[k] as string, segments[k] as string];
    if (!wanted.startsWith(':')) {
      if (wanted !== found) return undefined;
      continue;
    }
    const { name, suffix } = splitParameter(wanted);
    const decoded = found.endsWith(suffix) ? decodeSegment(found.slice(0, found.length - suffix.length)) : undefined;
    if (decoded === undefined || decoded === '') return undefined;
    parameters[name] = decoded;
  }
  return parameters;
}

/** `:model:predict` stands for anything that ends with `:predict`. */
function splitParameter(segment: string): { readonly name: string; readonly suffix: string } {
  const end = segment.indexOf(':', 1);
  return end < 0 ? { name: segment.slice(1), suffix: '' } : { name: segment.slice(1, end), suffix: segment.slice(end) };
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
