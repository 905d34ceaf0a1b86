import { GroupRepeatStep } from './group-repeat-step.ts';
import { ChoiceStep, GroupEndStep, GroupStartStep, LoopEntryStep, LoopStep } from './group-steps.ts';
import { FAIL, Instruction, type MatchState } from './instruction.ts';
import { BehindEndStep, LookAheadStep, LookBehindStep } from './look-steps.ts';
import {
  type GroupNode,
  type LookNode,
  type ParsedPattern,
  type PatternNode,
  type RepeatNode,
  UNBOUNDED,
} from './pattern-node.ts';
import { isLoop, isOptional, studyPattern } from './pattern-study.ts';
import { PlaceStep } from './place-steps.ts';
import { AtomicStep, CharacterRunStep, OptionalStep, Repeated, RepeatStep } from './repeat-steps.ts';
import { FoldedTextStep, LineBreakStep, ReferenceStep, SetStep, SetTest, TextStep } from './text-steps.ts';

/** A pattern compiled for the own matcher. */
export interface Program {
  readonly entry: Instruction;
  /** By their ids. */
  readonly instructions: readonly Instruction[];
  readonly groupCount: number;
  readonly localCount: number;
  readonly memoryCount: number;
  /** Length of the shortest match, or less. */
  readonly least: number;
  /** Attempts go on by whole code points. */
  readonly isWide: boolean;
  /** Only an attempt at the start of the text can match. */
  readonly startsAtBegin: boolean;
}

/** The end of the pattern. */
class FinishStep extends Instruction {
  step(state: MatchState, at: number): number {
    return state.mustEnd && at !== state.end ? FAIL : at;
  }
}

/** Compiles a parsed pattern. Each construct becomes the steps that Java makes of it, as that shows in captures. */
export function compileProgram(pattern: ParsedPattern): Program {
  const compiler = new Compiler(pattern.hasReference);
  const entry = compiler.compile(pattern.root, compiler.add(new FinishStep(), undefined), true) as Instruction;
  return {
    entry,
    instructions: compiler.instructions,
    groupCount: pattern.groupCount,
    localCount: compiler.localCount,
    memoryCount: compiler.memoryCount,
    least: Math.max(0, studyPattern(pattern.root).least),
    isWide: pattern.isWide,
    startsAtBegin: startsAtBegin(pattern.root),
  };
}

function startsAtBegin(node: PatternNode): boolean {
  if (node.kind === 'sequence') return node.parts[0] !== undefined && startsAtBegin(node.parts[0]);
  return node.kind === 'place' && node.place === 'begin';
}

class Compiler {
  readonly instructions: Instruction[] = [];
  localCount = 0;
  memoryCount = 0;
  readonly #hasReference: boolean;

  constructor(hasReference: boolean) {
    this.#hasReference = hasReference;
  }

  add<T extends Instruction>(instruction: T, next: Instruction | undefined): T {
    instruction.next = next;
    instruction.id = this.instructions.length;
    this.instructions.push(instruction);
    return instruction;
  }

  /** The steps of a node, then `next`. `isOutermost`: no repetition and no look-behind is around it. */
  compile(node: PatternNode, next: Instruction | undefined, isOutermost: boolean): Instruction | undefined {
    switch (node.kind) {
      case 'sequence':
        return node.parts.reduceRight(
          (following: Instruction | undefined, part) => this.compile(part, following, isOutermost),
          next,
        );
      case 'choice':
        return this.#compileChoice(node.branches, next, isOutermost);
      case 'group':
        return this.#compileGroup(node, next, isOutermost);
      case 'repeat':
        return this.#compileRepeat(node, next, isOutermost);
      case 'atomic':
        return this.add(new AtomicStep(this.#alone(node.body)), next);
      case 'look':
        return this.#compileLook(node, next, isOutermost);
      default:
        return this.add(this.#simple(node), next);
    }
  }

  #simple(node: Extract<PatternNode, { kind: 'set' | 'slice' | 'place' | 'lineBreak' | 'reference' }>): Instruction {
    switch (node.kind) {
      case 'set':
        return new SetStep(new SetTest(node.set));
      case 'slice': {
        const isPlain = node.folding === 'none' && !node.isWide;
        return isPlain
          ? new TextStep(String.fromCodePoint(...node.points))
          : new FoldedTextStep(node.points, node.folding, node.isWide);
      }
      case 'place':
        return new PlaceStep(node.place);
      case 'lineBreak':
        return new LineBreakStep();
      case 'reference':
        return new ReferenceStep(node.group, node.folding);
    }
  }

  #compileChoice(branches: readonly PatternNode[], next: Instruction | undefined, isOutermost: boolean): Instruction {
    const step = this.add(new ChoiceStep(), next);
    step.branches = branches.map((branch) => this.compile(branch, next, isOutermost));
    return step;
  }

  #compileGroup({ capture, body }: GroupNode, next: Instruction | undefined, isOutermost: boolean) {
    if (capture === 0) return this.compile(body, next, isOutermost);
    const local = this.localCount++;
    const end = this.add(new GroupEndStep(local, capture), next);
    return this.add(new GroupStartStep(local), this.compile(body, end, isOutermost));
  }

  #compileLook(node: LookNode, next: Instruction | undefined, isOutermost: boolean): Instruction {
    const { negated, body, isWide } = node;
    if (node.direction === 'ahead') {
      return this.add(new LookAheadStep(this.compile(body, undefined, isOutermost), negated), next);
    }
    const entry = this.compile(body, this.add(new BehindEndStep(), undefined), false);
    return this.add(new LookBehindStep(entry, { negated, isWide, study: body.study }), next);
  }

  #compileRepeat(node: RepeatNode, next: Instruction | undefined, isOutermost: boolean): Instruction {
    const { body, least, most, mode } = node;
    if (body.kind === 'group' && mode !== 'possessive') return this.#compileGroupRepeat(node, body, next, isOutermost);
    if (isOptional(least, most)) return this.add(new OptionalStep(this.#alone(body), mode), next);
    if (body.kind === 'set' && mode === 'greedy' && most === UNBOUNDED) {
      return this.add(new CharacterRunStep(new SetTest(body.set), least), next);
    }
    return this.add(new RepeatStep(this.#alone(body), { least, most }, mode), next);
  }

  #compileGroupRepeat(node: RepeatNode, group: GroupNode, next: Instruction | undefined, isOutermost: boolean) {
    const { least, most } = node;
    const isLazy = node.mode === 'lazy';
    if (isOptional(least, most)) {
      const branches = [group, { kind: 'sequence', parts: [] } as const];
      return this.#compileChoice(isLazy ? branches.reverse() : branches, next, false);
    }
    if (isLoop(node)) return this.#compileLoop(node, group, next, isOutermost);
    const part = new Repeated(undefined, this.compile(group.body, undefined, false));
    return this.add(new GroupRepeatStep(part, { least, most }, { isLazy, capture: group.capture }), next);
  }

  #compileLoop(node: RepeatNode, group: GroupNode, next: Instruction | undefined, isOutermost: boolean): Instruction {
    const { least, most, mode } = node;
    const [counter, begin] = [this.localCount++, this.localCount++];
    const isRemembered = mode === 'greedy' && most === UNBOUNDED && isOutermost && !this.#hasReference;
    const memory = isRemembered ? this.memoryCount++ : FAIL;
    const loop = this.add(new LoopStep({ counter, begin, least, most }, mode === 'lazy', memory), next);
    const end = group.capture === 0 ? loop : this.add(new GroupEndStep(begin, group.capture), loop);
    loop.body = this.add(new GroupStartStep(begin), this.compile(group.body, end, false));
    return this.add(new LoopEntryStep(loop), undefined);
  }

  #alone(body: PatternNode): Repeated {
    if (body.kind === 'set') return new Repeated(new SetTest(body.set), undefined);
    return new Repeated(undefined, this.compile(body, undefined, false));
  }
}
