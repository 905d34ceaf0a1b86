import { memberSet } from './char-set.ts';
import { FAIL, Instruction, type MatchState } from './instruction.ts';
import { WORD_OF_UNICODE } from './java-property.ts';
import type { Place } from './pattern-node.ts';
import { pointBefore, SetTest } from './text-steps.ts';

type PlaceTest = (state: MatchState, at: number) => boolean;

const NEWLINE = 10;
const RETURN = 13;

/** A place between characters. */
export class PlaceStep extends Instruction {
  readonly #test: PlaceTest;

  constructor(place: Place) {
    super();
    this.#test = testOf(place);
  }

  step(state: MatchState, at: number): number {
    return this.#test(state, at) ? at : FAIL;
  }
}

function testOf(place: Place): PlaceTest {
  switch (place) {
    case 'begin':
      return (_, at) => at === 0;
    case 'end':
      return ({ end }, at) => at === end;
    case 'lastMatch':
      return ({ lastEnd }, at) => at === lastEnd;
    case 'lineStart':
      return isLineStart;
    case 'unixLineStart':
      return ({ text, end }, at) => at < end && (at === 0 || text.charCodeAt(at - 1) === NEWLINE);
    case 'lineEnd':
      return isLineEnd;
    case 'unixLineEnd':
      return ({ text, end }, at) => at === end || text.charCodeAt(at) === NEWLINE;
    case 'lastLineEnd':
      return isLastLineEnd;
    case 'unixLastLineEnd':
      return ({ text, end }, at) => at === end || (at === end - 1 && text.charCodeAt(at) === NEWLINE);
    default:
      return boundaryTest(place);
  }
}

function isOtherLineEnd(unit: number): boolean {
  return unit === RETURN || unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}

function isLineStart({ text, end }: MatchState, at: number): boolean {
  if (at === end || at === 0) return at !== end;
  const before = text.charCodeAt(at - 1);
  if (before === RETURN) return text.charCodeAt(at) !== NEWLINE;
  return before === NEWLINE || isOtherLineEnd(before);
}

function isLineEnd({ text, end }: MatchState, at: number): boolean {
  if (at === end) return true;
  const unit = text.charCodeAt(at);
  if (unit === NEWLINE) return at === 0 || text.charCodeAt(at - 1) !== RETURN;
  return isOtherLineEnd(unit);
}

function isLastLineEnd(state: MatchState, at: number): boolean {
  const { text, end } = state;
  if (at === end - 2) return text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE;
  return at >= end - 1 && isLineEnd(state, at);
}

/** \b and \B of Java up to 18: letters and digits of all scripts, marks on them and "_". */
function boundaryTest(place: Place): PlaceTest {
  const isUnicode = place === 'unicodeBoundary' || place === 'noUnicodeBoundary';
  const word = new SetTest(memberSet(isUnicode ? WORD_OF_UNICODE : '_\\p{L}\\p{Nd}', false));
  const base = new SetTest(memberSet('\\p{L}\\p{Nd}', false));
  const mark = new SetTest(memberSet('\\p{Mn}', false));
  const hasBase = (state: MatchState, from: number): boolean => {
    for (let at = from; at >= 0; at--) {
      state.spend(1);
      const point = state.text.codePointAt(at) as number;
      if (base.has(point)) return true;
      if (!mark.has(point)) return false;
    }
    return false;
  };
  const isWord = (state: MatchState, point: number, at: number) =>
    word.has(point) || (mark.has(point) && hasBase(state, at));
  const expected = place === 'boundary' || place === 'unicodeBoundary';
  return (state, at) => {
    const { text, end } = state;
    const before = at > 0 && isWord(state, pointBefore(text, at), at - 1);
    const behind = at < end && isWord(state, text.codePointAt(at) as number, at);
    return (before !== behind) === expected;
  };
}
