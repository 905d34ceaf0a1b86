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
  const found = all.filter(({ spark }) => classOf(spark) === wanted);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const have = uids(first === undefined ? all : found);
  throw new ScoringError('INPUT_VALUE', `expected one stage of that uid or class, got ${found.length} (have: ${have})`);
}

/** The only stage that has a value, or can be asked a query, of that name. Fails with INPUT_VALUE where none or several do. */
export function findStageWith(root: Stage, kind: 'value' | 'query', name: string): Stage {
  const all = stagesOf(root);
  const found = all.filter((stage) => namesOf(stage, kind).includes(name));
  const [first] = found;
  if (first === undefined) {
    const have = listNames(new Set(all.flatMap((stage) => namesOf(stage, kind))));
    throw new ScoringError('INPUT_VALUE', `expected the name of a ${kind}, got "${name}" (have: ${have})`);
  }
  if (found.length === 1) return first;
  throw new ScoringError(
    'INPUT_VALUE',
    `expected the name of a stage, as ${found.length} have such a ${kind}, got none (have: ${uids(found)})`,
  );
}

function namesOf({ values, queries }: Stage, kind: 'value' | 'query'): readonly string[] {
  return kind === 'value' ? values : Object.keys(queries);
}

/** The stages of a pipeline in order, each after those inside it. */
function stagesOf(root: Stage): readonly Stage[] {
  return [...root.children.flatMap(stagesOf), root];
}

function stageAt(root: Stage, place: number): Stage {
  const stages = root.children.length > 0 ? root.children : [root];
  const stage = stages.at(place);
  if (stage !== undefined) return stage;
  throw new ScoringError('INPUT_VALUE', `expected a stage from 0 to ${stages.length - 1}, got ${place}`);
}

function uids(stages: readonly Stage[]): string {
  return listNames(stages.map(({ uid }) => uid));
}

function classOf(spark: string): string {
  return spark.slice(spark.lastIndexOf('.') + 1);
}
