import type { CharSet } from './char-set.ts';

/** How letters of two cases are compared. */
export type Folding = 'none' | 'ascii' | 'unicode';

/** A place in the text that a pattern may ask for. */
export type Place =
  | 'begin'
  | 'end'
  | 'lastMatch'
  | 'lineStart'
  | 'unixLineStart'
  | 'lineEnd'
  | 'unixLineEnd'
  | 'lastLineEnd'
  | 'unixLastLineEnd'
  | 'boundary'
  | 'noBoundary'
  | 'unicodeBoundary'
  | 'noUnicodeBoundary';

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

/** No upper bound of a repetition: Java's MAX_REPS. */
export const UNBOUNDED = 0x7fffffff;

/**
 * What Java finds out about a pattern before it compiles it, in code points and in 32-bit arithmetic, overflows
 * included: look-behinds and the way in which a group repeats rest on it.
 */
export interface Study {
  readonly least: number;
  readonly greatest: number;
  /** False where Java knows no greatest length. */
  readonly hasGreatest: boolean;
  /** True where each part can match in one way only, as far as Java looks. */
  readonly isDeterministic: boolean;
}

export interface GroupNode {
  readonly kind: 'group';
  /** Number of the capturing group; 0 where it captures nothing. */
  readonly capture: number;
  readonly body: PatternNode;
  readonly study: Study;
}

export interface LookNode {
  readonly kind: 'look';
  readonly direction: 'ahead' | 'behind';
  readonly negated: boolean;
  readonly body: GroupNode;
  /** The pattern has characters beyond U+FFFF from here on: Java then counts code points backwards. */
  readonly isWide: boolean;
}

export interface RepeatNode {
  readonly kind: 'repeat';
  readonly body: PatternNode;
  readonly least: number;
  readonly most: number;
  readonly mode: RepeatMode;
}

/** A parsed Java regular expression. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | {
      readonly kind: 'slice';
      readonly points: readonly number[];
      readonly folding: Folding;
      /** Java then compares code points, not UTF-16 units. */
      readonly isWide: boolean;
    }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'lineBreak' }
  | { readonly kind: 'reference'; readonly group: number; readonly folding: Folding }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly PatternNode[] }
  | { readonly kind: 'atomic'; readonly body: GroupNode }
  | GroupNode
  | LookNode
  | RepeatNode;

/** What a whole pattern says. */
export interface ParsedPattern {
  readonly root: PatternNode;
  /** Capturing groups, the whole match not counted. */
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  readonly hasReference: boolean;
  /** Java then steps over whole code points from one attempt to the next. */
  readonly isWide: boolean;
}
