import { listNames, ScoringError } from './errors.ts';
import type { Stage } from './stage.ts';

/**
 * The stage that is meant: by its uid, by its place in the pipeline (`0` the first, `-1` the last), or by its class without
 * package. Stages inside stages are found too. Fails with INPUT_VALUE where none or several are meant.
 */
export function findStage(root: Stage, wanted: string): Stage {
  const all = stagesOf(root);
  const byUid = all.find(({ uid }) => uid === wanted);
  if (byUid !== undefined) return byUid;
  if (/^-?\d+$/.test(wanted)) return stageAt(root, Number(wanted));
  return only(
    all.filter(({ spark }) => classOf(spark) === wanted),
    { what: 'of that uid or class', all },
  );
}

/** The only stage of which `has` is true; `what` completes "one stage ...". */
export function findStageWith(root: Stage, has: (stage: Stage) => boolean, what: string): Stage {
  const all = stagesOf(root);
  return only(all.filter(has), { what, all });
}

/** The stages of a pipeline in order, each followed by those inside it; the pipeline itself last. */
function stagesOf(root: Stage): readonly Stage[] {
  return [...root.children.flatMap(stagesOf), root];
}

function stageAt(root: Stage, place: number): Stage {
  const stages = root.children.length > 0 ? root.children : [root];
  const stage = stages.at(place);
  if (stage !== undefined) return stage;
  throw new ScoringError('INPUT_VALUE', `expected a stage from 0 to ${stages.length - 1}, got ${place}`);
}

function only(found: readonly Stage[], { what, all }: { what: string; all: readonly Stage[] }): Stage {
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const have = listNames((first === undefined ? all : found).map(({ uid }) => uid));
  throw new ScoringError('INPUT_VALUE', `expected one stage ${what}, got ${found.length} (have: ${have})`);
}

function classOf(spark: string): string {
  return spark.slice(spark.lastIndexOf('.') + 1);
}
