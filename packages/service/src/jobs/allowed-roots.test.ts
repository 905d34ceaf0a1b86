import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { useScratchFolder } from '../fronts/cli/testdata/scratch-folder.ts';
import { type AllowedRoots, allowRoots } from './allowed-roots.ts';

const scratch = useScratchFolder();
let folder: string;
let roots: AllowedRoots;

beforeEach(() => {
  folder = realpathSync(scratch(''));
  for (const name of ['in/table', 'out', 'in/sly', 'in/round', 'in-other'])
    mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['in/a.csv', 'in/table/part-0.csv', 'out/secret', 'in-other/x'])
    writeFileSync(join(folder, name), 'x');
  const links = [
    ['in/a.csv', 'in/same.csv'],
    ['out/secret', 'in/leak.csv'],
    ['out', 'in/door'],
    ['out/secret', 'in/sly/part-0.csv'],
    ['in', 'in/round/in'],
    ['out/later', 'in/dangling'],
    ['in', 'entry'],
  ] as const;
  for (const [target, name] of links) symlinkSync(join(folder, target), join(folder, name));
  roots = allowRoots([join(folder, 'in')]);
});

describe('paths to read', () => {
  it.each([
    ['in/a.csv', 'in/a.csv'],
    ['in/same.csv', 'in/a.csv'],
    ['in/table', 'in/table'],
    ['in/table/../a.csv', 'in/a.csv'],
    ['entry/a.csv', 'in/a.csv'],
  ])('%s is %s', async (path, real) => {
    expect(await roots.readable(`${folder}/${path}`)).toBe(join(folder, real));
  });

  it.each([
    'in/leak.csv',
    'in/door/secret',
    'in/sly',
    'in/round',
    'in',
    'out/secret',
    'out/none',
    'in-other/x',
    'in/*.csv',
  ])('%s is denied', async (path) => {
    await expect(roots.readable(`${folder}/${path}`)).rejects.toMatchObject({ code: 'FILE_DENIED' });
  });

  it('that are not absolute are denied, and all where no folder is allowed', async () => {
    await expect(roots.readable('in/a.csv')).rejects.toMatchObject({ code: 'FILE_DENIED' });
    await expect(roots.readable('')).rejects.toMatchObject({ code: 'FILE_DENIED' });
    await expect(allowRoots([]).readable(`${folder}/in/a.csv`)).rejects.toMatchObject({ code: 'FILE_DENIED' });
  });

  it('of nothing under a root are not found', async () => {
    await expect(roots.readable(`${folder}/in/none/deep`)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});

describe('paths to write', () => {
  it.each([
    ['in/new.csv', 'in/new.csv'],
    ['in/a.csv', 'in/a.csv'],
    ['in/table/new', 'in/table/new'],
  ])('%s is %s', async (path, real) => {
    expect(await roots.writable(`${folder}/${path}`)).toBe(join(folder, real));
  });

  it.each(['in/dangling', 'in/leak.csv', 'in/door/new', 'out/new', 'in/../out/new', 'in/none/../../out/new'])(
    '%s is denied',
    async (path) => {
      await expect(roots.writable(`${folder}/${path}`)).rejects.toMatchObject({ code: 'FILE_DENIED' });
    },
  );

  it('need a folder', async () => {
    await expect(roots.writable(`${folder}/in/none/new`)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
