// Mutations that know nothing of what the bytes mean. Each takes bytes and gives new ones.

const WORDS = [0, 1, -1, 2, 127, 255, 2 ** 15, 2 ** 16 - 1, 2 ** 31 - 1, -(2 ** 31), 2 ** 24, 10 ** 9];
const DOUBLES = [0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e308, 5e-324, 2 ** 31, 2 ** 53, 0.5];

const MUTATIONS = [
  [4, flipBits],
  [3, setBytes],
  [3, writeWord],
  [2, writeDouble],
  [2, truncate],
  [2, insertBytes],
  [2, deleteRange],
  [1, copyRange],
  [1, empty],
];

/** One random mutation. */
export function mutateBytes(random, bytes) {
  return bytes.length === 0 ? insertBytes(random, bytes) : random.weighted(MUTATIONS)(random, bytes);
}

/** One that leaves the length as it is: what stands behind these bytes does not move. */
export function mutateInPlace(random, bytes) {
  if (bytes.length === 0) return bytes;
  return random.pick([flipBits, setBytes, writeWord, writeDouble])(random, bytes);
}

function flipBits(random, bytes) {
  const changed = Buffer.from(bytes);
  for (let left = 1 + random.below(4); left > 0; left--) changed[placeIn(random, changed)] ^= 1 << random.below(8);
  return changed;
}

function setBytes(random, bytes) {
  const changed = Buffer.from(bytes);
  const start = placeIn(random, changed);
  const end = Math.min(changed.length, start + 1 + random.below(8));
  return changed.fill(random.pick([0, 255, 127, 128, random.below(256)]), start, end);
}

function writeWord(random, bytes) {
  if (bytes.length < 4) return flipBits(random, bytes);
  const changed = Buffer.from(bytes);
  const step = random.pick([1, 4]);
  changed.writeInt32LE(random.pick(WORDS), random.below(Math.floor((bytes.length - 4) / step) + 1) * step);
  return changed;
}

function writeDouble(random, bytes) {
  if (bytes.length < 8) return flipBits(random, bytes);
  const changed = Buffer.from(bytes);
  const step = random.pick([1, 4, 8]);
  changed.writeDoubleLE(random.pick(DOUBLES), random.below(Math.floor((bytes.length - 8) / step) + 1) * step);
  return changed;
}

function truncate(random, bytes) {
  return Buffer.from(bytes.subarray(0, random.below(bytes.length)));
}

function insertBytes(random, bytes) {
  const at = random.below(bytes.length + 1);
  const added = Buffer.from(Array.from({ length: 1 + random.below(16) }, () => random.below(256)));
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]);
}

function deleteRange(random, bytes) {
  const at = random.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(64))]);
}

function copyRange(random, bytes) {
  const from = random.below(bytes.length);
  const range = bytes.subarray(from, from + 1 + random.below(256));
  const at = random.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), range, bytes.subarray(at)]);
}

function empty() {
  return Buffer.alloc(0);
}

/** Half of the time near the front or the end, where headers and lengths stand. */
function placeIn(random, bytes) {
  const near = random.below(Math.min(bytes.length, 24));
  return random.weighted([
    [2, random.below(bytes.length)],
    [1, near],
    [1, bytes.length - 1 - near],
  ]);
}
