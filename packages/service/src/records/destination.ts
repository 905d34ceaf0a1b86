/** Output of a batch: a folder of parts as Spark writes it, or one file, staged beside it until all is done. */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ScoringError } from '@tinderbox/scoring';
import { chooseCompression, endingOf } from './compression.ts';
import { fileError } from './file-error.ts';
import type { Compression, Destination, DestinationOptions, Journal } from './records.ts';
import { WholeFile } from './whole-file.ts';

const JOURNAL = 'journal.jsonl';
const MAX_PARTS = 100_000;

/**
 * The staging folder is the sibling `.<name>.tinderbox`, on the same disk, so that names are given at once. Undefined
 * where something stands there already and is to stay (mode ignore). Throws FILE_EXISTS where something stands there
 * (mode error), FILE_NOT_FOUND for a missing folder, INPUT_VALUE for a file that is to be appended to, and as
 * chooseCompression does.
 */
export async function openDestination(options: DestinationOptions): Promise<Destination | undefined> {
  const { target, kind, mode, resume, format } = options;
  const path = resolve(target);
  const compression = chooseCompression(format, options.compression, kind === 'file' ? target : undefined);
  try {
    const existing = await stat(path).catch(() => undefined);
    if (existing !== undefined && mode === 'ignore') return undefined;
    checkExisting(options, existing?.isDirectory());
    await requireFolder(dirname(path));
    const staging = join(dirname(path), `.${basename(path)}.tinderbox`);
    const left = resume ? await readJournal(staging) : undefined;
    if (left === undefined) await rm(staging, { recursive: true, force: true });
    const run = left?.run ?? randomUUID();
    const place = { ...options, compression, target: path, staging, run, exists: existing !== undefined };
    return new StagedDestination(place, left);
  } catch (cause) {
    throw fileError(cause, target);
  }
}

function checkExisting({ target, kind, mode }: DestinationOptions, isFolder: boolean | undefined): void {
  const where = { file: target };
  if (kind === 'file' && mode === 'append') {
    throw new ScoringError('INPUT_VALUE', 'expected a folder to append parts to, got the name of a file', where);
  }
  if (isFolder === undefined) return;
  if (mode === 'error') {
    const detail = 'expected a new name, got one that is there; have: --mode overwrite, append or ignore';
    throw new ScoringError('FILE_EXISTS', detail, where);
  }
  if (isFolder !== (kind === 'folder')) {
    const [expected, got] = isFolder ? ['file', 'folder'] : ['folder', 'file'];
    throw new ScoringError('FILE_EXISTS', `expected the name of a ${expected}, got that of a ${got}`, where);
  }
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder);
  if (found.isDirectory()) return;
  throw new ScoringError('FILE_NOT_FOUND', 'expected a folder to write into, got a file', { file: folder });
}

interface Place extends DestinationOptions {
  readonly compression: Compression;
  readonly staging: string;
  /** Tells the parts of this run from those of others in the same folder. */
  readonly run: string;
  readonly exists: boolean;
}

interface LeftJournal extends Journal {
  readonly run: string;
}

/** Undefined where none is whole; a last line that was cut is left out. */
async function readJournal(staging: string): Promise<LeftJournal | undefined> {
  const text = await readFile(join(staging, JOURNAL), 'utf8').catch(() => '');
  const entries: unknown[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    try {
      entries.push(JSON.parse(line));
    } catch {
      break;
    }
  }
  const [head, ...done] = entries as [{ readonly run: string; readonly plan: unknown }?, ...unknown[]];
  return typeof head?.run === 'string' ? { run: head.run, plan: head.plan, done } : undefined;
}

interface Part {
  readonly path: string;
  readonly errors: string;
}

class StagedDestination implements Destination {
  readonly journal: Journal | undefined;
  readonly compression: Compression;
  readonly #place: Place;
  /** Undefined where the output is a folder. */
  readonly #whole: WholeFile | undefined;

  constructor(place: Place, journal: Journal | undefined) {
    const { format, compression, staging } = place;
    const options = {
      format,
      compression,
      path: join(staging, 'whole.tmp'),
      partPath: (k: number) => this.partPath(k),
    };
    this.#place = place;
    this.#whole = place.kind === 'file' ? new WholeFile(options) : undefined;
    this.journal = journal;
    this.compression = compression;
  }

  async begin(plan: unknown): Promise<void> {
    const { staging, run } = this.#place;
    await this.#guard(async () => {
      await mkdir(staging, { recursive: true });
      await writeFile(join(staging, JOURNAL), `${JSON.stringify({ run, plan })}\n`);
    });
  }

  async note(index: number, done: unknown): Promise<void> {
    await this.#guard(() => appendFile(join(this.#place.staging, JOURNAL), `${JSON.stringify(done)}\n`));
    this.#whole?.partFinished(index);
  }

  partPath(index: number): string {
    const { staging, run, format, compression } = this.#place;
    return join(staging, `part-${numbered(index)}-${run}.${endingOf(format, compression)}`);
  }

  errorsPath(index: number): string {
    return join(this.#place.staging, `errors-${numbered(index)}.jsonl`);
  }

  commit(count: number): Promise<void> {
    const parts = Array.from({ length: count }, (_, k) => ({ path: this.partPath(k), errors: this.errorsPath(k) }));
    return this.#guard(async () => {
      if (this.#whole === undefined) await commitFolder(this.#place, parts);
      else await commitFile(this.#place, parts, await this.#whole.finish(count));
    });
  }

  async abandon(keep: boolean): Promise<void> {
    const { staging } = this.#place;
    await this.#whole?.abandon();
    if (!keep) return rm(staging, { recursive: true, force: true });
    const names = await readdir(staging).catch(() => []);
    await Promise.all(names.filter((name) => name.endsWith('.tmp')).map((name) => rm(join(staging, name))));
  }

  async #guard(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      throw fileError(cause, this.#place.target);
    }
  }
}

function numbered(index: number): string {
  return String(index).padStart(String(MAX_PARTS).length - 1, '0');
}

/** Renames the staged folder, or the parts into a folder that is there; `_SUCCESS` comes last. */
async function commitFolder(place: Place, parts: readonly Part[]): Promise<void> {
  const { target, staging, run, exists, mode } = place;
  const append = exists && mode === 'append';
  await joinErrors(parts, join(staging, append ? `_errors-${run}.jsonl` : '_errors.jsonl'));
  await rm(join(staging, JOURNAL));
  if (append) {
    for (const name of await readdir(staging)) await rename(join(staging, name), join(target, name));
    await writeFile(join(target, '_SUCCESS'), '');
    return rm(staging, { recursive: true });
  }
  await writeFile(join(staging, '_SUCCESS'), '');
  const old = join(dirname(target), `.${basename(target)}.${run}.old`);
  if (exists) await rename(target, old);
  await rename(staging, target);
  if (exists) await rm(old, { recursive: true });
}

/** The whole is renamed over what is there; rows that could not be scored stand beside it. */
async function commitFile({ target, staging }: Place, parts: readonly Part[], whole: string): Promise<void> {
  await joinErrors(parts, `${target}.errors.jsonl`);
  await rename(whole, target);
  await rm(staging, { recursive: true });
}

async function joinErrors(parts: readonly Part[], target: string): Promise<void> {
  let flags = 'w';
  for (const { errors } of parts) {
    const found = await stat(errors).catch(() => undefined);
    if (found === undefined) continue;
    await pipeline(createReadStream(errors), createWriteStream(target, { flags }));
    await rm(errors);
    flags = 'a';
  }
}
