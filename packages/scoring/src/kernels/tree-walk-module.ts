import { type ModuleLanes, ModuleMemory, type OpenModule } from './module-memory.ts';
import type { PackedTrees, TreeWalk } from './packed-trees.ts';

/** Bytes of a node: limit, place of the feature, first child; where nodes have lows those follow, and as much of nothing. */
const NODE_BYTES = 16;
const NODE_BYTES_WITH_LOW = 32;
const PAIR_BYTES = 16;

/** What leaves are worth as exact pairs, by place: as rounded, and what rounding took off. */
export interface LeafPairs {
  readonly highs: Float64Array;
  readonly lows: Float64Array;
}

/** The walk of packed trees in WebAssembly, whose memory needs no checks of bounds. */
export interface ModuleWalk {
  readonly find: TreeWalk;
  /**
   * The pairs of the leaves that were found, up to the last multiple of so many trees, in fused chains that are added
   * from left to right; NaN where `ProductPairs` are. Undefined for fewer trees, and where no pairs were given.
   */
  readonly addChains: (lanes: ModuleLanes) => (() => number) | undefined;
}

/** Undefined where no module can be opened. */
export function createModuleWalk(packed: PackedTrees, pairs: LeafPairs | undefined): ModuleWalk | undefined {
  const used = usedFeatures(packed);
  const memory = new ModuleMemory();
  const places = reservePlaces(memory, { packed, width: used.length, pairs });
  const opened = memory.open();
  if (opened === undefined) return undefined;
  const { buffer } = opened;
  writeNodes(buffer, packed, { ...places, used });
  if (pairs !== undefined) writePairs(new Float64Array(buffer, places.pairs, pairs.highs.length * 2), pairs);
  return { find: findIn(opened, { packed, places, used }), addChains: addIn(opened, { packed, places, pairs }) };
}

/** The features that the trees ask for: only these are copied for each row. */
function usedFeatures({ features, children }: PackedTrees): Int32Array {
  const used = new Set<number>();
  // A leaf, whose child is before it, asks for none.
  features.forEach((feature, node) => {
    if (children[node]! > node) used.add(feature);
  });
  return Int32Array.from(used).sort();
}

interface Places {
  readonly nodeBytes: number;
  readonly features: number;
  readonly roots: number;
  readonly depths: number;
  readonly found: number;
  readonly pairs: number;
}

interface Content {
  readonly packed: PackedTrees;
  /** The number of features. */
  readonly width: number;
  readonly pairs: LeafPairs | undefined;
}

/** The nodes are first, at 0, so that the address of one tells its place. */
function reservePlaces(memory: ModuleMemory, { packed, width, pairs }: Content): Places {
  const { limits, lows, roots, depths } = packed;
  const nodeBytes = lows === undefined ? NODE_BYTES : NODE_BYTES_WITH_LOW;
  memory.reserve(limits.length * nodeBytes);
  return {
    nodeBytes,
    features: memory.reserve(width * 8),
    roots: memory.reserve(roots.byteLength),
    depths: memory.reserve(depths.byteLength),
    found: memory.reserve(roots.byteLength),
    pairs: memory.reserve((pairs?.highs.length ?? 0) * PAIR_BYTES),
  };
}

interface NodePlaces extends Places {
  readonly used: Int32Array;
}

function writeNodes(buffer: ArrayBuffer, packed: PackedTrees, { nodeBytes, used, ...places }: NodePlaces): void {
  const doubles = new Float64Array(buffer);
  const words = new Int32Array(buffer);
  const { limits, lows, features, children, roots, depths } = packed;
  const positions = new Map(Array.from(used, (feature, position) => [feature, position * 8]));
  for (let node = 0; node < limits.length; node++) {
    const at = node * nodeBytes;
    doubles[at / 8] = limits[node]!;
    words[at / 4 + 2] = positions.get(features[node]!) ?? 0;
    words[at / 4 + 3] = children[node]! * nodeBytes;
    if (lows !== undefined) doubles[at / 8 + 2] = lows[node]!;
  }
  words.set(
    roots.map((root) => root * nodeBytes),
    places.roots / 4,
  );
  words.set(depths, places.depths / 4);
}

function writePairs(into: Float64Array, { highs, lows }: LeafPairs): void {
  highs.forEach((high, place) => {
    into[place * 2] = high;
    into[place * 2 + 1] = lows[place]!;
  });
}

function findIn(
  { buffer, functions }: OpenModule,
  { packed, places, used }: { packed: PackedTrees; places: Places; used: Int32Array },
): TreeWalk {
  const { roots, depths, found } = places;
  const end = roots + packed.roots.byteLength;
  const walk = packed.lows === undefined ? functions.byLimits : functions.byIntervals;
  const features = new Float64Array(buffer, places.features, used.length);
  const all = new Int32Array(buffer, found, packed.count);
  return (values) => {
    for (let i = 0; i < features.length; i++) features[i] = values[used[i]!]!;
    walk(places.features, roots, end, depths, found);
    return all;
  };
}

function addIn(
  { functions }: OpenModule,
  { packed, places, pairs }: { packed: PackedTrees; places: Places; pairs: LeafPairs | undefined },
): ModuleWalk['addChains'] {
  return (lanes) => {
    const whole = packed.count - (packed.count % lanes);
    if (pairs === undefined || whole === 0) return undefined;
    const add = lanes === 4 ? functions.leaves4 : functions.leaves8;
    const end = places.found + whole * 4;
    return () => add(places.found, places.pairs, end);
  };
}
