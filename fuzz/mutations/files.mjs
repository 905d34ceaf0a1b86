// Mutations of a saved directory: files swapped, lost, doubled, renamed. Files are a Map from path to bytes.

import { mutateBytes } from './bytes.mjs';
import { mutateMetadata } from './metadata.mjs';
import { mutateParquet } from './parquet.mjs';

const NAMES = [
  'MLmodel',
  'metadata',
  'rMetadata/part-00000',
  'metadata/part-00001',
  'data',
  '.x',
  '__MACOSX/x',
  'a/b/c',
];
const SUFFIXES = ['.gz', '.deflate', '.bz2', '.snappy', '.crc', '/part-0'];
const ML_MODELS = [
  'flavors:\n  spark:\n    model_data: x\n',
  'flavors:\n  sklearn:\n',
  '\tx: [',
  'flavors:\n  spark:\n    model_data: ..\n',
];

const MUTATIONS = [
  [6, mutateOneMetadata],
  [8, mutateOneTable],
  [3, mutateOneFile],
  [1, swapFiles],
  [1, removeFile],
  [1, removeFolder],
  [1, duplicatePart],
  [1, renameFile],
  [1, copyFolder],
  [1, addFile],
  [1, wrap],
];

/** Changes the Map in place. */
export function mutateFiles(random, files, decodeSnappy) {
  if (files.size === 0) return;
  random.weighted(MUTATIONS)(random, files, decodeSnappy);
}

function pickPath(random, files, pattern = /./) {
  const paths = [...files.keys()].filter((path) => pattern.test(path));
  return paths.length === 0 ? undefined : random.pick(paths);
}

function change(files, path, mutate) {
  if (path !== undefined) files.set(path, mutate(files.get(path)));
}

function mutateOneMetadata(random, files) {
  change(files, pickPath(random, files, /(^|\/)r?[mM]etadata\/part-/), (bytes) => mutateMetadata(random, bytes));
}

function mutateOneTable(random, files, decodeSnappy) {
  const path = pickPath(random, files, /\.parquet$/);
  if (path === undefined) mutateOneMetadata(random, files);
  else change(files, path, (bytes) => mutateParquet(random, bytes, decodeSnappy));
}

function mutateOneFile(random, files) {
  change(files, pickPath(random, files), (bytes) => mutateBytes(random, bytes));
}

function swapFiles(random, files) {
  const [a, b] = [pickPath(random, files, /part-/), pickPath(random, files, /part-/)];
  if (a === undefined) return;
  const bytes = files.get(a);
  files.set(a, files.get(b));
  files.set(b, bytes);
}

function removeFile(random, files) {
  files.delete(pickPath(random, files));
}

/** Some folder with a slash at the end; '' where there is none. */
function folderOf(random, files) {
  const names = (pickPath(random, files, /\//) ?? '').split('/');
  if (names.length === 1) return '';
  return `${names.slice(0, 1 + random.below(names.length - 1)).join('/')}/`;
}

function removeFolder(random, files) {
  const folder = folderOf(random, files);
  for (const path of [...files.keys()]) if (path.startsWith(folder)) files.delete(path);
}

function duplicatePart(random, files) {
  const path = pickPath(random, files, /part-/);
  if (path !== undefined) files.set(path.replace(/part-\d*/, `part-0000${random.below(9)}`), files.get(path));
}

function renameFile(random, files) {
  const path = pickPath(random, files);
  const bytes = files.get(path);
  files.delete(path);
  files.set(`${path}${random.pick(SUFFIXES)}`, bytes);
}

/** A folder's files stand in another folder too. */
function copyFolder(random, files) {
  const [from, to] = [folderOf(random, files), folderOf(random, files)];
  for (const [path, bytes] of [...files]) if (path.startsWith(from)) files.set(to + path.slice(from.length), bytes);
}

function addFile(random, files) {
  const name = random.pick(NAMES);
  const other = random.pick([...files.values()]);
  files.set(name, name === 'MLmodel' ? Buffer.from(random.pick(ML_MODELS)) : random.pick([other, Buffer.alloc(0)]));
}

function wrap(random, files) {
  const prefix = 'x/'.repeat(random.pick([1, 2, 4, 5, 100]));
  const all = [...files];
  files.clear();
  for (const [path, bytes] of all) files.set(prefix + path, bytes);
}
