import { type PatternNode, type RepeatNode, type Study, UNBOUNDED } from './pattern-node.ts';

const NOTHING: Study = { least: 0, greatest: 0, hasGreatest: true, isDeterministic: true };

export function studyPattern(node: PatternNode): Study {
  return node.kind === 'group' ? node.study : studyFrom([node], NOTHING);
}

/** True for a group that repeats as a loop of its own, whose rounds may each match in several ways. */
export function isLoop({ body, least, most, mode }: RepeatNode): boolean {
  if (body.kind !== 'group' || mode === 'possessive' || isOptional(least, most)) return false;
  return !body.study.isDeterministic;
}

/** Java compiles ?, *, + and counts by one path, but for "at most once". */
export function isOptional(least: number, most: number): boolean {
  return least === 0 && most === 1;
}

/** Goes on from `before` over the nodes; what follows a loop is not looked at. */
function studyFrom(nodes: readonly PatternNode[], before: Study): Study {
  let study = before;
  const pending = [...nodes].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    switch (node.kind) {
      case 'sequence':
        pending.push(...[...node.parts].reverse());
        break;
      case 'group':
        pending.push(node.body);
        break;
      case 'atomic':
        study = studyFrom([node.body], study);
        break;
      case 'choice':
        return studyChoice(node.branches, study, pending);
      case 'repeat':
        if (isLoop(node)) return { ...study, hasGreatest: false, isDeterministic: false };
        if (isOptional(node.least, node.most) && node.body.kind === 'group' && node.mode !== 'possessive') {
          return studyChoice([node.body, { kind: 'sequence', parts: [] }], study, pending);
        }
        study = studyRepeat(node, study);
        break;
      default:
        study = studyOne(node, study);
    }
  }
  return study;
}

function studyOne(node: PatternNode, study: Study): Study {
  switch (node.kind) {
    case 'set':
      return longer(study, 1, 1);
    case 'slice':
      return longer(study, node.points.length, node.points.length);
    case 'lineBreak':
      return longer(study, 1, 2);
    case 'reference':
      return { ...study, hasGreatest: false };
    default:
      return study;
  }
}

function longer(study: Study, least: number, greatest: number): Study {
  return { ...study, least: (study.least + least) | 0, greatest: (study.greatest + greatest) | 0 };
}

/** `pending` is what follows, in reverse. */
function studyChoice(branches: readonly PatternNode[], before: Study, pending: readonly PatternNode[]): Study {
  const studies = branches.map(studyPattern);
  const rest = studyFrom([...pending].reverse(), NOTHING);
  const least = Math.min(...studies.map((study) => study.least));
  const greatest = Math.max(-1, ...studies.map((study) => study.greatest));
  return {
    least: (rest.least + before.least + least) | 0,
    greatest: (rest.greatest + before.greatest + greatest) | 0,
    hasGreatest: rest.hasGreatest && before.hasGreatest && studies.every((study) => study.hasGreatest),
    isDeterministic: false,
  };
}

function studyRepeat({ body, least, most, mode }: RepeatNode, before: Study): Study {
  if (isOptional(least, most)) {
    return { ...studyFrom([body], before), least: before.least, isDeterministic: false };
  }
  if (body.kind === 'set' && most === UNBOUNDED && mode === 'greedy') {
    const greatest = before.hasGreatest ? (before.greatest + UNBOUNDED) | 0 : before.greatest;
    return { ...before, least: (before.least + least) | 0, greatest, isDeterministic: false };
  }
  const inner = studyPattern(body);
  const sum = (Math.imul(inner.least, least) + before.least) | 0;
  const greatest = (Math.imul(inner.greatest, most) + before.greatest) | 0;
  const hasBoth = before.hasGreatest && inner.hasGreatest;
  return {
    least: sum < before.least ? 0xfffffff : sum,
    greatest: hasBoth ? greatest : inner.greatest,
    hasGreatest: hasBoth && greatest >= before.greatest,
    isDeterministic: inner.isDeterministic && least === most && before.isDeterministic,
  };
}
