import { expect, it } from 'vitest';
import { useScratchFolder } from '../fronts/cli/testdata/scratch-folder.ts';
import { readStoreAddress } from './store-address.ts';

const scratch = useScratchFolder();

it('is an address, or that of a file', async () => {
  const address = 'postgres://user:pass%40word@host:5433/database?sslmode=verify-full';
  expect(await readStoreAddress(address)).toBe(address);
  expect(await readStoreAddress(scratch('store', ` ${address}\n`))).toBe(address);
  expect(await readStoreAddress('postgresql:///database?host=/run/postgresql')).toMatch(/^postgresql:/);
});

it('is never told where it is wrong', async () => {
  const wrong = ['mysql://u:hunter2@h/d', 'postgres://', 'postgres://u:hunter2@h:99999/d', scratch('bad', 'hunter2')];
  for (const place of wrong) {
    const error: unknown = await readStoreAddress(place).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'INPUT_FORMAT' });
    expect(String(error)).not.toContain('hunter2');
  }
  await expect(readStoreAddress('/not/there')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});
