/**
 * Sets of categories (non-negative 32-bit integers), packed one after the other. A set keeps only those blocks of 32
 * categories that it has members in, so that it takes no more memory than its list, however large its categories are.
 */
export interface CategorySets {
  /** Set s holds the blocks from `starts[s]` to `starts[s + 1]`, end exclusive. */
  readonly starts: Int32Array;
  /** category >> 5, strictly increasing within a set. */
  readonly blocks: Int32Array;
  /** Bit (category & 31) is set for a member. */
  readonly bits: Int32Array;
}

/** Packs lists of categories, each strictly increasing; set s is list s. */
export function packCategorySets(lists: readonly (readonly number[])[]): CategorySets {
  const starts = new Int32Array(lists.length + 1);
  const blocks: number[] = [];
  const bits: number[] = [];
  lists.forEach((list, set) => {
    const first = blocks.length;
    for (const category of list) {
      const block = category >> 5;
      if (blocks.length === first || blocks.at(-1) !== block) bits[blocks.push(block) - 1] = 0;
      bits[blocks.length - 1]! |= 1 << (category & 31);
    }
    starts[set + 1] = blocks.length;
  });
  return { starts, blocks: Int32Array.from(blocks), bits: Int32Array.from(bits) };
}

/** Whether `value` is a member: never for NaN, fractions, negative and too large numbers; -0.0 is 0. */
export function isMember(sets: CategorySets, set: number, value: number): boolean {
  const category = value | 0;
  if (category !== value) return false;
  const { starts, blocks, bits } = sets;
  const block = category >> 5;
  const end = starts[set + 1]!;
  let low = starts[set]!;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle]! < block) low = middle + 1;
    else high = middle;
  }
  return low < end && blocks[low] === block && ((bits[low]! >>> (category & 31)) & 1) === 1;
}

/** The only member of a set; undefined where there are none or several. */
export function onlyMember({ starts, blocks, bits }: CategorySets, set: number): number | undefined {
  const start = starts[set]!;
  const word = bits[start]!;
  if (starts[set + 1] !== start + 1 || (word & (word - 1)) !== 0) return undefined;
  return blocks[start]! * 32 + 31 - Math.clz32(word);
}
