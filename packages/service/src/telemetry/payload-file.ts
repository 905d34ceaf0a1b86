import { type FileHandle, open, rename, stat } from 'node:fs/promises';

export interface PayloadFileOptions {
  readonly path: string;
  /** A file that has reached this size is renamed to `<path>.1`, that to `<path>.2` and so on. */
  readonly maxBytes: number;
  /** How many of those are kept. */
  readonly keep: number;
  /** Told how many lines have reached the file, or not. */
  readonly onEnd: (outcome: 'written' | 'dropped', lines: number) => void;
  /** Told of each failure to write. */
  readonly onProblem: (error: unknown) => void;
}

/** What waits to be written; what comes beyond is dropped. */
const MOST_PENDING_BYTES = 8 * 2 ** 20;
/** Readable for the owner alone: rows are what people want kept from others. */
const OWNER_ONLY = 0o600;

/** Appends lines in the background, in order. Nothing waits for it, and nothing fails with it. */
export class PayloadFile {
  readonly #options: PayloadFileOptions;
  #file: FileHandle | undefined;
  #size = 0;
  #pending: string[] = [];
  #pendingBytes = 0;
  #writing: Promise<void> | undefined;

  constructor(options: PayloadFileOptions) {
    this.#options = options;
  }

  /** Opens the file, so that a path that cannot be written is told at the start. */
  async open(): Promise<void> {
    const file = await open(this.#options.path, 'a', OWNER_ONLY);
    await file.chmod(OWNER_ONLY);
    this.#size = (await file.stat()).size;
    this.#file = file;
  }

  append(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#pendingBytes + bytes > MOST_PENDING_BYTES) {
      this.#options.onEnd('dropped', 1);
      return;
    }
    this.#pending.push(line);
    this.#pendingBytes += bytes;
    this.#writing ??= this.#writeAll();
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #writeAll(): Promise<void> {
    // What comes in the same turn is written at once.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#pending.length > 0) {
      const lines = this.#pending;
      this.#pending = [];
      this.#pendingBytes = 0;
      await this.#write(lines);
    }
    this.#writing = undefined;
  }

  async #write(lines: readonly string[]): Promise<void> {
    const { onEnd, onProblem, maxBytes } = this.#options;
    try {
      if (this.#file === undefined || this.#size >= maxBytes) await this.#turn();
      const bytes = Buffer.from(lines.join(''));
      await this.#file?.appendFile(bytes);
      this.#size += bytes.length;
      onEnd('written', lines.length);
    } catch (error) {
      onEnd('dropped', lines.length);
      onProblem(error);
    }
  }

  /** Begins a new file. Where another process of this log has done so already, that one is taken. */
  async #turn(): Promise<void> {
    const { path, keep } = this.#options;
    const before = await this.#file?.stat();
    await this.#file?.close();
    this.#file = undefined;
    const now = await stat(path).catch(() => undefined);
    if (before !== undefined && before.ino === now?.ino) {
      for (let k = keep; k >= 1; k--) await rename(k === 1 ? path : `${path}.${k - 1}`, `${path}.${k}`).catch(ignore);
    }
    await this.open();
  }
}

/** There are not yet so many. */
function ignore(): void {}
