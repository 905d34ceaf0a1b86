import { lanesOf, type SumsProfile } from '../core/sums.ts';
import { MODULE_CODE } from './module-code.ts';

/** Numbers of chains that the module has functions for. */
export type ModuleLanes = 4 | 8;

/** How many fused chains the dot products of a profile have; undefined where the module does not know them. */
export function moduleLanes(sums: SumsProfile): ModuleLanes | undefined {
  if (sums === 'fma4') return 4;
  const lanes = lanesOf(sums);
  return lanes === 4 || lanes === 8 ? lanes : undefined;
}

/** The functions of the module, see `tools/wasm`. All arguments are addresses. */
export interface ModuleFunctions {
  readonly byLimits: TreeWalkFunction;
  readonly byIntervals: TreeWalkFunction;
  readonly dot4: ChainsFunction;
  readonly dot8: ChainsFunction;
  readonly leaves4: ChainsFunction;
  readonly leaves8: ChainsFunction;
}

export type TreeWalkFunction = (features: number, roots: number, end: number, depths: number, found: number) => void;

/** Runs from one address up to `end`, a whole number of rounds but not none; `other` is where the constants are. */
export type ChainsFunction = (start: number, other: number, end: number) => number;

export interface OpenModule {
  readonly buffer: ArrayBuffer;
  readonly functions: ModuleFunctions;
}

const PAGE_BYTES = 2 ** 16;
/** Half of what 32-bit addresses reach. */
const MOST_BYTES = 2 ** 31;

/** The memory of one instance of the WebAssembly module: parts are reserved, then it is opened. */
export class ModuleMemory {
  #end = 0;

  /** The address of so many bytes, a multiple of 16. */
  reserve(bytes: number): number {
    const address = this.#end;
    this.#end += Math.ceil(bytes / 16) * 16;
    return address;
  }

  /** Undefined where WebAssembly is forbidden, or memory is short: the same is then done in JavaScript. */
  open(): OpenModule | undefined {
    if (this.#end > MOST_BYTES) return undefined;
    try {
      const memory = new WebAssembly.Memory({ initial: Math.ceil(this.#end / PAGE_BYTES) });
      const code = Uint8Array.from(atob(MODULE_CODE), (letter) => letter.charCodeAt(0));
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { kernels: { memory } });
      return { buffer: memory.buffer, functions: exports as unknown as ModuleFunctions };
    } catch {
      return undefined;
    }
  }
}
