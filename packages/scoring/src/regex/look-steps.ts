import { FAIL, Instruction, type MatchState } from './instruction.ts';
import type { Study } from './pattern-node.ts';

/** (?=..) and (?!..) */
export class LookAheadStep extends Instruction {
  readonly #entry: Instruction | undefined;
  readonly #negated: boolean;

  constructor(entry: Instruction | undefined, negated: boolean) {
    super();
    this.#entry = entry;
    this.#negated = negated;
  }

  step(state: MatchState, at: number): number {
    return (state.runAlone(this.#entry, at) === FAIL) === this.#negated ? at : FAIL;
  }
}

/** The end of a look-behind: the place it looks from. */
export class BehindEndStep extends Instruction {
  step(state: MatchState, at: number): number {
    return at === state.behindEnd ? at : FAIL;
  }
}

export interface BehindShape {
  readonly negated: boolean;
  /** Lengths are counted in code points, not in UTF-16 units. */
  readonly isWide: boolean;
  readonly study: Study;
}

/** (?<=..) and (?<!..): tries each start from the nearest to the farthest. */
export class LookBehindStep extends Instruction {
  readonly #entry: Instruction | undefined;
  readonly #shape: BehindShape;

  constructor(entry: Instruction | undefined, shape: BehindShape) {
    super();
    this.#entry = entry;
    this.#shape = shape;
  }

  step(state: MatchState, at: number): number {
    const outerEnd = state.behindEnd;
    state.behindEnd = at;
    const isFound = this.#find(state, at);
    state.behindEnd = outerEnd;
    return isFound === this.#shape.negated ? FAIL : at;
  }

  #find(state: MatchState, at: number): boolean {
    const { isWide, study } = this.#shape;
    const { text } = state;
    const least = isWide ? unitsAround(text, at, -study.least | 0) : study.least;
    const greatest = isWide ? unitsAround(text, at, -study.greatest | 0) : study.greatest;
    if (isWide) state.spend(least + greatest);
    const farthest = Math.max((at - greatest) | 0, 0);
    for (let start = at - least; start >= farthest; ) {
      state.spend(1);
      if (state.runAlone(this.#entry, start) !== FAIL) return true;
      start -= isWide && start > farthest ? unitsAround(text, start, -1) : 1;
    }
    return false;
  }
}

/** UTF-16 units of so many code points behind `at`, or before it where the count is negative. */
function unitsAround(text: string, at: number, points: number): number {
  let place = at;
  if (points >= 0) {
    for (let count = 0; count < points && place < text.length; count++) place += isPairAt(text, place) ? 2 : 1;
    return place - at;
  }
  for (let count = 0; count < (-points | 0) && place > 0; count++) place -= isPairAt(text, place - 2) ? 2 : 1;
  return at - place;
}

/** True where a surrogate pair starts. */
export function isPairAt(text: string, at: number): boolean {
  return at >= 0 && (text.codePointAt(at) ?? 0) > 0xffff;
}
