import { asciiLowerOf, foldedOf, lowerOf, upperOf } from './case-mapping.ts';
import type { CharSet } from './char-set.ts';
import { type CharacterTest, FAIL, Instruction, type MatchState } from './instruction.ts';
import type { Folding } from './pattern-node.ts';

/** A set that answers from tables: of Latin-1 at once, of other units once asked. */
export class SetTest implements CharacterTest {
  readonly isBmp: boolean;
  readonly #set: CharSet;
  readonly #latin = new Uint8Array(256);
  /** By the upper half of the unit, then by the lower: 0 not yet asked, 1 out, 2 in. */
  readonly #pages: Uint8Array[] = [];

  constructor(set: CharSet) {
    this.#set = set;
    this.isBmp = set.isBmp;
    for (let point = 0; point < 256; point++) this.#latin[point] = set.has(point) ? 1 : 0;
  }

  has(point: number): boolean {
    if (point < 256) return this.#latin[point] === 1;
    return point > 0xffff ? this.#set.has(point) : this.#hasOther(point);
  }

  endOf(state: MatchState, at: number): number {
    if (at >= state.end) return FAIL;
    const unit = state.text.charCodeAt(at);
    if (this.isBmp || (unit & 0xfc00) !== 0xd800) return this.has(unit) ? at + 1 : FAIL;
    const point = state.text.codePointAt(at) as number;
    return this.has(point) ? at + widthOf(point) : FAIL;
  }

  #hasOther(unit: number): boolean {
    let page = this.#pages[unit >> 8];
    if (page === undefined) {
      page = new Uint8Array(256);
      this.#pages[unit >> 8] = page;
    }
    if (page[unit & 255] === 0) page[unit & 255] = this.#set.has(unit) ? 2 : 1;
    return page[unit & 255] === 2;
  }
}

/** UTF-16 units of a code point. */
export function widthOf(point: number): number {
  return point > 0xffff ? 2 : 1;
}

/** The code point that ends before `at`. */
export function pointBefore(text: string, at: number): number {
  const unit = text.charCodeAt(at - 1);
  const isLow = (unit & 0xfc00) === 0xdc00 && at > 1 && (text.charCodeAt(at - 2) & 0xfc00) === 0xd800;
  return isLow ? (text.codePointAt(at - 2) as number) : unit;
}

/** One character of a set. */
export class SetStep extends Instruction {
  readonly #test: SetTest;

  constructor(test: SetTest) {
    super();
    this.#test = test;
  }

  override get first(): CharacterTest {
    return this.#test;
  }

  step(state: MatchState, at: number): number {
    return this.#test.endOf(state, at);
  }
}

/** A run of characters, compared unit by unit as they stand. */
export class TextStep extends Instruction {
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  step(state: MatchState, at: number): number {
    state.spend(this.text.length >> 4);
    return state.text.startsWith(this.text, at) ? at + this.text.length : FAIL;
  }
}

/** A run of characters, compared by code points or under a folding. */
export class FoldedTextStep extends Instruction {
  readonly #points: readonly number[];
  readonly #fold: (point: number) => number;
  readonly #isWide: boolean;

  constructor(points: readonly number[], folding: Folding, isWide: boolean) {
    super();
    this.#fold = foldBy(folding);
    this.#points = points.map(this.#fold);
    this.#isWide = isWide;
  }

  step(state: MatchState, at: number): number {
    let place = at;
    for (const expected of this.#points) {
      if (place >= state.end) return FAIL;
      state.spend(1);
      const point = (this.#isWide ? state.text.codePointAt(place) : state.text.charCodeAt(place)) as number;
      if (point !== expected && this.#fold(point) !== expected) return FAIL;
      place += widthOf(point);
    }
    return place;
  }
}

function foldBy(folding: Folding): (point: number) => number {
  if (folding === 'none') return (point) => point;
  return folding === 'ascii' ? asciiLowerOf : foldedOf;
}

/** \R */
export class LineBreakStep extends Instruction {
  step(state: MatchState, at: number): number {
    if (at >= state.end) return FAIL;
    const unit = state.text.charCodeAt(at);
    const isBreak = (unit >= 10 && unit <= 13) || unit === 0x85 || unit === 0x2028 || unit === 0x2029;
    if (!isBreak) return FAIL;
    if (unit !== 13 || state.text.charCodeAt(at + 1) !== 10) return at + 1;
    state.push(this, at + 1);
    return at + 2;
  }

  override resume(state: MatchState, frame: number): number {
    return state.frameValue(frame, 0);
  }
}

/** The text of a group again; fails where the group is not set. */
export class ReferenceStep extends Instruction {
  readonly #group: number;
  readonly #folding: Folding;

  constructor(group: number, folding: Folding) {
    super();
    this.#group = group * 2;
    this.#folding = folding;
  }

  step(state: MatchState, at: number): number {
    const { groups, text } = state;
    if (this.#group >= groups.length) return FAIL;
    const start = groups[this.#group] as number;
    const length = (groups[this.#group + 1] as number) - start;
    if (start < 0 || at + length > state.end) return FAIL;
    state.spend(length);
    const isEqual =
      this.#folding === 'none'
        ? text.slice(start, start + length) === text.slice(at, at + length)
        : this.#isFoldedEqual(text, start, { at, length });
    return isEqual ? at + length : FAIL;
  }

  /** Java 17 compares as many code points as the group has units, and so looks behind the group's end. */
  #isFoldedEqual(text: string, start: number, { at, length }: { at: number; length: number }): boolean {
    const isUnicode = this.#folding === 'unicode';
    let [one, other] = [at, start];
    for (let count = 0; count < length; count++) {
      const first = text.codePointAt(one);
      const second = text.codePointAt(other);
      if (first === undefined || second === undefined) return false;
      if (first !== second && !(isUnicode ? isSameLetter(first, second) : isSameAscii(first, second))) return false;
      one += widthOf(first);
      other += widthOf(second);
    }
    return true;
  }
}

function isSameAscii(one: number, other: number): boolean {
  return asciiLowerOf(one) === asciiLowerOf(other);
}

function isSameLetter(one: number, other: number): boolean {
  const [upper, otherUpper] = [upperOf(one), upperOf(other)];
  return upper === otherUpper || lowerOf(upper) === lowerOf(otherUpper);
}
