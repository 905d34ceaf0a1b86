import { FAIL, type Instruction, type MatchState, tooMuch } from './instruction.ts';
import { isPairAt } from './look-steps.ts';
import type { Program } from './program.ts';

/** Numbers of a frame: that of its instruction, and up to seven values. */
const WIDTH = 8;
const FIRST_FRAMES = 64;
const MOST_FRAMES = 4_000_000;

/** Start and end of each group of a match, -1 where it is not set; the first is the whole match. */
export type GroupBounds = Int32Array;

/** How a text is searched. */
export interface Search {
  /** The match has to span from the start of the search to the end of the text. */
  readonly mustEnd: boolean;
  /** Steps that all searches of this matcher may take together. */
  readonly steps: number;
}

/** Runs a compiled pattern over one text, with a stack of its own: no pattern and no text overflows JavaScript's. */
export class ProgramMatcher implements MatchState {
  readonly text: string;
  readonly end: number;
  readonly mustEnd: boolean;
  readonly groups: Int32Array;
  readonly locals: Int32Array;
  readonly failed: readonly Set<number>[];
  lastEnd = 0;
  behindEnd = 0;
  following: Instruction | undefined = undefined;
  readonly #program: Program;
  readonly #steps: number;
  #left: number;
  #frames = new Int32Array(FIRST_FRAMES * WIDTH);
  #top = 0;

  constructor(program: Program, text: string, { mustEnd, steps }: Search) {
    this.text = text;
    this.end = text.length;
    this.mustEnd = mustEnd;
    this.groups = new Int32Array(2 * (program.groupCount + 1));
    this.locals = new Int32Array(program.localCount);
    this.failed = Array.from({ length: program.memoryCount }, () => new Set<number>());
    this.#program = program;
    this.#steps = steps;
    this.#left = steps;
  }

  /** The first match that starts at `from` or behind; undefined without one. `lastEnd` is for \G. */
  find(from: number, lastEnd: number): GroupBounds | undefined {
    const { isWide, startsAtBegin, least, entry } = this.#program;
    this.lastEnd = lastEnd;
    this.groups.fill(-1);
    this.locals.fill(-1);
    for (const places of this.failed) places.clear();
    const last = Math.min(this.mustEnd || startsAtBegin ? from : this.end, this.end - least);
    const { first } = entry;
    for (let start = from; start <= last; start += isWide && isPairAt(this.text, start) ? 2 : 1) {
      this.spend(1);
      if (first !== undefined && first.endOf(this, start) === FAIL) continue;
      const end = this.runAlone(entry, start);
      if (end === FAIL) continue;
      const bounds = this.groups.slice();
      bounds[0] = start;
      bounds[1] = end;
      return bounds;
    }
    return undefined;
  }

  runAlone(entry: Instruction | undefined, start: number): number {
    const base = this.#top;
    const outerFollowing = this.following;
    let at = start;
    let instruction = entry;
    while (instruction !== undefined) {
      this.spend(1);
      this.following = instruction.next;
      at = instruction.step(this, at);
      if (at === FAIL) at = this.#goBack(base);
      if (at === FAIL) break;
      instruction = this.following;
    }
    if (at !== FAIL) this.#settle(base);
    this.following = outerFollowing;
    return at;
  }

  push(instruction: Instruction, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0): void {
    const frame = this.#top;
    if (frame + WIDTH > this.#frames.length) this.#grow();
    const frames = this.#frames;
    frames[frame] = instruction.id;
    frames[frame + 1] = a;
    frames[frame + 2] = b;
    frames[frame + 3] = c;
    frames[frame + 4] = d;
    frames[frame + 5] = e;
    frames[frame + 6] = f;
    frames[frame + 7] = g;
    this.#top = frame + WIDTH;
  }

  frameValue(frame: number, at: number): number {
    return this.#frames[frame + 1 + at] as number;
  }

  setFrameValue(frame: number, at: number, value: number): void {
    this.#frames[frame + 1 + at] = value;
  }

  keep(): void {
    this.#top += WIDTH;
  }

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw tooMuch('steps', this.#steps);
  }

  /** Resumes the last way kept above `base` that leads on; FAIL if none does. */
  #goBack(base: number): number {
    while (this.#top > base) {
      this.#top -= WIDTH;
      const instruction = this.#instructionOf(this.#top);
      this.spend(1);
      this.following = instruction.next;
      const at = instruction.resume(this, this.#top);
      if (at !== FAIL) return at;
    }
    return FAIL;
  }

  #settle(base: number): void {
    for (let frame = this.#top - WIDTH; frame >= base; frame -= WIDTH) this.#instructionOf(frame).settle(this, frame);
    this.#top = base;
  }

  #instructionOf(frame: number): Instruction {
    return this.#program.instructions[this.#frames[frame] as number] as Instruction;
  }

  #grow(): void {
    if (this.#frames.length >= MOST_FRAMES * WIDTH) throw tooMuch('kept places', MOST_FRAMES);
    const frames = new Int32Array(Math.min(this.#frames.length * 2, MOST_FRAMES * WIDTH));
    frames.set(this.#frames);
    this.#frames = frames;
  }
}
