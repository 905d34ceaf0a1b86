import { type CharacterTest, FAIL, Instruction, type MatchState } from './instruction.ts';

/** The start of a group that captures or repeats: it notes its place. */
export class GroupStartStep extends Instruction {
  readonly #local: number;

  constructor(local: number) {
    super();
    this.#local = local;
  }

  override get first(): CharacterTest | undefined {
    return this.next?.first;
  }

  step(state: MatchState, at: number): number {
    state.push(this, state.locals[this.#local] as number);
    state.locals[this.#local] = at;
    return at;
  }

  override resume(state: MatchState, frame: number): number {
    this.settle(state, frame);
    return FAIL;
  }

  override settle(state: MatchState, frame: number): void {
    state.locals[this.#local] = state.frameValue(frame, 0);
  }
}

/** The end of a capturing group: it sets the group. */
export class GroupEndStep extends Instruction {
  readonly #local: number;
  readonly #group: number;

  constructor(local: number, group: number) {
    super();
    this.#local = local;
    this.#group = group * 2;
  }

  step(state: MatchState, at: number): number {
    const { groups } = state;
    state.push(this, groups[this.#group] as number, groups[this.#group + 1] as number);
    groups[this.#group] = state.locals[this.#local] as number;
    groups[this.#group + 1] = at;
    return at;
  }

  override resume(state: MatchState, frame: number): number {
    state.groups[this.#group] = state.frameValue(frame, 0);
    state.groups[this.#group + 1] = state.frameValue(frame, 1);
    return FAIL;
  }
}

/** Alternatives; undefined stands for an empty one. */
export class ChoiceStep extends Instruction {
  branches: readonly (Instruction | undefined)[] = [];

  step(state: MatchState, at: number): number {
    return this.#take(state, at, 0);
  }

  override resume(state: MatchState, frame: number): number {
    return this.#take(state, state.frameValue(frame, 0), state.frameValue(frame, 1));
  }

  #take(state: MatchState, at: number, branch: number): number {
    if (branch + 1 < this.branches.length) state.push(this, at, branch + 1);
    state.following = this.branches[branch] ?? this.next;
    return at;
  }
}

/** What a loop counts and how often. */
export interface LoopShape {
  /** Numbers of the locals with the rounds and with the start of the round. */
  readonly counter: number;
  readonly begin: number;
  readonly least: number;
  readonly most: number;
}

/** The kinds of frames of a loop, their first value. */
const RESTORE = 0;
const LEAVE = 1;
const AGAIN = 2;
const ENTER = 3;
const LEAVE_AT_ONCE = 4;

/** The end of each round of a group that repeats. A round that matches nothing is the last. */
export class LoopStep extends Instruction {
  readonly shape: LoopShape;
  readonly isLazy: boolean;
  /** Number of the set of places where a further round is known to fail; -1 without. */
  readonly #memory: number;
  body: Instruction | undefined = undefined;

  constructor(shape: LoopShape, isLazy: boolean, memory: number) {
    super();
    this.shape = shape;
    this.isLazy = isLazy;
    this.#memory = memory;
  }

  step(state: MatchState, at: number): number {
    const { counter, begin, least, most } = this.shape;
    if (at <= (state.locals[begin] as number)) return at;
    const count = state.locals[counter] as number;
    if (count < least) return this.#round(state, at, count);
    if (this.isLazy) {
      state.push(this, AGAIN, at, count);
      return at;
    }
    if (count >= most || state.failed[this.#memory]?.has(at) === true) return at;
    state.push(this, LEAVE, at, count);
    return this.#enter(state, at, count + 1);
  }

  /** Enters the loop. */
  begin(state: MatchState, at: number): number {
    const { counter, least, most } = this.shape;
    state.push(this, RESTORE, at, state.locals[counter] as number);
    state.following = this.next;
    if (this.isLazy && least === 0) {
      state.push(this, ENTER, at, 0);
      return at;
    }
    if (most === 0) return at;
    if (least === 0) state.push(this, LEAVE_AT_ONCE, at, 1);
    return this.#enter(state, at, 1);
  }

  override resume(state: MatchState, frame: number): number {
    const { counter, most } = this.shape;
    const kind = state.frameValue(frame, 0);
    const at = state.frameValue(frame, 1);
    const count = state.frameValue(frame, 2);
    if (kind === RESTORE || kind === LEAVE) state.locals[counter] = count;
    if (kind === LEAVE) state.failed[this.#memory]?.add(at);
    if (kind === LEAVE || kind === LEAVE_AT_ONCE) return at;
    if (kind === RESTORE) return FAIL;
    return count < most ? this.#round(state, at, count) : FAIL;
  }

  override settle(state: MatchState, frame: number): void {
    if (state.frameValue(frame, 0) === RESTORE) state.locals[this.shape.counter] = state.frameValue(frame, 2);
  }

  #round(state: MatchState, at: number, count: number): number {
    state.push(this, RESTORE, at, state.locals[this.shape.counter] as number);
    return this.#enter(state, at, count + 1);
  }

  /** Begins the round of that number. */
  #enter(state: MatchState, at: number, round: number): number {
    state.locals[this.shape.counter] = round;
    state.following = this.body;
    return at;
  }
}

/** The way into a loop. */
export class LoopEntryStep extends Instruction {
  readonly #loop: LoopStep;

  constructor(loop: LoopStep) {
    super();
    this.#loop = loop;
  }

  step(state: MatchState, at: number): number {
    return this.#loop.begin(state, at);
  }
}
