// Mutations of JSON texts by their structure: values of other types, huge numbers, keys renamed or gone, deep nesting.

const LONG = 100_000;

/** Texts that stand for a value; not all of them are JSON. */
// biome-ignore format: a table
const VALUES = [
  'null', 'true', 'false', '0', '-0', '1', '-1', '0.5', '1e308', '1e999', '-1e999', '2147483647', '2147483648',
  '-2147483649', '9007199254740993', '123456789012345678901234567890', 'NaN', 'Infinity', '-Infinity', '""', '"NaN"',
  '"Inf"', '"x"', '"../.."', '"a/b"', '"\\u0000"', '"\\ud800"', '"__proto__"', '"constructor"', '"error"', '"skip"',
  '"keep"', '[]', '{}', '[[]]', '[null]', '[1,2,3]', '[1e308,-1e308]', '["a","a"]', '{"type":1,"values":[1]}',
  '{"type":0,"size":2147483647,"indices":[0],"values":[1]}', '{"type":0,"size":-1,"indices":[],"values":[]}',
  '{"type":9,"values":"x"}', '{"__proto__":{"a":1}}', '1e', '[', ',', '',
];

/** Made when asked for: they are large. */
const LARGE_VALUES = [
  () => `"${'x'.repeat(LONG)}"`,
  () => '9'.repeat(LONG),
  () => `${'['.repeat(LONG)}${']'.repeat(LONG)}`,
  () => `${'{"a":'.repeat(LONG)}1${'}'.repeat(LONG)}`,
  () => `[${Array.from({ length: LONG }, (_, i) => i).join()}]`,
  () => `[${Array.from({ length: LONG }, (_, i) => `"u${i}"`).join()}]`,
  () => `[${'"",'.repeat(LONG)}""]`,
  () => `{${Array.from({ length: LONG }, (_, i) => `"k${i}":${i}`).join()}}`,
];

const MUTATIONS = [
  [6, replaceValue],
  [1, replaceByLargeValue],
  [3, removeEntry],
  [3, renameKey],
  [2, repeatEntry],
  [2, swapValues],
  [1, addKey],
];

/** One mutation of a JSON text; a text that is no JSON comes back unchanged. */
export function mutateJson(random, text) {
  let root;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  const holder = { root };
  const substitutes = new Map();
  random.weighted(MUTATIONS)(random, { holder, substitutes });
  let written = JSON.stringify(holder.root) ?? '';
  for (const [mark, value] of substitutes) written = written.replace(JSON.stringify(mark), () => value);
  return written;
}

/** Every place of a value: `[parent, key]`. */
function placesIn(parent, found = []) {
  for (const key of Object.keys(parent)) {
    found.push([parent, key]);
    const value = parent[key];
    if (typeof value === 'object' && value !== null) placesIn(value, found);
  }
  return found;
}

function replaceValue(random, { holder, substitutes }) {
  const [parent, key] = random.pick(placesIn(holder));
  put(parent, key, random.pick(VALUES), substitutes);
}

function replaceByLargeValue(random, { holder, substitutes }) {
  const [parent, key] = random.pick(placesIn(holder));
  put(parent, key, random.pick(LARGE_VALUES)(), substitutes);
}

/** Text takes the place of a value once all is written. */
function put(parent, key, text, substitutes) {
  const mark = `\u0001${substitutes.size}`;
  substitutes.set(mark, text);
  parent[key] = mark;
}

function removeEntry(random, { holder }) {
  const [parent, key] = random.pick(placesIn(holder));
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function renameKey(random, { holder }) {
  const places = placesIn(holder).filter(([parent]) => !Array.isArray(parent) && parent !== holder);
  if (places.length === 0) return;
  const [parent, key] = random.pick(places);
  const [, other] = random.pick(places);
  const value = parent[key];
  delete parent[key];
  parent[random.pick([`${key}x`, key.toUpperCase(), other, ''])] = value;
}

function repeatEntry(random, { holder }) {
  const places = placesIn(holder).filter(([parent]) => Array.isArray(parent));
  if (places.length === 0) return;
  const [parent, key] = random.pick(places);
  for (let left = random.pick([1, 1, 2, 300]); left > 0; left--) parent.push(structuredClone(parent[key]));
}

function swapValues(random, { holder }) {
  const places = placesIn(holder);
  const [[parent, key], [otherParent, otherKey]] = [random.pick(places), random.pick(places)];
  const value = structuredClone(parent[key]);
  parent[key] = structuredClone(otherParent[otherKey]);
  otherParent[otherKey] = value;
}

function addKey(random, { holder }) {
  const objects = placesIn(holder).flatMap(([parent, key]) => {
    const value = parent[key];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : [];
  });
  if (objects.length > 0) random.pick(objects)[random.pick(['toString', 'length', 'x', 'version', 'class'])] = 1;
}
