import { expect, it } from 'vitest';
import { useScratchFolder } from '../fronts/cli/testdata/scratch-folder.ts';
import { readStoreAddress } from './store-address.ts';

const scratch = useScratchFolder();

it('is an address, or that of a file', async () => {
  const address = 'postgres://user:pass%40word@host:5433/database?sslmode=verify-full';
  expect(await readStoreAddress(address, '/not/there')).toBe(address);
  expect(await readStoreAddress(undefined, scratch('store', `${address}\n`))).toBe(address);
  expect(await readStoreAddress('postgresql:///database?host=/run/postgresql', undefined)).toMatch(/^postgresql:/);
  expect(await readStoreAddress(undefined, undefined)).toBeUndefined();
});

it('is never told where it is wrong', async () => {
  for (const wrong of ['hunter2', 'mysql://u:hunter2@h/d', 'postgres://', 'postgres://u:hunter2@h:99999/d']) {
    const error: unknown = await readStoreAddress(undefined, scratch('bad', wrong)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'INPUT_FORMAT' });
    expect(String(error)).not.toContain('hunter2');
  }
  await expect(readStoreAddress(undefined, '/not/there')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});
