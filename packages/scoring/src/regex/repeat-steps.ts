import { type CharacterTest, FAIL, Instruction, type MatchState } from './instruction.ts';
import type { RepeatMode } from './pattern-node.ts';
import { pointBefore, type SetTest, widthOf } from './text-steps.ts';

/** As many characters of a set as there are, then one fewer at a time. */
export class CharacterRunStep extends Instruction {
  readonly #test: SetTest;
  readonly #least: number;

  constructor(test: SetTest, least: number) {
    super();
    this.#test = test;
    this.#least = least;
  }

  override get first(): CharacterTest | undefined {
    return this.#least > 0 ? this.#test : undefined;
  }

  step(state: MatchState, start: number): number {
    let at = start;
    let count = 0;
    for (let end = this.#test.endOf(state, at); end !== FAIL; end = this.#test.endOf(state, at)) {
      at = end;
      count++;
    }
    state.spend(count);
    if (count > this.#least) state.push(this, at, count, start);
    return count < this.#least ? FAIL : at;
  }

  override resume(state: MatchState, frame: number): number {
    const at = state.frameValue(frame, 0);
    const count = state.frameValue(frame, 1) - 1;
    const width = this.#test.isBmp ? 1 : widthOf(pointBefore(state.text, at));
    const place = Math.max(state.frameValue(frame, 2), at - width);
    if (count > this.#least) {
      state.setFrameValue(frame, 0, place);
      state.setFrameValue(frame, 1, count);
      state.keep();
    }
    return place;
  }
}

/** What repeats: characters of a set, or a part that matches on its own. */
export class Repeated {
  readonly #test: SetTest | undefined;
  readonly #entry: Instruction | undefined;

  constructor(test: SetTest | undefined, entry: Instruction | undefined) {
    this.#test = test;
    this.#entry = entry;
  }

  /** Where one more ends, or FAIL. */
  endOf(state: MatchState, at: number): number {
    state.spend(1);
    return this.#test === undefined ? state.runAlone(this.#entry, at) : this.#test.endOf(state, at);
  }
}

export interface Counts {
  readonly least: number;
  readonly most: number;
}

/** Once or not at all. */
export class OptionalStep extends Instruction {
  readonly #part: Repeated;
  readonly #mode: RepeatMode;

  constructor(part: Repeated, mode: RepeatMode) {
    super();
    this.#part = part;
    this.#mode = mode;
  }

  step(state: MatchState, at: number): number {
    if (this.#mode === 'lazy') {
      state.push(this, at);
      return at;
    }
    const end = this.#part.endOf(state, at);
    if (end === FAIL) return at;
    if (this.#mode === 'greedy') state.push(this, at);
    return end;
  }

  override resume(state: MatchState, frame: number): number {
    const at = state.frameValue(frame, 0);
    return this.#mode === 'lazy' ? this.#part.endOf(state, at) : at;
  }
}

/** A part that is matched once and not tried again. */
export class AtomicStep extends Instruction {
  readonly #part: Repeated;

  constructor(part: Repeated) {
    super();
    this.#part = part;
  }

  step(state: MatchState, at: number): number {
    return this.#part.endOf(state, at);
  }
}

/** A part without ways back into it, some times over. */
export class RepeatStep extends Instruction {
  readonly #part: Repeated;
  readonly #counts: Counts;
  readonly #mode: RepeatMode;

  constructor(part: Repeated, counts: Counts, mode: RepeatMode) {
    super();
    this.#part = part;
    this.#counts = counts;
    this.#mode = mode;
  }

  step(state: MatchState, start: number): number {
    let at = start;
    for (let count = 0; count < this.#counts.least; count++) {
      const end = this.#part.endOf(state, at);
      if (end === FAIL) return FAIL;
      at = end;
    }
    switch (this.#mode) {
      case 'greedy':
        return this.#takeMany(state, at, this.#counts.least);
      case 'lazy':
        state.push(this, at, this.#counts.least);
        return at;
      default:
        return this.#takeAll(state, at);
    }
  }

  override resume(state: MatchState, frame: number): number {
    return this.#mode === 'lazy' ? this.#takeMore(state, frame) : this.#giveBack(state, frame);
  }

  /**
   * Takes as many as there are. Each stretch of equally long ones is a frame: the place to try next, the count there,
   * the least count, and the length of one.
   */
  #takeMany(state: MatchState, start: number, counted: number): number {
    const { most } = this.#counts;
    let at = start;
    let count = counted;
    while (count < most) {
      const limit = count;
      let end = this.#part.endOf(state, at);
      const length = end - at;
      if (end === FAIL || length === 0) return at;
      do {
        at = end;
        count++;
        end = count < most ? this.#part.endOf(state, at) : FAIL;
      } while (end === at + length);
      if (end === FAIL) {
        if (count > limit) state.push(this, at - length, count - 1, limit, length);
        return at;
      }
      state.push(this, at, count, limit, length);
      at = end;
      count++;
    }
    return at;
  }

  #giveBack(state: MatchState, frame: number): number {
    const at = state.frameValue(frame, 0);
    const count = state.frameValue(frame, 1);
    if (count > state.frameValue(frame, 2)) {
      state.setFrameValue(frame, 0, at - state.frameValue(frame, 3));
      state.setFrameValue(frame, 1, count - 1);
      state.keep();
    }
    return at;
  }

  #takeMore(state: MatchState, frame: number): number {
    const at = state.frameValue(frame, 0);
    const count = state.frameValue(frame, 1);
    if (count >= this.#counts.most) return FAIL;
    const end = this.#part.endOf(state, at);
    if (end === FAIL || end === at) return FAIL;
    state.push(this, end, count + 1);
    return end;
  }

  #takeAll(state: MatchState, start: number): number {
    let at = start;
    for (let count = this.#counts.least; count < this.#counts.most; count++) {
      const end = this.#part.endOf(state, at);
      if (end === FAIL || end === at) break;
      at = end;
    }
    return at;
  }
}
