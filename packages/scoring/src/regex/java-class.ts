import { codePoint, type Escape, readEscape } from './java-escapes.ts';
import type { PatternCursor } from './pattern-cursor.ts';

/** Any code point. */
export const ANY = '[\\s\\S]';

/** A code point as a literal, in a class or outside, under the flag u. */
export function literal(point: number): string {
  const isPlain = (point >= 0x30 && point <= 0x39) || isLetter(point);
  return isPlain ? String.fromCharCode(point) : `\\u{${point.toString(16)}}`;
}

/** A class of these members. */
export function classOf({ members, negated }: { members: string; negated: boolean }): string {
  return `[${negated ? '^' : ''}${members}]`;
}

/** The members for one code point; under (?i) Java folds the letters of ASCII only. */
export function membersOf(point: number, ignoreCase: boolean): string {
  return literal(point) + (ignoreCase && isLetter(point) ? literal(point ^ 32) : '');
}

function isLetter(point: number): boolean {
  const upper = point & ~32;
  return upper >= 0x41 && upper <= 0x5a;
}

/** One operand of &&: members of a class, and what stands beside them because no class can hold it. */
interface Operand {
  members: string;
  /** Each matches one code point. */
  readonly others: string[];
  nested: number;
  plain: number;
}

/**
 * Translates the class behind a "[" to what matches one code point. Refused: the negation of a nested class or of an
 * intersection, which Java 8 and Java 9 read differently, and operands of && that mix both kinds of members.
 *
 * The nested classes of the flag v are not used: V8 repeats negated ones wrongly under that flag.
 */
export function readClass(cursor: PatternCursor, ignoreCase: boolean): string {
  const negated = cursor.take('^');
  if (cursor.peek() === ']') throw cursor.refuse('a class that begins with ]');
  const operands = [readOperand(cursor, ignoreCase)];
  while (cursor.take('&&')) operands.push(readIntersected(cursor, ignoreCase));
  if (!cursor.take(']')) throw cursor.refuse('an open class');
  const [first] = operands as [Operand];
  if (operands.length > 1) {
    if (negated) throw cursor.refuse('a negated intersection');
    return intersection(operands.map(union));
  }
  if (!negated) return union(first);
  if (first.nested > 0) throw cursor.refuse('a negated class with another inside');
  return first.others.length === 0 ? `[^${first.members}]` : `(?:(?!${union(first)})${ANY})`;
}

function readIntersected(cursor: PatternCursor, ignoreCase: boolean): Operand {
  const operand = cursor.peek() === '&' ? undefined : readOperand(cursor, ignoreCase);
  const isMixed = operand === undefined || (operand.nested > 0 && operand.nested + operand.plain > 1);
  if (isMixed) throw cursor.refuse('a mixed operand behind &&');
  return operand;
}

/** Members up to "]" or "&&", one at least. */
function readOperand(cursor: PatternCursor, ignoreCase: boolean): Operand {
  const operand: Operand = { members: '', others: [], nested: 0, plain: 0 };
  while (cursor.peek() !== ']' && !(cursor.peek() === '&' && cursor.peek(1) === '&')) {
    if (cursor.take('[')) {
      operand.nested++;
      operand.others.push(cursor.nest(() => readClass(cursor, ignoreCase)));
    } else {
      operand.plain++;
      readMember(cursor, ignoreCase, operand);
    }
  }
  if (operand.nested + operand.plain === 0) throw cursor.refuse('an empty operand of &&');
  return operand;
}

function union({ members, others }: Operand): string {
  const parts = members === '' ? others : [`[${members}]`, ...others];
  return parts.length === 1 ? (parts[0] as string) : `(?:${parts.join('|')})`;
}

function intersection(classes: readonly string[]): string {
  return `(?:${classes.map((one, i) => (i < classes.length - 1 ? `(?=${one})` : one)).join('')})`;
}

function readMember(cursor: PatternCursor, ignoreCase: boolean, into: Operand): void {
  const first = readItem(cursor, ignoreCase);
  if (first.kind === 'set') {
    if (first.negated) into.others.push(classOf(first));
    else into.members += first.members;
    return;
  }
  const isRange = cursor.peek() === '-' && cursor.peek(1) !== ']' && cursor.peek(1) !== '[';
  into.members += isRange ? readRange(cursor, ignoreCase, first.point) : membersOf(first.point, ignoreCase);
}

function readRange(cursor: PatternCursor, ignoreCase: boolean, first: number): string {
  cursor.next();
  const last = readItem(cursor, ignoreCase);
  if (last.kind === 'set' || last.point < first) throw cursor.refuse('a range without an order');
  const range = `${literal(first)}-${literal(last.point)}`;
  return ignoreCase ? range + foldedRange(first, last.point) : range;
}

function readItem(cursor: PatternCursor, ignoreCase: boolean): Escape {
  const point = cursor.next();
  if (point === '\\' && cursor.peek() === 'v' && cursor.peek(1) === '-')
    throw cursor.refuse('\\v before "-" in a class');
  return point === '\\' ? readEscape(cursor, ignoreCase) : { kind: 'point', point: codePoint(cursor, point) };
}

/** The letters of ASCII whose other case lies in the range. */
function foldedRange(first: number, last: number): string {
  let members = '';
  for (let point = 0x41; point <= 0x7a; point++) {
    if (isLetter(point) && point >= first && point <= last) members += literal(point ^ 32);
  }
  return members;
}
