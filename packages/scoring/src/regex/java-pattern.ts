import { type GroupBounds, ProgramMatcher } from './matcher.ts';
import { type NativePattern, printNative } from './native-pattern.ts';
import type { ParsedPattern } from './pattern-node.ts';
import { parsePattern } from './pattern-parser.ts';
import { compileProgram, type Program } from './program.ts';
import { parseReplacement, type ReplacementPart } from './replacement.ts';

/** One match: where it stands, end exclusive, in UTF-16 units, and the text of each group, the first being all of it. */
export interface JavaMatch {
  readonly start: number;
  readonly end: number;
  /** null for a group that is not set. */
  readonly groups: readonly (string | null)[];
}

/** Steps of the own matcher for one call, and how many more for each unit of the text. */
const STEPS = 10_000_000;
const STEPS_PER_UNIT = 100;

/** Steps that a native match may take at the worst. */
const NATIVE_STEPS = 10_000_000;

/**
 * A compiled Java regular expression: `java.util.regex.Pattern` of JDK 17.
 *
 * Patterns that mean the same in JavaScript run on its own engine, over text without surrogates, where no text of that
 * length can make them slow. All others run on a matcher of our own, which fails with INPUT_LIMIT before it takes more
 * than 10 million steps, and 100 for each unit of the text. The constructor fails as `parsePattern` does.
 */
export class JavaPattern {
  readonly #parsed: ParsedPattern;
  readonly #native: NativePattern | undefined;
  readonly #regex: RegExp | undefined;
  #program: Program | undefined = undefined;

  constructor(pattern: string) {
    this.#parsed = parsePattern(pattern);
    this.#native = printNative(this.#parsed.root);
    this.#regex = this.#native && new RegExp(this.#native.source, 'gu');
  }

  /** Capturing groups, the whole match not counted. */
  get groupCount(): number {
    return this.#parsed.groupCount;
  }

  /** True where the whole text matches. */
  matches(text: string): boolean {
    return this.#ownMatcher(text, true).find(0, 0) !== undefined;
  }

  /** True where some part of the text matches. */
  find(text: string): boolean {
    if (!this.#isNative(text)) return this.#ownMatcher(text, false).find(0, 0) !== undefined;
    return this.#nativeFrom(0).test(text);
  }

  /** The texts of the matches from left to right. */
  findAll(text: string): string[] {
    if (this.#isNative(text)) return text.match(this.#nativeFrom(0)) ?? [];
    return this.#ownMatches(text).map((bounds) => text.slice(bounds[0], bounds[1]));
  }

  /** The matches from left to right, with their groups. */
  findMatches(text: string): JavaMatch[] {
    if (this.#isNative(text)) return Array.from(text.matchAll(this.#nativeFrom(0)), matchOf);
    return this.#ownMatches(text).map((bounds) => ({
      start: bounds[0] as number,
      end: bounds[1] as number,
      groups: groupsOf(text, bounds),
    }));
  }

  /** The groups of the first match at `from` or behind; undefined without a match. Null for a group that is not set. */
  groups(text: string, from = 0): readonly (string | null)[] | undefined {
    if (from < 0 || from > text.length) return undefined;
    if (this.#isNative(text)) {
      const match = this.#nativeFrom(from).exec(text);
      return match === null ? undefined : matchOf(match).groups;
    }
    const bounds = this.#ownMatcher(text, false).find(from, from);
    return bounds === undefined ? undefined : groupsOf(text, bounds);
  }

  /**
   * The pieces between the matches, as `Pattern.split`: at most `limit` where it is positive, and where it is 0 without
   * empty ones at the end. An empty match at the start gives no empty first piece, and text without a match is one piece,
   * "" included.
   */
  split(text: string, limit = 0): string[] {
    const pieces: string[] = [];
    let from = 0;
    const bounds = this.#bounds(text);
    for (let i = 0; i < bounds.length && (limit <= 0 || pieces.length < limit - 1); i += 2) {
      const end = bounds[i + 1] as number;
      if (end === 0) continue;
      pieces.push(text.slice(from, bounds[i]));
      from = end;
    }
    if (pieces.length === 0) return [text];
    pieces.push(text.slice(from));
    if (limit === 0) while (pieces.at(-1) === '') pieces.pop();
    return pieces;
  }

  /** Puts `replacement`, read by `parseReplacement` once there is a match, in the place of each match. */
  replaceAll(text: string, replacement: string): string {
    let parts: readonly ReplacementPart[] | undefined;
    let result = '';
    let from = 0;
    for (const { start, end, groups } of this.findMatches(text)) {
      parts ??= parseReplacement(replacement, this.#parsed);
      result += text.slice(from, start);
      for (const part of parts) result += typeof part === 'string' ? part : (groups[part] ?? '');
      from = end;
    }
    return result + text.slice(from);
  }

  #isNative(text: string): boolean {
    if (this.#native === undefined) return false;
    const { factor, degree } = this.#native;
    return factor * (text.length + 1) ** (degree + 1) <= NATIVE_STEPS && !/[\ud800-\udfff]/.test(text);
  }

  #nativeFrom(place: number): RegExp {
    const regex = this.#regex as RegExp;
    regex.lastIndex = place;
    return regex;
  }

  #ownMatcher(text: string, mustEnd: boolean): ProgramMatcher {
    this.#program ??= compileProgram(this.#parsed);
    return new ProgramMatcher(this.#program, text, { mustEnd, steps: STEPS + STEPS_PER_UNIT * text.length });
  }

  /** Start and end of each match. */
  #bounds(text: string): number[] {
    const bounds: number[] = [];
    if (!this.#isNative(text)) {
      for (const groups of this.#ownMatches(text)) bounds.push(groups[0] as number, groups[1] as number);
      return bounds;
    }
    const regex = this.#nativeFrom(0);
    for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
      bounds.push(match.index, regex.lastIndex);
      if (match[0] === '') regex.lastIndex++;
    }
    return bounds;
  }

  /** After an empty match Java goes on one UTF-16 unit further, even if that is inside of a surrogate pair. */
  #ownMatches(text: string): GroupBounds[] {
    const matcher = this.#ownMatcher(text, false);
    const matches: GroupBounds[] = [];
    let lastEnd = 0;
    for (let from = 0; from <= text.length; ) {
      const bounds = matcher.find(from, lastEnd);
      if (bounds === undefined) break;
      matches.push(bounds);
      lastEnd = bounds[1] as number;
      from = lastEnd === bounds[0] ? lastEnd + 1 : lastEnd;
    }
    return matches;
  }
}

function matchOf(match: RegExpMatchArray): JavaMatch {
  const start = match.index as number;
  return { start, end: start + match[0].length, groups: match.map((group) => group ?? null) };
}

function groupsOf(text: string, bounds: GroupBounds): (string | null)[] {
  const groups: (string | null)[] = [];
  for (let i = 0; i < bounds.length; i += 2) {
    const start = bounds[i] as number;
    groups.push(start < 0 ? null : text.slice(start, bounds[i + 1]));
  }
  return groups;
}
