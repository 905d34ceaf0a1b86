import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultForm } from '../app/jobs.ts';
import { storeError } from './database.ts';
import type { JobFiles, ListedFile, NewForm, StoredFile } from './files.ts';
import type { Claim } from './store.ts';
import { syncFolder } from './sync-folder.ts';

const PLACES = ['inputs', 'staging', 'results'] as const;
/** `<token>`, `<token>.<attempt>` and more; a dot in front where it is half written. */
const NAME = /^\.?([0-9a-f-]{36})(?:\.(\d+))?(?:\.|$)/;

interface NamedFile extends Omit<ListedFile, 'modifiedAt' | 'remove'> {
  readonly path: string;
}

/** Files in three folders below one, which are made where they are missing. */
export async function openLocalFiles(folder: string): Promise<JobFiles> {
  await guarded(async () => {
    for (const place of PLACES) await mkdir(join(folder, place), { recursive: true });
  });
  return new LocalFiles(folder);
}

class LocalFiles implements JobFiles {
  readonly #folder: string;
  /** By path: two that ask for the same form wait for the same work. */
  readonly #conversions = new Map<string, Promise<void>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async input({ token }: Claim): Promise<string> {
    return this.#inputPath(token);
  }

  stagingPath({ token, attempt }: Claim): string {
    return join(this.#folder, 'staging', `${token}.${attempt}`);
  }

  writeInput(token: string, body: Uint8Array): Promise<void> {
    return guarded(async () => {
      const path = join(this.#folder, 'inputs', `.${token}`);
      await withFile(path, 'wx', (file) => file.writeFile(body));
      await this.#name(path, this.#inputPath(token), 'inputs');
    });
  }

  publish(claim: Claim): Promise<void> {
    return guarded(() => this.#name(this.stagingPath(claim), this.#formPath(claim, 'ndjson'), 'results'));
  }

  async open(claim: Claim, form: ResultForm, convert: (wanted: NewForm) => Promise<void>): Promise<StoredFile> {
    const path = this.#formPath(claim, form);
    if (form !== 'ndjson') {
      const input = this.#formPath(claim, 'ndjson');
      await this.#once(path, () => this.#make(claim, path, (output) => convert({ form, input, output })));
    }
    return guarded(async () => {
      const { size } = await stat(path);
      return { size, read: (start, end) => readBytes(path, start, end) };
    });
  }

  dropInput(token: string): Promise<void> {
    return guarded(() => rm(this.#inputPath(token), { force: true }));
  }

  dropAttempt({ token, attempt }: Claim): Promise<void> {
    return this.#removeAll((file) => file.token === token && file.attempt === attempt);
  }

  drop(token: string): Promise<void> {
    return this.#removeAll((file) => file.token === token);
  }

  list(): Promise<readonly ListedFile[]> {
    return guarded(async () => {
      const files: ListedFile[] = [];
      for (const file of await this.#names()) {
        // What has gone meanwhile is none.
        const found = await stat(file.path).catch(() => undefined);
        if (found === undefined) continue;
        const { path, ...listed } = file;
        const remove = () => guarded(() => rm(path, { force: true }));
        files.push({ ...listed, modifiedAt: found.mtimeMs, remove });
      }
      return files;
    });
  }

  #inputPath(token: string): string {
    return join(this.#folder, 'inputs', token);
  }

  #formPath({ token, attempt }: Claim, form: ResultForm): string {
    return join(this.#folder, 'results', `${token}.${attempt}.${form}`);
  }

  /** Does nothing where the path is there. */
  async #once(path: string, make: () => Promise<void>): Promise<void> {
    if (await exists(path)) return;
    const running = this.#conversions.get(path) ?? make();
    this.#conversions.set(path, running);
    await running.finally(() => this.#conversions.delete(path));
  }

  async #make(claim: Claim, path: string, write: (path: string) => Promise<void>): Promise<void> {
    const staging = `${this.stagingPath(claim)}.${randomUUID()}`;
    try {
      await write(staging);
      await guarded(() => this.#name(staging, path, 'results'));
    } catch (error) {
      await rm(staging, { force: true });
      throw error;
    }
  }

  #removeAll(isMeant: (file: NamedFile) => boolean): Promise<void> {
    return guarded(async () => {
      for (const file of await this.#names()) if (isMeant(file)) await rm(file.path, { force: true });
    });
  }

  async #names(): Promise<readonly NamedFile[]> {
    const files: NamedFile[] = [];
    for (const place of PLACES) {
      for (const name of await readdir(join(this.#folder, place))) {
        const [, token, attempt] = NAME.exec(name) ?? [];
        if (token === undefined) continue;
        const path = join(this.#folder, place, name);
        files.push({ path, place, token, attempt: attempt === undefined ? undefined : Number(attempt) });
      }
    }
    return files;
  }

  /** First the bytes reach the disk, then the name. */
  async #name(from: string, to: string, place: ListedFile['place']): Promise<void> {
    await withFile(from, 'r+', (file) => file.sync());
    await rename(from, to);
    await syncFolder(join(this.#folder, place));
  }
}

async function withFile(path: string, flags: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Opens the file when the first bytes are asked for. A stream cannot end before it starts. */
async function* readBytes(path: string, start: number, end: number): AsyncGenerator<Uint8Array, void, void> {
  if (start < end) yield* createReadStream(path, { start, end: end - 1 });
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw storeError(cause);
  }
}
