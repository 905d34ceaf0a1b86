import { type CharSet, characterSet, memberSet, negatedSet } from './char-set.ts';
import { readClass } from './class-parser.ts';
import { END, isWide, JavaCursor, type PatternFlags } from './java-cursor.ts';
import { type Escape, readEscape, readProperty } from './java-escape.ts';
import {
  type Folding,
  type GroupNode,
  type ParsedPattern,
  type PatternNode,
  type RepeatMode,
  UNBOUNDED,
} from './pattern-node.ts';
import { studyPattern } from './pattern-study.ts';

const FLAG_LETTERS: Readonly<Record<string, readonly (keyof PatternFlags)[]>> = {
  i: ['ignoreCase'],
  m: ['multiline'],
  s: ['dotAll'],
  d: ['unixLines'],
  u: ['unicodeCase'],
  x: ['comments'],
  U: ['unicodeClasses', 'unicodeCase'],
};

/** Code points of a pattern. */
const LONGEST = 10_000;

const LINE_ENDS = '\\n\\r\\x85\\u2028\\u2029';

/** Characters that end a run of literal ones. */
const SPECIAL = new Set('$.^([|)*+?{'.split('').map((character) => character.charCodeAt(0)));

const REPEATING = new Set('*+?{'.split('').map((character) => character.charCodeAt(0)));

/** An escape that is no character and so ends a run of them; it is read again behind the run. */
const NOT_LITERAL: PatternNode = { kind: 'sequence', parts: [] };

/**
 * Reads a regular expression as `java.util.regex.Pattern` of JDK 17 does. Fails with MODEL_PARAM, in Java's words, where
 * Java fails, and with STAGE_PARAM_UNSUPPORTED, which names the construct, for what is not followed.
 */
export function parsePattern(pattern: string): ParsedPattern {
  return new PatternParser(pattern).parse();
}

class PatternParser {
  readonly #cursor: JavaCursor;
  readonly #groupNames = new Map<string, number>();
  #groupCount = 0;
  #hasReference = false;
  #isWide: boolean;

  constructor(pattern: string) {
    this.#cursor = new JavaCursor(pattern);
    if (this.#cursor.length > LONGEST) throw this.#cursor.refuse(`more than ${LONGEST} characters`);
    this.#isWide = this.#cursor.hasWide(0);
  }

  parse(): ParsedPattern {
    const cursor = this.#cursor;
    const root = this.#readChoice();
    if (cursor.peek() === 0x29) throw cursor.fail("Unmatched closing ')'");
    if (cursor.at !== cursor.length) throw cursor.fail('Unexpected internal error');
    return {
      root,
      groupCount: this.#groupCount,
      groupNames: this.#groupNames,
      hasReference: this.#hasReference,
      isWide: this.#isWide,
    };
  }

  #readChoice(): PatternNode {
    const branches = [this.#readSequence()];
    while (this.#cursor.peek() === 0x7c) {
      this.#cursor.next();
      branches.push(this.#readSequence());
    }
    return branches.length === 1 ? (branches[0] as PatternNode) : { kind: 'choice', branches };
  }

  #readSequence(): PatternNode {
    const cursor = this.#cursor;
    const parts: PatternNode[] = [];
    for (;;) {
      const point = cursor.peek();
      if (point === 0x7c || point === 0x29 || (point === END && cursor.isAtEnd)) break;
      const part = point === 0x28 ? this.#readGroup() : this.#readAtom(point);
      if (part !== undefined) parts.push(this.#readRepeat(part));
    }
    return parts.length === 1 ? (parts[0] as PatternNode) : { kind: 'sequence', parts };
  }

  #readAtom(point: number): PatternNode {
    const cursor = this.#cursor;
    const { multiline, unixLines } = cursor.flags;
    switch (String.fromCodePoint(point)) {
      case '[': {
        const { set, isWide: isWideClass } = readClass(cursor);
        this.#isWide ||= isWideClass;
        return this.#setNode(set);
      }
      case '^':
        cursor.next();
        if (!multiline) return { kind: 'place', place: 'begin' };
        return { kind: 'place', place: unixLines ? 'unixLineStart' : 'lineStart' };
      case '$':
        cursor.next();
        if (multiline) return { kind: 'place', place: unixLines ? 'unixLineEnd' : 'lineEnd' };
        return { kind: 'place', place: unixLines ? 'unixLastLineEnd' : 'lastLineEnd' };
      case '.':
        cursor.next();
        return { kind: 'set', set: this.#dotSet() };
      case '?':
      case '*':
      case '+':
        cursor.next();
        throw cursor.fail(`Dangling meta character '${String.fromCodePoint(point)}'`);
      default:
        return this.#readLiteral();
    }
  }

  #dotSet(): CharSet {
    const { dotAll, unixLines } = this.#cursor.flags;
    if (dotAll) return { ...memberSet('\\s\\S', false), has: () => true };
    return negatedSet(memberSet(unixLines ? '\\n' : LINE_ENDS, true));
  }

  #setNode(set: CharSet): PatternNode {
    this.#isWide ||= !set.isBmp;
    return { kind: 'set', set };
  }

  /** A run of literal characters, of which a quantifier takes the last; or one escape that is none. */
  #readLiteral(): PatternNode {
    const cursor = this.#cursor;
    const points: number[] = [];
    let last = cursor.at;
    for (;;) {
      const point = cursor.peek();
      if (point === 0x5c) {
        const at = cursor.at;
        const other = this.#readEscaped(points);
        if (other !== undefined && points.length === 0) return other;
        if (other !== undefined) {
          cursor.at = at;
          break;
        }
        last = at;
      } else if (SPECIAL.has(point) || (point === END && cursor.isAtEnd)) {
        if (REPEATING.has(point) && points.length > 1) {
          cursor.at = last;
          points.pop();
        }
        break;
      } else {
        last = cursor.at;
        points.push(point);
        cursor.next();
      }
    }
    return this.#literalNode(points);
  }

  /** Adds an escaped character to the run; answers any other escape as a node, which the run does not take. */
  #readEscaped(points: number[]): PatternNode | undefined {
    const cursor = this.#cursor;
    const letter = cursor.raw(1);
    if (letter === 0x70 || letter === 0x50) {
      if (points.length > 0) return NOT_LITERAL;
      cursor.step();
      const { set, isWide: isNegated } = readProperty(cursor);
      this.#isWide ||= isNegated;
      return this.#setNode(set);
    }
    const found = readEscape(cursor, false, false);
    if (found.kind === 'point') {
      points.push(found.point);
      return undefined;
    }
    if (points.length > 0) return NOT_LITERAL;
    return this.#escapeNode(found);
  }

  #escapeNode(found: Exclude<Escape, { kind: 'point' }>): PatternNode {
    if (found.kind === 'set') return this.#setNode(found.set);
    if (found.kind === 'node') return found.node;
    this.#hasReference = true;
    const group = found.digit === undefined ? this.#namedGroup() : this.#numberedGroup(found.digit);
    return { kind: 'reference', group, folding: this.#folding() };
  }

  /** More digits belong to the number as long as there are that many groups. */
  #numberedGroup(digit: number): number {
    const cursor = this.#cursor;
    let group = digit;
    for (let point = cursor.peek(); point >= 0x30 && point <= 0x39; point = cursor.peek()) {
      const longer = group * 10 + point - 0x30;
      if (longer > this.#groupCount) break;
      group = longer;
      cursor.read();
    }
    return group;
  }

  #namedGroup(): number {
    const cursor = this.#cursor;
    if (cursor.read() !== 0x3c) throw cursor.fail("\\k is not followed by '<' for named capturing group");
    const name = this.#readName(cursor.read());
    const group = this.#groupNames.get(name);
    if (group === undefined) throw cursor.fail(`named capturing group <${name}> does not exist`);
    return group;
  }

  #readName(first: number): string {
    const cursor = this.#cursor;
    let name = '';
    let point = first;
    if (!/[A-Za-z]/.test(String.fromCodePoint(point))) {
      throw cursor.fail('capturing group name does not start with a Latin letter');
    }
    for (; /[A-Za-z0-9]/.test(String.fromCodePoint(point)); point = cursor.read()) name += String.fromCodePoint(point);
    if (point !== 0x3e) throw cursor.fail("named capturing group is missing trailing '>'");
    return name;
  }

  #folding(): Folding {
    const { ignoreCase, unicodeCase } = this.#cursor.flags;
    if (!ignoreCase) return 'none';
    return unicodeCase ? 'unicode' : 'ascii';
  }

  #literalNode(points: readonly number[]): PatternNode {
    if (points.length === 1) return this.#setNode(characterSet(points[0] as number, this.#cursor.flags));
    return { kind: 'slice', points, folding: this.#folding(), isWide: points.some(isWide) };
  }

  /** A group of any kind; undefined for flags alone. */
  #readGroup(): PatternNode | undefined {
    const cursor = this.#cursor;
    const before = cursor.flags;
    if (cursor.next() !== 0x3f) return this.#readBody(before, ++this.#groupCount);
    const kind = cursor.skip();
    switch (String.fromCodePoint(kind)) {
      case ':':
        return this.#readBody(before, 0);
      case '=':
      case '!':
        return {
          kind: 'look',
          direction: 'ahead',
          negated: kind === 0x21,
          body: this.#readBody(before, 0),
          isWide: false,
        };
      case '>':
        return { kind: 'atomic', body: this.#readBody(before, 0) };
      case '<':
        return this.#readBehindOrNamed(before);
      case '$':
      case '@':
        throw cursor.fail('Unknown group type');
      default:
        return this.#readFlagged(before);
    }
  }

  #readBehindOrNamed(before: PatternFlags): PatternNode {
    const cursor = this.#cursor;
    const point = cursor.read();
    if (point !== 0x3d && point !== 0x21) {
      const name = this.#readName(point);
      if (this.#groupNames.has(name)) throw cursor.fail(`Named capturing group <${name}> is already defined`);
      this.#groupNames.set(name, ++this.#groupCount);
      return this.#readBody(before, this.#groupCount);
    }
    const from = cursor.at;
    const body = this.#readBody(before, 0, true);
    return { kind: 'look', direction: 'behind', negated: point === 0x21, body, isWide: cursor.hasWide(from) };
  }

  /** The body of a group, up to and with its ")"; the flags are those before the group again. */
  #readBody(before: PatternFlags, capture: number, isBehind = false): GroupNode {
    const cursor = this.#cursor;
    const body = cursor.nest(() => this.#readChoice());
    const study = studyPattern(body);
    if (isBehind && !study.hasGreatest) throw cursor.fail('Look-behind group does not have an obvious maximum length');
    if (cursor.read() !== 0x29) throw cursor.fail('Unclosed group');
    cursor.flags = before;
    return { kind: 'group', capture, body, study };
  }

  #readFlagged(before: PatternFlags): PatternNode | undefined {
    const cursor = this.#cursor;
    cursor.at--;
    this.#readFlags();
    const end = cursor.read();
    if (end === 0x29) return undefined;
    if (end !== 0x3a) throw cursor.fail('Unknown inline modifier');
    return this.#readBody(before, 0);
  }

  #readFlags(): void {
    const cursor = this.#cursor;
    let isOn = true;
    for (let point = cursor.peek(); ; point = cursor.next()) {
      const letter = String.fromCodePoint(point);
      if (letter === 'c') throw cursor.refuse('the flag (?c)');
      const names = Object.hasOwn(FLAG_LETTERS, letter) ? FLAG_LETTERS[letter] : undefined;
      if (names !== undefined) {
        cursor.flags = { ...cursor.flags, ...Object.fromEntries(names.map((name) => [name, isOn])) };
      } else if (letter === '-' && isOn) {
        isOn = false;
      } else {
        return;
      }
    }
  }

  #readRepeat(body: PatternNode): PatternNode {
    const cursor = this.#cursor;
    switch (String.fromCodePoint(cursor.peek())) {
      case '?':
        return { kind: 'repeat', body, least: 0, most: 1, mode: this.#readMode() };
      case '*':
        return { kind: 'repeat', body, least: 0, most: UNBOUNDED, mode: this.#readMode() };
      case '+':
        return { kind: 'repeat', body, least: 1, most: UNBOUNDED, mode: this.#readMode() };
      case '{':
        return this.#readCounted(body);
      default:
        return body;
    }
  }

  #readMode(): RepeatMode {
    const cursor = this.#cursor;
    const point = cursor.next();
    if (point !== 0x3f && point !== 0x2b) return 'greedy';
    cursor.next();
    return point === 0x3f ? 'lazy' : 'possessive';
  }

  #readCounted(body: PatternNode): PatternNode {
    const cursor = this.#cursor;
    cursor.at++;
    if (!isDigit(cursor.raw())) {
      cursor.at++;
      throw cursor.fail('Illegal repetition');
    }
    const least = this.#readCount();
    let most = least;
    if (cursor.peek() === 0x2c) {
      cursor.read();
      most = cursor.peek() === 0x7d ? UNBOUNDED : this.#readCount();
    }
    if (cursor.read() !== 0x7d) throw cursor.fail('Unclosed counted closure');
    if (most < least) throw cursor.fail('Illegal repetition range');
    cursor.at--;
    return { kind: 'repeat', body, least, most, mode: this.#readMode() };
  }

  #readCount(): number {
    const cursor = this.#cursor;
    let count = 0;
    for (let point = cursor.peek(); isDigit(point); point = cursor.peek()) {
      count = count * 10 + point - 0x30;
      if (count > UNBOUNDED) throw cursor.fail('Illegal repetition range');
      cursor.read();
    }
    return count;
  }
}

function isDigit(point: number): boolean {
  return point >= 0x30 && point <= 0x39;
}
