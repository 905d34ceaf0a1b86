import { FAIL, Instruction, type MatchState } from './instruction.ts';
import type { Counts, Repeated } from './repeat-steps.ts';

/** The kinds of frames, their first value. */
const RESTORE = 0;
const TAKE_MORE = 1;
const GIVE_BACK = 2;
const AFTER_LONGER = 3;

/**
 * A group whose rounds can each match in one way only, some times over. It sets its capture itself, and Java's
 * way shows: a match that gave rounds back sets the capture once more when all that follows has matched.
 */
export class GroupRepeatStep extends Instruction {
  readonly #part: Repeated;
  readonly #counts: Counts;
  readonly #isLazy: boolean;
  /** Index of the start of the capture; -1 without one. */
  readonly #group: number;

  constructor(part: Repeated, counts: Counts, { isLazy, capture }: { isLazy: boolean; capture: number }) {
    super();
    this.#part = part;
    this.#counts = counts;
    this.#isLazy = isLazy;
    this.#group = capture === 0 ? -1 : capture * 2;
  }

  step(state: MatchState, start: number): number {
    const [oldStart, oldEnd] = this.#captured(state);
    state.push(this, RESTORE, oldStart, oldEnd);
    let at = start;
    for (let count = 0; count < this.#counts.least; count++) {
      const end = this.#part.endOf(state, at);
      if (end === FAIL) return FAIL;
      this.#capture(state, at, end);
      at = end;
    }
    if (!this.#isLazy) return this.#takeMany(state, at, this.#counts.least);
    state.push(this, TAKE_MORE, at, this.#counts.least);
    return at;
  }

  override resume(state: MatchState, frame: number): number {
    switch (state.frameValue(frame, 0)) {
      case RESTORE:
        this.#capture(state, state.frameValue(frame, 1), state.frameValue(frame, 2));
        return FAIL;
      case TAKE_MORE:
        return this.#takeMore(state, frame);
      case AFTER_LONGER:
        state.setFrameValue(frame, 0, GIVE_BACK);
        state.keep();
        return state.frameValue(frame, 1);
      default:
        return this.#giveBack(state, frame);
    }
  }

  override settle(state: MatchState, frame: number): void {
    if (state.frameValue(frame, 0) !== GIVE_BACK) return;
    const at = state.frameValue(frame, 1);
    this.#capture(state, at - state.frameValue(frame, 4), at);
  }

  #captured({ groups }: MatchState): readonly [start: number, end: number] {
    return this.#group < 0 ? [-1, -1] : [groups[this.#group] as number, groups[this.#group + 1] as number];
  }

  #capture({ groups }: MatchState, start: number, end: number): void {
    if (this.#group < 0) return;
    groups[this.#group] = start;
    groups[this.#group + 1] = end;
  }

  /**
   * Frames hold the place, the count there, the least count, the length of a round and the capture from before the
   * first of these rounds.
   */
  #takeMany(state: MatchState, start: number, counted: number): number {
    const { most } = this.#counts;
    let at = start;
    let count = counted;
    for (;;) {
      const limit = count;
      const [oldStart, oldEnd] = this.#captured(state);
      let end = count < most ? this.#part.endOf(state, at) : FAIL;
      const length = end - at;
      if (end === FAIL || length === 0) {
        this.#capture(state, oldStart, oldEnd);
        return end === FAIL ? at : end;
      }
      do {
        this.#capture(state, at, end);
        at = end;
        count++;
        end = count < most ? this.#part.endOf(state, at) : FAIL;
      } while (end === at + length);
      state.push(this, end === FAIL ? GIVE_BACK : AFTER_LONGER, at, count, limit, length, oldStart, oldEnd);
      if (end === FAIL) return at;
    }
  }

  #giveBack(state: MatchState, frame: number): number {
    const length = state.frameValue(frame, 4);
    const at = state.frameValue(frame, 1) - length;
    const count = state.frameValue(frame, 2) - 1;
    if (count > state.frameValue(frame, 3)) {
      this.#capture(state, at - length, at);
      state.setFrameValue(frame, 1, at);
      state.setFrameValue(frame, 2, count);
      state.keep();
    } else {
      this.#capture(state, state.frameValue(frame, 5), state.frameValue(frame, 6));
    }
    return at;
  }

  #takeMore(state: MatchState, frame: number): number {
    const at = state.frameValue(frame, 1);
    const count = state.frameValue(frame, 2);
    if (count >= this.#counts.most) return FAIL;
    const end = this.#part.endOf(state, at);
    if (end === FAIL || end === at) return FAIL;
    this.#capture(state, at, end);
    state.push(this, TAKE_MORE, end, count + 1);
    return end;
  }
}
