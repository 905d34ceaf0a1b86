import { javaDouble } from '../../core/java-text.ts';
import { isObject, parseJson } from '../../core/json-parse.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import type { StoredStage, ValueReaders } from '../../core/stage.ts';
import type { Vector } from '../../core/vector.ts';
import { featureImportances } from '../../kernels/feature-importance.ts';
import type { Forest } from '../../kernels/forest.ts';
import { type FittedTree, type FittedTrees, readFittedTrees } from './fitted-trees.ts';
import { treeText } from './tree-text.ts';

/** What an ensemble and each of its trees call themselves. */
export interface EnsembleKind {
  readonly ensemble: string;
  readonly tree: string;
  /** Whether trees have weights of their own, and count by their gains. */
  readonly boosts: boolean;
}

/** One tree of an ensemble. */
export interface TreeReport {
  readonly uid: string;
  readonly numNodes: number;
  readonly depth: number;
  readonly featureImportances: Vector;
  readonly toDebugString: string;
}

interface TreeModel {
  readonly uid: string;
  readonly semantics: SparkVersion;
  readonly data: { readonly forest: Forest; readonly features: number; readonly classes?: number };
}

interface EnsembleModel extends TreeModel {
  readonly data: TreeModel['data'] & { readonly weights: Float64Array };
}

/** What a decision tree of this class tells. */
export function treeValues(name: string): ValueReaders<TreeModel> {
  const report = async (model: TreeModel, stored: StoredStage) => {
    const { features, trees } = await readFittedTrees(stored);
    return reportTree(trees[0]!, { uid: model.uid, name, model, features });
  };
  return {
    numFeatures: ({ data }) => data.features,
    numNodes: ({ data }) => data.forest.tests.length,
    depth: async (...of) => (await report(...of)).depth,
    featureImportances: async (...of) => (await report(...of)).featureImportances,
    toDebugString: async (...of) => (await report(...of)).toDebugString,
  };
}

/** What a forest or boosted trees tell. */
export function ensembleValues(kind: EnsembleKind): ValueReaders<EnsembleModel> {
  const read = (model: EnsembleModel, stored: StoredStage) => readFittedTrees(stored, model.data.weights.length);
  const weightsOf = ({ data }: EnsembleModel) => Array.from(data.weights, (weight) => (kind.boosts ? weight : 1));
  return {
    numFeatures: ({ data }) => data.features,
    getNumTrees: ({ data }) => data.weights.length,
    totalNumNodes: ({ data }) => data.forest.tests.length,
    treeWeights: weightsOf,
    async featureImportances(model, stored) {
      const normalisesTrees = !(kind.boosts && isAtLeast(model.semantics, 3, 0));
      return importances(await read(model, stored), normalisesTrees);
    },
    async toDebugString(model, stored) {
      const { features, trees } = await read(model, stored);
      const weights = weightsOf(model).map(javaDouble);
      const texts = trees.map((tree, i) => `  Tree ${i} (weight ${weights[i]}):\n${treeText(tree, 4)}`);
      return `${ensembleHeader(kind, model, features)}\n${texts.join('')}`;
    },
    async trees(model, stored) {
      const [{ features, trees }, uids] = [await read(model, stored), await readUids(stored)];
      return trees.map((tree, i) => reportTree(tree, { uid: uids[i] ?? '', name: kind.tree, model, features }));
    },
  };
}

interface Of {
  readonly uid: string;
  readonly name: string;
  readonly model: TreeModel;
  readonly features: number;
}

function reportTree(tree: FittedTree, { uid, name, model, features }: Of): TreeReport {
  const { semantics, data } = model;
  const depth = tree.reduce((deepest, node) => Math.max(deepest, node.depth), 0);
  const header = isAtLeast(semantics, 3, 0)
    ? `${name}: uid=${uid}, depth=${depth}, numNodes=${tree.length}${classesText(data.classes)}, numFeatures=${features}`
    : `${name} (uid=${uid}) of depth ${depth} with ${tree.length} nodes`;
  return {
    uid,
    numNodes: tree.length,
    depth,
    featureImportances: importances({ features, trees: [tree] }, true),
    toDebugString: `${header}\n${treeText(tree, 2)}`,
  };
}

/** Boosted trees of a classifier always have two classes, and alone write their uid with spaces. */
function ensembleHeader(kind: EnsembleKind, { uid, semantics, data }: EnsembleModel, features: number): string {
  const trees = data.weights.length;
  if (!isAtLeast(semantics, 3, 0)) return `${kind.ensemble} (uid=${uid}) with ${trees} trees`;
  const isBoosting = kind.ensemble === 'GBTClassificationModel';
  const [is, classes] = isBoosting ? [' = ', 2] : ['=', data.classes];
  return `${kind.ensemble}: uid${is}${uid}, numTrees=${trees}${classesText(classes)}, numFeatures=${features}`;
}

function classesText(classes: number | undefined): string {
  return classes === undefined ? '' : `, numClasses=${classes}`;
}

function importances({ features, trees }: FittedTrees, normalisesTrees: boolean): Vector {
  const gains = trees.map((tree) => {
    const splits = tree.filter((node) => node.kind === 'split');
    return {
      features: splits.map(({ feature }) => feature),
      gains: splits.map(({ gain, weight }) => gain * weight),
    };
  });
  return featureImportances(gains, { size: features, normalisesTrees });
}

/** The uid of each tree, from the metadata that are stored with it as JSON. */
async function readUids(stored: StoredStage): Promise<readonly string[]> {
  const table = await stored.table('treesMetadata');
  const [treeId, metadata] = table.columns;
  if (treeId === undefined || metadata === undefined) return [];
  const [ids, texts] = [table.numbers(treeId), table.strings(metadata)];
  const uids: string[] = [];
  texts.forEach((text, row) => {
    const parsed = parseJson(text);
    uids[ids[row]!] = isObject(parsed) ? String(parsed.uid) : '';
  });
  return uids;
}
