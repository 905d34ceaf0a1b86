import { ScoringError } from '../core/errors.ts';

/** An answer of `step` and `resume`: the way taken so far does not lead to a match. */
export const FAIL = -1;

/** What a match stands at: the text, the captures and the ways not yet tried. All places are in UTF-16 units. */
export interface MatchState {
  readonly text: string;
  readonly end: number;
  /** Where the match before ended: \G. */
  readonly lastEnd: number;
  /** The match has to reach the end of the text. */
  readonly mustEnd: boolean;
  /** Start and end of each group, two numbers each; -1 where it is not set. */
  readonly groups: Int32Array;
  /** Counts of rounds and starts of groups, by the number the program gave them. */
  readonly locals: Int32Array;
  /** Places where a loop is known to fail, by its number. */
  readonly failed: readonly Set<number>[];
  /** Where the look-behind that is being tried has to end. */
  behindEnd: number;
  /** What goes on from the place that `step` or `resume` answers; undefined ends the match. */
  following: Instruction | undefined;
  /** Keeps a way to go back to: `resume` of the instruction is called with the frame's place. */
  push(
    instruction: Instruction,
    a?: number,
    b?: number,
    c?: number,
    d?: number,
    e?: number,
    f?: number,
    g?: number,
  ): void;
  /** The values pushed, `at` being 0 for the first; both may be changed while the frame is on top. */
  frameValue(frame: number, at: number): number;
  setFrameValue(frame: number, at: number, value: number): void;
  /** Keeps the frame that `resume` was called for: it is dropped before the call. */
  keep(): void;
  /** Matches a part on its own, from `at`; where it ends, or FAIL. No way back into it is kept. */
  runAlone(entry: Instruction | undefined, at: number): number;
  /** Counts work that no step stands for. */
  spend(steps: number): void;
}

/** What one character is compared with. */
export interface CharacterTest {
  /** Where the character at a place ends, or FAIL. */
  endOf(state: MatchState, at: number): number;
}

/** One step of a compiled pattern. */
export abstract class Instruction {
  /** Set once by the compiler. */
  next: Instruction | undefined = undefined;
  /** Number in the program; frames hold it. */
  id = 0;

  /** A character that each match from here on starts with; undefined where there need be none. */
  get first(): CharacterTest | undefined {
    return undefined;
  }

  /** Goes on from a place: to where, or FAIL. `following` is `next` unless it is set to another. */
  abstract step(state: MatchState, at: number): number;

  /** Takes the next of the ways kept in a frame, which was dropped; as `step`. */
  resume(_state: MatchState, _frame: number): number {
    return FAIL;
  }

  /** Leaves things as Java does once all that follows has matched. */
  settle(_state: MatchState, _frame: number): void {}
}

/** The failure of a match that takes more work than allowed. */
export function tooMuch(what: string, limit: number): ScoringError {
  return new ScoringError(
    'INPUT_LIMIT',
    `expected a match of the regular expression within ${limit} ${what}, got more`,
  );
}
