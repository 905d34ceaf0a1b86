import { readFile } from 'node:fs/promises';
import { ScoringError } from '@tinderbox/scoring';

const EXPECTED = 'expected postgres://user@host/database for the store of jobs';

/** The address of a database, or what a file holds of one. It may hold a password: no message tells it. */
export async function readStoreAddress(
  given: string | undefined,
  file: string | undefined,
): Promise<string | undefined> {
  const address = given ?? (file === undefined ? undefined : await readAddressFile(file));
  if (address === undefined) return undefined;
  if (!/^postgres(ql)?:\/\/./.test(address)) throw new ScoringError('INPUT_FORMAT', `${EXPECTED}, got another text`);
  if (URL.canParse(address)) return address;
  const got = 'got one that is no URL: write %40 for @, %2F for / and so on in a password';
  throw new ScoringError('INPUT_FORMAT', `${EXPECTED}, ${got}`);
}

async function readAddressFile(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new ScoringError('FILE_NOT_FOUND', `${EXPECTED}, got a file that cannot be read`, { file }, { cause });
  }
}
