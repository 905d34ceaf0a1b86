// Mutations of the line of JSON that Spark keeps of each stage.

import { mutateBytes } from './bytes.mjs';
import { mutateJson } from './json.mjs';

const MANY = 100_000;
const CLASSES = ['PipelineModel', 'tuning.CrossValidatorModel', 'feature.RFormulaModel', 'feature.IDF', 'No'];
const VERSIONS = ['', '1.6.3', '2.0', '3', '3.5', '9.9.9', 'x.y', '-1.0', '3.5.0-SNAPSHOT', `9${'9'.repeat(400)}.1`];
const UIDS = ['..', '../..', '.', '', 'a/b', 'a\\b', '/', '__proto__', '\u0000', 'x'.repeat(70_000)];

const MUTATIONS = [
  [8, (random, text) => mutateJson(random, text)],
  [2, (random, text) => mutateBytes(random, Buffer.from(text))],
  [1, (random, text) => edit(text, (json) => ({ ...json, class: otherClass(random, json.class) }))],
  [1, (random, text) => edit(text, (json) => ({ ...json, sparkVersion: random.pick(VERSIONS) }))],
  [1, (random, text) => edit(text, (json) => ({ ...json, uid: random.pick(UIDS) }))],
  [1, (random, text) => `${random.pick(['\ufeff', '\n\r\n', 'x\n', ' '.repeat(MANY), '\n'.repeat(MANY)])}${text}`],
];

/** Of a file `metadata/part-*`. */
export function mutateMetadata(random, bytes) {
  const text = bytes.toString();
  if (text.includes('"stageUids"') && random.chance(0.4)) return Buffer.from(mutateStages(random, text));
  return Buffer.from(random.weighted(MUTATIONS)(random, text));
}

/** What a pipeline says of the stages inside: absurd names, cycles, too many. */
function mutateStages(random, text) {
  const lists = [
    (uids) => uids.map(() => random.pick(UIDS)),
    (uids) => [...uids.slice(1), random.pick(UIDS)],
    (uids) => uids.toReversed(),
    (uids) => [...uids, ...uids],
    (uids) => uids.map(() => uids[0]),
    () => Array.from({ length: MANY }, (_, i) => `u${i}`),
    (uids) => Array.from({ length: MANY }, () => uids[0] ?? ''),
    (uids) => [uids],
    (uids) => Object.fromEntries(uids.entries()),
    () => [],
  ];
  const change = random.pick(lists);
  return edit(text, (json) => ({
    ...json,
    paramMap: { ...json.paramMap, stageUids: change(json.paramMap?.stageUids ?? []) },
  }));
}

function otherClass(random, own) {
  const name = random.pick([
    ...CLASSES,
    'feature.IDFModel',
    'classification.GBTClassificationModel',
    'clustering.KMeansModel',
  ]);
  return random.pick([`org.apache.spark.ml.${name}`, `pyspark.ml.pipeline.${name}`, String(own).toLowerCase(), '']);
}

function edit(text, change) {
  try {
    return JSON.stringify(change(JSON.parse(text)));
  } catch {
    return text;
  }
}
