/** Where the root of a saved model is inside the files the user gave. */

import { ScoringError } from '../../core/errors.ts';
import type { FileEntry, Files } from '../../core/files.ts';

/** The files below one folder, by paths relative to it. */
export class Folder {
  readonly files: Files;
  /** From the root of the files, '' or ending in '/'. */
  readonly prefix: string;
  readonly #paths: readonly string[];

  private constructor(files: Files, prefix: string, paths: readonly string[]) {
    this.files = files;
    this.prefix = prefix;
    this.#paths = paths;
  }

  static root(files: Files, entries: readonly FileEntry[]): Folder {
    return new Folder(
      files,
      '',
      entries.map((entry) => entry.path).filter((path) => !isNoise(path)),
    );
  }

  /** The folder of that name; it may be empty. */
  folder(name: string): Folder {
    const start = `${name}/`;
    const inside = this.#paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
    return new Folder(this.files, `${this.prefix}${start}`, inside);
  }

  get isEmpty(): boolean {
    return this.#paths.length === 0;
  }

  has(path: string): boolean {
    return this.#paths.includes(path);
  }

  /** Names of the folders and files directly inside. */
  names(): readonly string[] {
    return [...new Set(this.#paths.map((path) => path.split('/', 1)[0] as string))];
  }

  hasFolder(name: string): boolean {
    const start = `${name}/`;
    return this.#paths.some((path) => path.startsWith(start));
  }

  /** Spark's data files: `part-*` directly inside, sorted by name. */
  parts(): readonly string[] {
    return this.#paths.filter((path) => /^part-[^/]+$/.test(path)).sort();
  }

  read(path: string): Promise<Uint8Array> {
    return this.files.read(this.prefix + path);
  }

  /** The path for messages: what the user gave, then the path inside. */
  pathOf(path = ''): string {
    const inside = (this.prefix + path).replace(/\/$/, '');
    return inside === '' ? this.files.name : `${this.files.name}/${inside}`;
  }
}

/** Checksums, markers and desktop litter; `_SUCCESS` and Databricks's markers begin with `_`. */
function isNoise(path: string): boolean {
  return path.startsWith('__MACOSX/') || path.split('/').some((name) => name.startsWith('.') || name === '_temporary');
}

export interface Root {
  readonly folder: Folder;
  /** Wrappers found on the way, outermost first. */
  readonly wrappers: readonly string[];
}

const MAX_WRAPPERS = 4;

/**
 * Unwraps a single top folder (as archives have it) and an MLflow model directory of flavour spark, down to a folder
 * that Spark ML or SparkR saved. Rejects with MODEL_UNRECOGNISED where there is none.
 */
export async function findRoot(files: Files): Promise<Root> {
  let folder = Folder.root(files, await files.list());
  const wrappers: string[] = [...files.containers];
  for (let depth = 0; depth <= MAX_WRAPPERS; depth++) {
    const names = folder.names();
    if (folder.hasFolder('metadata') || folder.has('metadata')) return { folder, wrappers };
    if (folder.hasFolder('rMetadata')) return { folder, wrappers: [...wrappers, 'sparkr'] };
    if (folder.has('MLmodel')) {
      folder = await mlflowModel(folder);
      wrappers.push('mlflow');
    } else if (names.length === 1 && folder.hasFolder(names[0] as string)) folder = folder.folder(names[0] as string);
    else break;
  }
  throw unrecognised(folder);
}

/** MLmodel is YAML; of it only `model_data` of the flavour `spark` is needed. */
async function mlflowModel(folder: Folder): Promise<Folder> {
  const lines = new TextDecoder().decode(await folder.read('MLmodel')).split(/\r?\n/);
  const start = lines.findIndex((line) => /^\s+spark:\s*$/.test(line));
  if (start < 0) {
    const flavors = lines.flatMap((line) => /^ {2}(\w+):\s*$/.exec(line)?.[1] ?? []);
    throw new ScoringError(
      'MODEL_FORMAT',
      `expected an MLflow model of flavour spark, got flavours ${flavors.join(', ') || 'none'}`,
      { file: folder.pathOf('MLmodel') },
    );
  }
  const data = lines.slice(start + 1).flatMap((line) => /^\s+model_data:\s*['"]?([^'"\s]+)/.exec(line)?.[1] ?? [])[0];
  return folder.folder((data ?? 'sparkml').replace(/\/+$/, ''));
}

function unrecognised(folder: Folder): ScoringError {
  const names = folder.names().slice(0, 8).join(', ') || 'no files';
  return new ScoringError(
    'MODEL_UNRECOGNISED',
    `expected a model saved by Spark ML (a folder with metadata/), got ${names}`,
    { file: folder.pathOf() },
  );
}
