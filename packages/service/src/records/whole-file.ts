/** Makes one file of parts that are files of one format and one schema, while later parts are still being made. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { openReader, openWriter } from './open.ts';
import type { WriterOptions } from './records.ts';

type Form = Pick<WriterOptions, 'format' | 'compression'>;

export interface WholeFileOptions extends Form {
  /** Where it grows; whatever stands there is replaced. */
  readonly path: string;
  partPath(index: number): string;
}

/**
 * Parts are joined in their order as soon as they and those before them are finished; they stay as they are, for a run
 * that is interrupted. CSV parts but the first must have no header line.
 */
export class WholeFile {
  readonly #options: WholeFileOptions;
  readonly #finished = new Set<number>();
  /** The first part that is not in the whole yet. */
  #next = 0;
  #join: Promise<Join> | undefined;
  #abandoned = false;

  constructor(options: WholeFileOptions) {
    this.#options = options;
  }

  /** A part alone is not copied: it may be the only one. */
  partFinished(index: number): void {
    this.#finished.add(index);
    if (this.#finished.size === 1) return;
    while (this.#finished.has(this.#next)) this.#add(this.#next++);
  }

  /** The path of the whole, which is that of the only part where there is one. */
  async finish(parts: number): Promise<string> {
    const { path, partPath } = this.#options;
    if (parts === 1) return partPath(0);
    while (this.#next < parts) this.#add(this.#next++);
    await (await this.#join)?.finish();
    return path;
  }

  /** What is being copied is copied; then no more is. */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    const join = await this.#join?.catch(() => undefined);
    await join?.close();
  }

  /** One after the other; a failure shows at the end. */
  #add(index: number): void {
    const { format, compression, path, partPath } = this.#options;
    const before = this.#join ?? openJoin({ format, compression }, path);
    this.#join = before.then(async (join) => {
      if (!this.#abandoned) await join.add(partPath(index)).catch((cause) => closeAfter(join, cause));
      return join;
    });
    this.#join.catch(() => undefined);
  }
}

interface Join {
  add(part: string): Promise<void>;
  finish(): Promise<void>;
  close(): Promise<void>;
}

async function closeAfter(join: Join, cause: unknown): Promise<never> {
  await join.close();
  throw cause;
}

async function openJoin(form: Form, target: string): Promise<Join> {
  if (form.format === 'parquet') return (await import('./parquet-join.ts')).ParquetJoin.open(target);
  return form.format === 'arrow' ? new RewrittenArrow(form, target) : openText(target);
}

async function openText(target: string): Promise<Join> {
  await rm(target, { force: true });
  return {
    add: (part) => pipeline(createReadStream(part), createWriteStream(target, { flags: 'a' })),
    finish: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** Read and written anew at the end, since the footer tells of every batch. */
class RewrittenArrow implements Join {
  readonly #form: Form;
  readonly #target: string;
  readonly #parts: string[] = [];

  constructor(form: Form, target: string) {
    this.#form = form;
    this.#target = target;
  }

  async add(part: string): Promise<void> {
    this.#parts.push(part);
  }

  async finish(): Promise<void> {
    const open = (source: string) => openReader({ source, format: this.#form.format });
    const first = await open(this.#parts[0] as string);
    const writer = await openWriter({ ...this.#form, target: this.#target, schema: first.schema });
    for (const [k, part] of this.#parts.entries()) {
      const reader = k === 0 ? first : await open(part);
      for await (const rows of reader.batches()) await writer.write(rows);
      await reader.close();
    }
    await writer.finish();
  }

  async close(): Promise<void> {}
}
