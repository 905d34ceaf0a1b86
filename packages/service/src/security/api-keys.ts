import { hash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ScoringError } from '@tinderbox/scoring';
import { type Caller, ROLES, type Role } from '../app/access.ts';
import { fileError } from '../records/file-error.ts';
import { type ApiKeySettings, HASH_PATTERN, KEY_NAME_PATTERN } from '../settings/security-settings.ts';

/** A key as it is kept: nobody can get it back from this. */
export interface ApiKey {
  readonly caller: Caller;
  /** SHA-256, 32 bytes. */
  readonly digest: Buffer;
}

/** Finds the caller of a key. */
export type FindKey = (digest: Buffer) => Caller | undefined;

const LEAST_CHARACTERS = 16;
const NO_KEY: ApiKey = { caller: { name: '', role: 'predict' }, digest: Buffer.alloc(32) };

/** What is compared instead of what was shown. */
export function digestOf(shown: string): Buffer {
  // A Buffer from here takes less time than one of the hash itself.
  return Buffer.from(hash('sha256', shown, 'binary'), 'latin1');
}

/**
 * By the first six bytes of a digest, which tell nothing of a key, and then whole, in a time that is the same whether
 * it is right or wrong. Throws INPUT_FORMAT where two callers have one name or key.
 */
export function createKeyFinder(keys: readonly ApiKey[]): FindKey {
  const names = new Set<string>();
  const byStart = new Map<number, ApiKey>();
  for (const key of keys) {
    const { name } = key.caller;
    if (names.has(name)) throw new ScoringError('INPUT_FORMAT', `expected each name once, got ${name} twice`);
    names.add(name);
    const start = startOf(key.digest);
    const other = byStart.get(start)?.caller.name;
    if (other !== undefined) {
      throw new ScoringError('INPUT_FORMAT', `expected a key of its own for ${name}, got that of ${other}`);
    }
    byStart.set(start, key);
  }
  return (digest) => {
    const key = byStart.get(startOf(digest)) ?? NO_KEY;
    return timingSafeEqual(key.digest, digest) && key !== NO_KEY ? key.caller : undefined;
  };
}

function startOf(digest: Buffer): number {
  return digest.readUIntLE(0, 6);
}

/** Reads what settings name. Throws INPUT_FORMAT, FILE_NOT_FOUND, FILE_DENIED; never with anything of a key. */
export function readKeys(
  settings: readonly ApiKeySettings[],
  env: Readonly<Record<string, string | undefined>>,
): readonly ApiKey[] {
  return settings.map((one, index) => {
    const where = { param: `security.apiKeys[${index}]` };
    const caller = callerOf(one.name, one.role);
    if (one.hash !== undefined) return { caller, digest: digestOfHash(one.hash) };
    const key = one.file === undefined ? env[one.environment as string] : readText(one.file).trim();
    if (key === undefined)
      throw new ScoringError('INPUT_FORMAT', `expected the variable ${one.environment} to hold a key, got none`, where);
    if (key.length >= LEAST_CHARACTERS) return { caller, digest: digestOf(key) };
    throw new ScoringError(
      'INPUT_FORMAT',
      `expected a key of at least ${LEAST_CHARACTERS} characters, got fewer`,
      where,
    );
  });
}

/** The lines of a file: name, role, sha256:<digits>; # begins a remark. */
export function readKeyFile(path: string): readonly ApiKey[] {
  return readText(path)
    .split('\n')
    .flatMap((line, index) => {
      const text = line.replace(/(^|\s)#.*/, '').trim();
      return text === '' ? [] : [readLine(text, { path, line: index + 1 })];
    });
}

function readLine(text: string, { path, line }: { readonly path: string; readonly line: number }): ApiKey {
  const [name = '', role = '', hashed = '', ...more] = text.split(/\s+/);
  const known = ROLES.find((each) => each === role);
  const fits = KEY_NAME_PATTERN.test(name) && HASH_PATTERN.test(hashed) && more.length === 0;
  if (fits && known !== undefined) return { caller: callerOf(name, known), digest: digestOfHash(hashed) };
  const expected = `a name, a role (${ROLES.join(', ')}) and sha256: with 64 hexadecimal digits`;
  throw new ScoringError('INPUT_FORMAT', `line ${line}: expected ${expected}, got other text`, { file: path });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw fileError(cause, path);
  }
}

function callerOf(name: string, role: Role): Caller {
  return { name: `key:${name}`, role };
}

function digestOfHash(hashed: string): Buffer {
  return Buffer.from(hashed.slice('sha256:'.length), 'hex');
}
