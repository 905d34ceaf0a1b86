import { double, integer, integers, optional, string, vector } from '../../core/codec.ts';
import { ScoringError, type Where } from '../../core/errors.ts';
import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import type { StoredStage } from '../../core/stage.ts';
import type { SumsProfile } from '../../core/sums.ts';
import type { Vector } from '../../core/vector.ts';
import { vectorDot } from '../../kernels/dot.ts';
import { compareAsJava } from '../../kernels/java-search.ts';
import { type NormedVector, squaredDistance } from '../../kernels/squared-distance.ts';

/** A cluster of the tree; a leaf has no children. */
export interface CentreNode {
  readonly index: number;
  readonly centre: NormedVector;
  readonly children: readonly CentreNode[];
}

export interface CentreTree {
  readonly root: CentreNode;
  readonly leaves: number;
  readonly features: number;
  readonly measure: string;
}

/** How far a point is from a centre. */
export type CentreDistance = (centre: NormedVector, point: NormedVector) => number;

/** Mirrors `DistanceMeasure.cost`: squared Euclidean, or one less the cosine. */
export function centreDistance(measure: string, semantics: SparkVersion, sums: SumsProfile): CentreDistance {
  if (measure === 'cosine') return cosineDistance(sums);
  const normsFirst = !isAtLeast(semantics, 3, 0);
  return (centre, point) => {
    if (Number.isNaN(point.norm)) throw new ScoringError('INPUT_VALUE', 'expected numbers, got NaN');
    return squaredDistance(centre, point, normsFirst);
  };
}

function cosineDistance(sums: SumsProfile): CentreDistance {
  const dot = vectorDot(sums);
  return (centre, point) => {
    if (!(centre.norm > 0 && point.norm > 0)) {
      throw new ScoringError('INPUT_VALUE', 'expected a vector that is not zero, which has no cosine, got one');
    }
    return 1 - dot(centre.vector, point.vector) / centre.norm / point.norm;
  };
}

/**
 * Whether one distance is larger than another as Scala's `minBy` sees it: by `>` up to Spark 3, which is built with Scala
 * 2.12; since then in Java's order, with NaN above everything.
 */
export function isFarther(semantics: SparkVersion): (a: number, b: number) => boolean {
  return isAtLeast(semantics, 4, 0) ? (a, b) => compareAsJava(a, b) > 0 : (a, b) => a > b;
}

interface NodeRow {
  readonly index: number;
  readonly centre: NormedVector;
  readonly children: readonly number[];
}

/** The folder `data` is itself a model as spark.mllib saves it: metadata, and a table of nodes in any order. */
export async function readCentreTree(stored: StoredStage): Promise<CentreTree> {
  const { rootId, distanceMeasure } = await stored.json('data/metadata');
  const table = await stored.table('data/data');
  const rows = new Map<number, NodeRow>();
  for (let i = 0; i < table.length; i++) {
    const row = decodeRow(table.row(i), stored.where);
    rows.set(row.index, row);
  }
  const measure = optional(string).parse(distanceMeasure) ?? 'euclidean';
  const root = linkNodes(integer.parse(rootId) ?? Number.NaN, rows, stored.where);
  const features = root.centre.vector.size;
  if ([...rows.values()].some(({ centre }) => centre.vector.size !== features)) {
    throw new ScoringError('MODEL_DATA', `expected centres of size ${features}, got others too`, stored.where);
  }
  return { root, leaves: countLeaves(root), features, measure };
}

function decodeRow(row: { readonly [column: string]: unknown }, where: Where): NodeRow {
  const index = integer.parse(row.index);
  const centre = vector.parse(row.center);
  const norm = double.parse(row.norm);
  const children = integers.parse(row.children);
  if (index !== undefined && centre !== undefined && norm !== undefined && children !== undefined) {
    return { index, centre: { vector: centre, norm }, children };
  }
  throw new ScoringError('MODEL_DATA', 'expected index, center, norm and children of a node, got others', where);
}

const DEEPEST = 1000;

/** Each node but the root must be the child of one other. */
function linkNodes(rootId: number, rows: Map<number, NodeRow>, where: Where): CentreNode {
  const left = new Map(rows);
  const link = (id: number, depth: number): CentreNode => {
    const row = left.get(id);
    if (row === undefined)
      throw new ScoringError('MODEL_DATA', 'expected a tree of nodes, got one unknown or met twice', where);
    if (depth > DEEPEST)
      throw new ScoringError('MODEL_LIMIT', `expected at most ${DEEPEST} levels of nodes, got more`, where);
    left.delete(id);
    return { ...row, children: row.children.map((child) => link(child, depth + 1)) };
  };
  return link(rootId, 0);
}

function countLeaves({ children }: CentreNode): number {
  return children.length === 0 ? 1 : children.reduce((sum, child) => sum + countLeaves(child), 0);
}

/** The centres of the clusters, by their numbers. */
export function leafCentres(root: CentreNode): readonly Vector[] {
  return root.children.length === 0 ? [root.centre.vector] : root.children.flatMap(leafCentres);
}
