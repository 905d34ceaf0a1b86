/** Read access to the files of a saved model: a folder, an archive, or anything else that has names and bytes. */

export interface FileEntry {
  /** Path from the root, `/` between names, no leading slash. */
  readonly path: string;
  readonly size: number;
}

export interface Files {
  /** For messages: the path or address the user gave. */
  readonly name: string;
  /** How the files are wrapped, outermost first, e.g. `['zip']`; empty for a plain folder. */
  readonly containers: readonly string[];
  /** Every file, sorted by path. Folders are implied by paths; empty folders do not exist. */
  list(): Promise<readonly FileEntry[]>;
  /** The bytes of one file. Rejects with FILE_NOT_FOUND when there is none of that path. */
  read(path: string): Promise<Uint8Array>;
}
