/** Bytes to a file that appears under its name only when complete, or to a stream such as stdout. */
import { createWriteStream, unlinkSync } from 'node:fs';
import { access, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { ScoringError } from '@tinderbox/scoring';
import { fileError } from './file-error.ts';
import { isGzipName } from './format.ts';
import type { Target } from './records.ts';

export interface Output {
  /** Resolves when more may be written. Rejects with CANCELED when whoever reads a stream has gone. */
  write(bytes: string | Uint8Array): Promise<void>;
  finish(): Promise<void>;
  abort(): Promise<void>;
}

/**
 * A path is written as its sibling `.<name>.<pid>.tmp`, gzipped where the name ends in .gz, and renamed by finish(),
 * which replaces a file of that name at once. abort() and the end of the process remove the sibling.
 * Throws FILE_NOT_FOUND for a missing folder, FILE_EXISTS where a folder has the name.
 */
export async function openOutput(target: Target): Promise<Output> {
  if (typeof target !== 'string') return new StreamOutput(target, 'stdout');
  await checkPlace(target);
  return new FileOutput(target);
}

async function checkPlace(path: string): Promise<void> {
  const folder = dirname(path);
  await access(folder).catch((cause: unknown) => {
    throw new ScoringError(
      'FILE_NOT_FOUND',
      'expected a folder to write into, got nothing of that name',
      { file: folder },
      { cause },
    );
  });
  const existing = await stat(path).catch(() => undefined);
  if (existing?.isDirectory()) {
    throw new ScoringError('FILE_EXISTS', 'expected a name for a file, got that of a folder', { file: path });
  }
}

class StreamOutput implements Output {
  readonly #stream: Writable;
  readonly #name: string;
  #failure: unknown;
  #resume: (() => void) | undefined;

  constructor(stream: Writable, name: string) {
    this.#stream = stream;
    this.#name = name;
    stream.on('error', this.#fail);
    stream.on('close', () => this.#fail({ code: 'ERR_STREAM_PREMATURE_CLOSE' }));
    stream.on('drain', this.#wake);
  }

  async write(bytes: string | Uint8Array): Promise<void> {
    this.#check();
    if (this.#stream.write(bytes)) return;
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
    this.#check();
  }

  /** Waits until everything is handed over; the stream stays open, since stdout is not ours to close. */
  async finish(): Promise<void> {
    this.#check();
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
      this.#stream.write('', (cause) => (cause ? this.#fail(cause) : this.#wake()));
    });
    this.#check();
    await this.abort();
  }

  /** The error listener stays: a pipe may break after the last write, which must not end the process. */
  async abort(): Promise<void> {
    this.#stream.off('drain', this.#wake);
  }

  readonly #fail = (cause: unknown): void => {
    this.#failure ??= cause;
    this.#wake();
  };

  readonly #wake = (): void => {
    this.#resume?.();
    this.#resume = undefined;
  };

  #check(): void {
    if (this.#failure !== undefined) throw fileError(this.#failure, this.#name);
  }
}

class FileOutput implements Output {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: Writable;
  readonly #head: Writable;
  readonly #output: StreamOutput;
  #open = true;

  constructor(path: string) {
    this.#path = path;
    this.#temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    this.#file = createWriteStream(this.#temporary, { highWaterMark: 1024 * 1024 });
    this.#head = this.#file;
    if (isGzipName(path)) {
      const gzip = createGzip();
      this.#file.on('error', (cause) => gzip.destroy(cause));
      gzip.pipe(this.#file);
      this.#head = gzip;
    }
    this.#output = new StreamOutput(this.#head, path);
    process.once('exit', this.#removeNow);
  }

  write(bytes: string | Uint8Array): Promise<void> {
    return this.#output.write(bytes);
  }

  async finish(): Promise<void> {
    try {
      await this.#output.finish();
      this.#head.end();
      await finished(this.#file);
      await rename(this.#temporary, this.#path);
    } catch (cause) {
      await this.abort();
      throw fileError(cause, this.#path);
    }
    this.#close();
  }

  async abort(): Promise<void> {
    if (!this.#open) return;
    this.#close();
    this.#head.destroy();
    this.#file.destroy();
    await finished(this.#file).catch(() => undefined);
    await unlink(this.#temporary).catch(() => undefined);
  }

  #close(): void {
    this.#open = false;
    process.off('exit', this.#removeNow);
  }

  readonly #removeNow = (): void => {
    try {
      unlinkSync(this.#temporary);
    } catch {
      // Never created, or gone already.
    }
  };
}
