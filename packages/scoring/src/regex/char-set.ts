import { asciiLowerOf, asciiUpperOf, foldedOf, lowerOf, upperOf } from './case-mapping.ts';

/**
 * A set of code points: what one character of the text is compared with.
 *
 * The sources are for a native expression under the flag u, over text without surrogates; undefined where there is none.
 */
export interface CharSet {
  /** Java then looks at one UTF-16 unit, at a whole code point else. */
  readonly isBmp: boolean;
  has(point: number): boolean;
  /** The members, to stand between "[" and "]". */
  members(): string | undefined;
  /** An expression that matches one code point. */
  atom(): string | undefined;
}

const ANY = '[\\s\\S]';

/** A code point as a literal, in a class or outside, under the flag u. */
export function literalOf(point: number): string {
  const isPlain = /[A-Za-z0-9]/.test(String.fromCodePoint(point));
  return isPlain ? String.fromCodePoint(point) : `\\u{${point.toString(16)}}`;
}

function setOf(isBmp: boolean, has: (point: number) => boolean, members: () => string | undefined): CharSet {
  const atom = () => {
    const inner = members();
    return inner === undefined ? undefined : `[${inner}]`;
  };
  return { isBmp, has, members, atom };
}

/** A set known by its test only. */
export function testedSet(isBmp: boolean, has: (point: number) => boolean): CharSet {
  return setOf(isBmp, has, () => undefined);
}

/** Listed code points; more may be added while the pattern is read. */
export function listedSet(points: ReadonlySet<number>): CharSet {
  return setOf(
    true,
    (point) => points.has(point),
    () => [...points].map(literalOf).join(''),
  );
}

export function singleSet(point: number, isBmp: boolean): CharSet {
  return setOf(
    isBmp,
    (other) => other === point,
    () => literalOf(point),
  );
}

/** From `first` to `last`, both inclusive. */
export function rangeSet(first: number, last: number, isBmp: boolean): CharSet {
  return setOf(
    isBmp,
    (point) => point >= first && point <= last,
    () => `${literalOf(first)}-${literalOf(last)}`,
  );
}

/** The range and the ASCII letters whose other case lies in it. */
export function asciiFoldedRange(first: number, last: number): CharSet {
  const isIn = (point: number) => point >= first && point <= last;
  const has = (point: number) =>
    isIn(point) || (point < 0x80 && (isIn(asciiUpperOf(point)) || isIn(asciiLowerOf(point))));
  const members = () => {
    const letters = Array.from({ length: 0x80 }, (_, point) => point).filter((point) => !isIn(point) && has(point));
    return `${literalOf(first)}-${literalOf(last)}${letters.map(literalOf).join('')}`;
  };
  return setOf(false, has, members);
}

/** The range and what Unicode's case mapping brings into it. */
export function foldedRange(first: number, last: number): CharSet {
  const isIn = (point: number) => point >= first && point <= last;
  return testedSet(false, (point) => isIn(point) || isIn(upperOf(point)) || isIn(foldedOf(point)));
}

/** What folds to `folded` by Unicode's case mapping. */
export function foldedSingle(folded: number): CharSet {
  return testedSet(false, (point) => point === folded || foldedOf(point) === folded);
}

/** Members of a JavaScript class; the test asks JavaScript too. */
export function memberSet(members: string, isBmp: boolean): CharSet {
  const test = new RegExp(`^[${members}]$`, 'u');
  return setOf(
    isBmp,
    (point) => test.test(String.fromCodePoint(point)),
    () => members,
  );
}

export function negatedSet(set: CharSet): CharSet {
  const atom = () => {
    const [members, inner] = [set.members(), set.atom()];
    if (members !== undefined) return `[^${members}]`;
    return inner === undefined ? undefined : `(?:(?!${inner})${ANY})`;
  };
  return { isBmp: false, has: (point) => !set.has(point), members: () => undefined, atom };
}

export function unionOf(left: CharSet, right: CharSet): CharSet {
  const members = () => joined(left.members(), right.members(), (one, other) => one + other);
  const atom = () => {
    const inner = members();
    if (inner !== undefined) return `[${inner}]`;
    return joined(left.atom(), right.atom(), (one, other) => `(?:(?!(?!${one})(?!${other}))${ANY})`);
  };
  return { isBmp: left.isBmp && right.isBmp, has: (point) => left.has(point) || right.has(point), members, atom };
}

export function intersectionOf(left: CharSet, right: CharSet): CharSet {
  return {
    isBmp: left.isBmp && right.isBmp,
    has: (point) => left.has(point) && right.has(point),
    members: () => undefined,
    atom: () => joined(left.atom(), right.atom(), (one, other) => `(?:(?=${one})${other})`),
  };
}

function joined(
  one: string | undefined,
  other: string | undefined,
  join: (one: string, other: string) => string,
): string | undefined {
  return one === undefined || other === undefined ? undefined : join(one, other);
}

/** One character as Java compiles it: folded as the flags say. */
export function characterSet(point: number, flags: { ignoreCase: boolean; unicodeCase: boolean }): CharSet {
  const isBmp = point <= 0xffff && (point & 0xf800) !== 0xd800;
  if (flags.ignoreCase && flags.unicodeCase) {
    const upper = upperOf(point);
    const lower = lowerOf(upper);
    if (upper !== lower) return foldedSingle(lower);
  } else if (flags.ignoreCase && asciiLowerOf(point) !== asciiUpperOf(point)) {
    return listedSet(new Set([asciiLowerOf(point), asciiUpperOf(point)]));
  }
  return singleSet(point, isBmp);
}
