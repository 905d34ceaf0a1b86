import type { PackedTrees, TreeWalk } from './packed-trees.ts';
import { TREE_WALK_CODE } from './tree-walk-code.ts';

/** Bytes of a node: limit, place of the feature, first child; where nodes have lows those follow, and as much of nothing. */
const NODE_BYTES = 16;
const NODE_BYTES_WITH_LOW = 32;
const PAGE_BYTES = 2 ** 16;
/** A memory has at most 4 GiB; trees that need more than a part of it are walked where they are. */
const MOST_BYTES = 2 ** 31;

/** The functions of the module. All arguments are addresses; see `tools/wasm/tree-walk.mjs`. */
type Walk = (features: number, roots: number, end: number, depths: number, found: number) => void;

/**
 * The walk of packed trees in WebAssembly, whose memory needs no checks of bounds. Undefined where modules are forbidden
 * or memory is short.
 */
export function createModuleWalk(packed: PackedTrees): TreeWalk | undefined {
  const used = usedFeatures(packed);
  const places = layOut(packed, used.length);
  if (places.end > MOST_BYTES) return undefined;
  const opened = openModule(packed, places.end);
  if (opened === undefined) return undefined;
  const { buffer, walk } = opened;
  writeNodes(buffer, packed, { ...places, used });
  new Int32Array(buffer, places.depths).set(packed.depths);
  const roots = new Int32Array(buffer, places.roots, packed.roots.length);
  roots.set(packed.roots.map((root) => root * places.nodeBytes));
  const features = new Float64Array(buffer, places.features, used.length);
  const found = new Int32Array(buffer, places.found, packed.count);
  return (values) => {
    for (let i = 0; i < features.length; i++) features[i] = values[used[i]!]!;
    walk(places.features, places.roots, places.depths, places.depths, places.found);
    return found;
  };
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

/** The nodes start at 0, so that the address of one tells its place. Each part is at a multiple of its elements' size. */
function layOut({ limits, lows, roots, depths }: PackedTrees, width: number) {
  const nodeBytes = lows === undefined ? NODE_BYTES : NODE_BYTES_WITH_LOW;
  const features = limits.length * nodeBytes;
  const rootsAt = features + width * 8;
  const depthsAt = rootsAt + roots.length * 4;
  const found = depthsAt + depths.length * 4;
  return { nodeBytes, features, roots: rootsAt, depths: depthsAt, found, end: found + roots.length * 4 };
}

function openModule({ lows }: PackedTrees, bytes: number): { buffer: ArrayBuffer; walk: Walk } | undefined {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
    const { exports } = new WebAssembly.Instance(compiledModule(), { walk: { memory } });
    return { buffer: memory.buffer, walk: exports[lows === undefined ? 'byLimits' : 'byIntervals'] as Walk };
  } catch {
    // A policy of the page, or a limit of the process.
    return undefined;
  }
}

/** Compiled anew for each forest: a thousand bytes, and nothing global to keep. */
function compiledModule(): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(atob(TREE_WALK_CODE), (letter) => letter.charCodeAt(0)));
}

interface NodePlaces {
  readonly nodeBytes: number;
  readonly used: Int32Array;
}

function writeNodes(buffer: ArrayBuffer, packed: PackedTrees, { nodeBytes, used }: NodePlaces): void {
  const doubles = new Float64Array(buffer);
  const words = new Int32Array(buffer);
  const { limits, lows, features, children } = packed;
  const positions = new Map(Array.from(used, (feature, position) => [feature, position * 8]));
  for (let node = 0; node < limits.length; node++) {
    const at = node * nodeBytes;
    doubles[at / 8] = limits[node]!;
    words[at / 4 + 2] = positions.get(features[node]!) ?? 0;
    words[at / 4 + 3] = children[node]! * nodeBytes;
    if (lows !== undefined) doubles[at / 8 + 2] = lows[node]!;
  }
}
