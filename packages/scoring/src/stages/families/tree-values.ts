import { javaDouble } from '../../core/java-text.ts';
import { isObject, parseJson } from '../../core/json-parse.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import type { StoredStage, ValueReaders } from '../../core/stage.ts';
import type { Vector } from '../../core/vector.ts';
import { featureImportances } from '../../kernels/feature-importance.ts';
import type { Forest } from '../../kernels/tree.ts';
import { type FittedSplit, type FittedTree, type FittedTrees, readFittedTrees } from './fitted-trees.ts';
import { treeText } from './tree-text.ts';

/** What the classes of trees call themselves, and what their nodes keep. */
export interface TreeKind {
  readonly name: string;
  /** The class of one tree. */
  readonly tree: string;
  /** Nodes of classifiers keep a count for each class, those of regression a count, a sum and a sum of squares. */
  readonly keeps: 'classes' | 'moments';
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

/** What a decision tree tells. */
export function treeValues(kind: TreeKind): ValueReaders<TreeModel> {
  const report = async (model: TreeModel, stored: StoredStage) => {
    const { features, trees } = await readFittedTrees(stored);
    return reportTree(trees[0]!, model.uid, { kind, model, features });
  };
  return {
    numFeatures: ({ data }) => data.features,
    numNodes: ({ data }) => data.forest.tests.length,
    depth: async (...of) => (await report(...of)).depth,
    featureImportances: async (...of) => (await report(...of)).featureImportances,
    toDebugString: async (...of) => (await report(...of)).toDebugString,
  };
}

/** What a forest or boosted trees tell. `weighs` says whether the stored weights of the trees count, or all are 1. */
export function ensembleValues(kind: TreeKind, weighs: boolean): ValueReaders<EnsembleModel> {
  const read = (model: EnsembleModel, stored: StoredStage) => readFittedTrees(stored, model.data.weights.length);
  const weightsOf = ({ data }: EnsembleModel) => Array.from(data.weights, (weight) => (weighs ? weight : 1));
  return {
    numFeatures: ({ data }) => data.features,
    getNumTrees: ({ data }) => data.weights.length,
    totalNumNodes: ({ data }) => data.forest.tests.length,
    treeWeights: weightsOf,
    featureImportances: async (model, stored) =>
      importances(await read(model, stored), { kind, model, normalisesTrees: !isBoosted(kind, model) }),
    async toDebugString(model, stored) {
      const { features, trees } = await read(model, stored);
      const weights = weightsOf(model).map(javaDouble);
      const texts = trees.map((tree, i) => `  Tree ${i} (weight ${weights[i]}):\n${treeText(tree, 4)}`);
      return `${ensembleHeader(kind, model, features)}\n${texts.join('')}`;
    },
    async trees(model, stored) {
      const [{ features, trees }, uids] = [await read(model, stored), await readUids(stored)];
      return trees.map((tree, i) => reportTree(tree, uids[i] ?? '', { kind, model, features }));
    },
  };
}

interface Of {
  readonly kind: TreeKind;
  readonly model: TreeModel;
  readonly features: number;
}

function reportTree(tree: FittedTree, uid: string, { kind, model, features }: Of): TreeReport {
  const depth = tree.reduce((deepest, node) => Math.max(deepest, node.depth), 0);
  const { semantics, data } = model;
  return {
    uid,
    numNodes: tree.length,
    depth,
    featureImportances: importances({ features, trees: [tree] }, { kind, model, normalisesTrees: true }),
    get toDebugString() {
      const header = isAtLeast(semantics, 3, 0)
        ? `${kind.tree}: uid=${uid}, depth=${depth}, numNodes=${tree.length}${classesText(data.classes)}, numFeatures=${features}`
        : `${kind.tree} (uid=${uid}) of depth ${depth} with ${tree.length} nodes`;
      return `${header}\n${treeText(tree, 2)}`;
    },
  };
}

function ensembleHeader({ name }: TreeKind, { uid, semantics, data }: EnsembleModel, features: number): string {
  const trees = data.weights.length;
  if (!isAtLeast(semantics, 3, 0)) return `${name} (uid=${uid}) with ${trees} trees`;
  const isBoosting = name === 'GBTClassificationModel';
  const [is, classes] = isBoosting ? [' = ', 2] : ['=', data.classes];
  return `${name}: uid${is}${uid}, numTrees=${trees}${classesText(classes)}, numFeatures=${features}`;
}

function classesText(classes: number | undefined): string {
  return classes === undefined ? '' : `, numClasses=${classes}`;
}

/** Since Spark 3.0 the trees of boosting count by their gains; before, all trees counted the same. */
function isBoosted({ name }: TreeKind, { semantics }: TreeModel): boolean {
  return name.startsWith('GBT') && isAtLeast(semantics, 3, 0);
}

function importances(
  { features, trees }: FittedTrees,
  by: Omit<Of, 'features'> & { readonly normalisesTrees: boolean },
): Vector {
  const hasFractions = isAtLeast(by.model.semantics, 3, 0);
  const gains = trees.map((tree) => {
    const splits = tree.filter((node): node is FittedSplit => node.kind === 'split');
    return {
      features: splits.map(({ feature }) => feature),
      gains: splits.map(({ gain, stats }) => gain * weightOf(stats, by.kind, hasFractions)),
    };
  });
  return featureImportances(gains, { size: features, normalisesTrees: by.normalisesTrees });
}

/** The weight of the rows of a node; whole before Spark 3.0. Mirrors `ImpurityCalculator.count`. */
function weightOf(stats: ArrayLike<number>, { keeps }: TreeKind, hasFractions: boolean): number {
  const weight = keeps === 'moments' ? (stats[0] ?? 0) : Array.from(stats).reduce((sum, count) => sum + count, 0);
  return hasFractions ? weight : Math.trunc(weight);
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
