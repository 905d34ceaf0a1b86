import { asciiLowerOf, asciiUpperOf, lowerOf, upperOf } from './case-mapping.ts';
import {
  asciiFoldedRange,
  type CharSet,
  characterSet,
  foldedRange,
  intersectionOf,
  listedSet,
  negatedSet,
  rangeSet,
  unionOf,
} from './char-set.ts';
import { END, type JavaCursor } from './java-cursor.ts';
import { readEscape, readProperty } from './java-escape.ts';

const AND = 0x26;
const CLOSE = 0x5d;
const DASH = 0x2d;
const NOT = 0x5e;
const OPEN = 0x5b;

/** Latin-1 characters that Java, under (?iu), does not keep in its table, as they have partners beyond it. */
const PARTNERED = new Set([0xff, 0xb5, 0x49, 0x69, 0x53, 0x73, 0x4b, 0x6b, 0xc5, 0xe5]);

/** A read class; `isWide` where it holds a \P, for which Java steps over whole code points. */
export interface ReadClass {
  readonly set: CharSet;
  readonly isWide: boolean;
}

/** Reads the class at the cursor, which stands on its "[". */
export function readClass(cursor: JavaCursor): ReadClass {
  const reader = new ClassReader(cursor);
  return { set: reader.read(true), isWide: reader.isWide };
}

class ClassReader {
  readonly #cursor: JavaCursor;
  isWide = false;

  constructor(cursor: JavaCursor) {
    this.#cursor = cursor;
  }

  /** `closes`: the "]" belongs to this class; an operand of && leaves it. */
  read(closes: boolean): CharSet {
    return this.#cursor.nest(() => new ClassLevel(this.#cursor, this).read(closes));
  }
}

/** One level of a class. Java's order of things: characters of Latin-1 join last, whatever stands before them. */
class ClassLevel {
  readonly #cursor: JavaCursor;
  readonly #reader: ClassReader;
  /** Shared by all that refer to it: Java adds to it even behind &&. */
  readonly #listed = new Set<number>();
  #isListed = false;
  #found: CharSet | undefined;
  #current: CharSet | undefined;

  constructor(cursor: JavaCursor, reader: ClassReader) {
    this.#cursor = cursor;
    this.#reader = reader;
  }

  read(closes: boolean): CharSet {
    const cursor = this.#cursor;
    const isNegated = cursor.next() === NOT && cursor.raw(-1) === OPEN;
    if (isNegated) cursor.next();
    for (;;) {
      const point = cursor.peek();
      if (point === AND && this.#readIntersection()) continue;
      if (point === CLOSE && (this.#found !== undefined || this.#isListed)) {
        if (closes) cursor.next();
        const set = this.#isListed ? this.#joined(listedSet(this.#listed)) : (this.#found as CharSet);
        return isNegated ? negatedSet(set) : set;
      }
      if (point === END && cursor.isAtEnd) throw cursor.fail('Unclosed character class');
      if (point === OPEN) {
        this.#current = this.#reader.read(true);
        this.#found = this.#joined(this.#current);
      } else {
        this.#readMember();
      }
    }
  }

  #joined(set: CharSet): CharSet {
    return this.#found === undefined ? set : unionOf(this.#found, set);
  }

  /** Reads && and the operand behind it; false for a single &, which is a member. */
  #readIntersection(): boolean {
    const cursor = this.#cursor;
    if (cursor.next() !== AND) {
      cursor.at--;
      return false;
    }
    cursor.next();
    const right = this.#readOperand();
    if (this.#isListed) {
      const listed = listedSet(this.#listed);
      if (this.#found === undefined) this.#current = listed;
      this.#found = this.#joined(listed);
      this.#isListed = false;
    }
    if (right !== undefined) this.#current = right;
    if (this.#found === undefined) {
      if (right === undefined) throw cursor.fail('Bad class syntax');
      this.#found = right;
    } else {
      if (this.#current === undefined) throw cursor.refuse('an intersection without a right side');
      this.#found = intersectionOf(this.#found, this.#current);
    }
    return true;
  }

  #readOperand(): CharSet | undefined {
    const cursor = this.#cursor;
    let operand: CharSet | undefined;
    for (let point = cursor.peek(); point !== CLOSE && point !== AND; point = cursor.peek()) {
      if (point !== OPEN) cursor.at--;
      const part = this.#reader.read(point === OPEN);
      operand = operand === undefined ? part : unionOf(operand, part);
    }
    return operand;
  }

  #readMember(): void {
    const member = this.#readRange();
    this.#current = member;
    if (member === undefined) this.#isListed = true;
    else this.#found = this.#joined(member);
  }

  /** One member, or a range; undefined where it went to the listed ones. */
  #readRange(): CharSet | undefined {
    const cursor = this.#cursor;
    let first = cursor.peek();
    if (first === 0x5c) {
      const letter = cursor.raw(1);
      if (letter === 0x70 || letter === 0x50) {
        cursor.step();
        const { set, isWide } = readProperty(cursor);
        this.#reader.isWide ||= isWide;
        return set;
      }
      const found = readEscape(cursor, true, cursor.raw(2) === DASH);
      if (found.kind === 'set') return found.set;
      if (found.kind !== 'point') throw cursor.fail('Illegal/unsupported escape sequence');
      first = found.point;
    } else {
      cursor.next();
    }
    if (cursor.peek() !== DASH || cursor.raw(1) === OPEN || cursor.raw(1) === CLOSE) return this.#listOrMake(first);
    return this.#rangeFrom(first);
  }

  #rangeFrom(first: number): CharSet {
    const cursor = this.#cursor;
    let last = cursor.next();
    if (last === 0x5c) {
      const found = readEscape(cursor, true, true);
      last = found.kind === 'point' ? found.point : -1;
    } else {
      cursor.next();
    }
    if (last < first) throw cursor.fail('Illegal character range');
    const { ignoreCase, unicodeCase } = cursor.flags;
    if (ignoreCase) return unicodeCase ? foldedRange(first, last) : asciiFoldedRange(first, last);
    return rangeSet(first, last, last < 0xd800 || (first > 0xdfff && last <= 0xffff));
  }

  #listOrMake(point: number): CharSet | undefined {
    const { flags } = this.#cursor;
    const isPartnered = flags.ignoreCase && flags.unicodeCase && PARTNERED.has(point);
    if (point > 0xff || isPartnered) return characterSet(point, flags);
    this.#listed.add(point);
    if (flags.ignoreCase && point < 0x80) {
      this.#listed.add(asciiLowerOf(point)).add(asciiUpperOf(point));
    } else if (flags.ignoreCase && flags.unicodeCase) {
      this.#listed.add(lowerOf(point)).add(upperOf(point));
    }
    return undefined;
  }
}
