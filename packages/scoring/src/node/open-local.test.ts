import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocal } from './open-local.ts';

let top: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'open-local-')));
});

afterEach(() => rmSync(top, { recursive: true }));

function write(path: string, text: string): string {
  const file = join(top, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

async function list(path: string): Promise<string[]> {
  const files = await openLocal(path);
  return (await files.list()).map((entry) => `${entry.path} ${entry.size}`);
}

/** Runs with all rights on the folder withdrawn; root, who may read everything, becomes another user meanwhile. */
async function asNobody(act: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  chmodSync(top, 0);
  if (isRoot) process.seteuid?.(65534);
  try {
    await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(top, 0o755);
  }
}

describe('openLocal', () => {
  it('lists and reads a folder, sorted, at any depth', async () => {
    write('model/stages/1_b/metadata/part-00000', 'bb');
    write('model/stages/0_a/metadata/part-00000', 'a');
    write('model/metadata/_SUCCESS', '');
    mkdirSync(join(top, 'model/empty'));
    const files = await openLocal(join(top, 'model'));
    expect(files).toMatchObject({ name: join(top, 'model'), containers: [] });
    expect(await files.list()).toEqual([
      { path: 'metadata/_SUCCESS', size: 0 },
      { path: 'stages/0_a/metadata/part-00000', size: 1 },
      { path: 'stages/1_b/metadata/part-00000', size: 2 },
    ]);
    expect(await files.read('stages/1_b/metadata/part-00000')).toEqual(new TextEncoder().encode('bb'));
    await expect(files.read('stages/2_c')).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: expect.stringContaining('have in stages: 0_a/, 1_b/'),
    });
    await expect(files.read('../secret')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('reads hundreds of files at once', async () => {
    for (let i = 0; i < 500; i++) write(`many/${i % 30}/${i}`, String(i));
    const files = await openLocal(join(top, 'many'));
    const entries = await files.list();
    const texts = await Promise.all(entries.map(async ({ path }) => new TextDecoder().decode(await files.read(path))));
    expect(texts).toEqual(entries.map(({ path }) => path.replace(/.*\//, '')));
  });

  it('opens archives by content', async () => {
    write('model/metadata/part-00000', 'text');
    const archive = join(top, 'archive.bin');
    execFileSync('tar', ['-czf', archive, '-C', join(top, 'model'), '.']);
    const files = await openLocal(archive);
    expect(files.containers).toEqual(['tar.gz']);
    expect(await files.read('metadata/part-00000')).toEqual(new TextEncoder().encode('text'));
  });

  it('follows links inside the folder, not in circles', async () => {
    write('model/v1/a', 'a');
    symlinkSync('v1', join(top, 'model/current'));
    symlinkSync('../v1/a', join(top, 'model/v1/link'));
    symlinkSync('..', join(top, 'model/v1/up'));
    symlinkSync('.', join(top, 'model/self'));
    expect(await list(join(top, 'model'))).toEqual(['current/a 1', 'current/link 1', 'v1/a 1', 'v1/link 1']);
    symlinkSync('model', join(top, 'alias'));
    expect((await list(join(top, 'alias'))).length).toBe(4);
  });

  it('refuses links out of the folder and links to nothing', async () => {
    write('model/a', 'a');
    write('model-secret', 's');
    symlinkSync('../model-secret', join(top, 'model/link'));
    await expect(openLocal(join(top, 'model'))).rejects.toMatchObject({
      code: 'FILE_DENIED',
      message: expect.stringContaining('got one that leaves it: link'),
    });
    rmSync(join(top, 'model/link'));
    symlinkSync('gone', join(top, 'model/link'));
    await expect(openLocal(join(top, 'model'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('skips pipes', async () => {
    write('model/a', 'a');
    execFileSync('mkfifo', [join(top, 'model/pipe')]);
    expect(await list(join(top, 'model'))).toEqual(['a 1']);
    await expect(openLocal(join(top, 'model/pipe'))).rejects.toMatchObject({ code: 'MODEL_UNRECOGNISED' });
  });

  it('names what is near a path that is not there', async () => {
    write('models/credit/metadata/part-00000', '');
    write('models/fraud.zip', '');
    const expected = (folder: string, names: string) => ({
      code: 'FILE_NOT_FOUND',
      message: expect.stringContaining(`have in ${join(top, folder)}: ${names}`),
    });
    await expect(openLocal(join(top, 'models/credt'))).rejects.toMatchObject(expected('models', 'credit, fraud.zip'));
    await expect(openLocal(join(top, 'models/x/y'))).rejects.toMatchObject(expected('models', 'credit, fraud.zip'));
    await expect(openLocal(join(top, 'models/fraud.zip/y'))).rejects.toMatchObject(
      expected('models', 'credit, fraud.zip'),
    );
    await expect(openLocal('a\0b')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(openLocal(join(top, 'x'.repeat(5000)))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it.each([
    ['', 'an empty file'],
    ['PAR1xxxxPAR1', 'a single Parquet file'],
    ['\ufeff \n{"class": 1}', 'a JSON file'],
    ['<?xml version="1.0"?><PMML/>', 'an XML file'],
    ['hello', 'a file of another kind'],
  ])('says what a file of %j is', async (text, what) => {
    await expect(openLocal(write('file.zip', text))).rejects.toMatchObject({
      code: 'MODEL_UNRECOGNISED',
      message: `${join(top, 'file.zip')}: expected a folder or a zip, tar or tar.gz archive, got ${what}${what.endsWith('Parquet file') ? ': give the folder that the pipeline was saved to' : ''}`,
    });
  });

  it('refuses files of more than 2 GiB before reading them', async () => {
    truncateSync(write('huge/a', ''), 2 ** 31);
    await expect(openLocal(join(top, 'huge/a'))).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
    const files = await openLocal(join(top, 'huge'));
    await expect(files.read('a')).rejects.toMatchObject({ code: 'MODEL_LIMIT' });
  });

  it('tells what it may not read', async () => {
    const file = write('model/a', 'a');
    const files = await openLocal(join(top, 'model'));
    await asNobody(async () => {
      await expect(files.read('a')).rejects.toMatchObject({ code: 'FILE_DENIED', where: { file } });
      await expect(openLocal(join(top, 'model'))).rejects.toMatchObject({ code: 'FILE_DENIED' });
    });
  });

  it('tells that a file has gone since the listing', async () => {
    const file = write('model/a', 'a');
    const files = await openLocal(join(top, 'model'));
    rmSync(file);
    await expect(files.read('a')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', where: { file } });
  });
});
