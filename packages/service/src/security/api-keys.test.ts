import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ApiKeySettings } from '../settings/security-settings.ts';
import { createKeyFinder, digestOf, readKeyFile, readKeys } from './api-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As `printf %s "$KEY" | sha256sum`. */
const sha256 = (key: string) => `sha256:${createHash('sha256').update(key).digest('hex')}`;
const KEYS = Array.from({ length: 1000 }, () => randomBytes(32).toString('hex'));
const SETTINGS: readonly ApiKeySettings[] = KEYS.map((key, k) => ({
  name: `n${k}`,
  role: 'predict',
  hash: sha256(key),
}));

describe('keys', () => {
  it('are found among a thousand, and nothing else is', () => {
    const find = createKeyFinder(readKeys(SETTINGS, {}));
    for (const [k, key] of KEYS.entries()) {
      expect(find(digestOf(key))).toEqual({ name: `key:n${k}`, role: 'predict' });
      for (const wrong of [key.slice(1), `${key} `, `${key}0`]) expect(find(digestOf(wrong))).toBeUndefined();
    }
  });

  it('differ in any byte of their digest', () => {
    const digest = randomBytes(32);
    const find = createKeyFinder([{ caller: { name: 'key:a', role: 'admin' }, digest }]);
    expect(find(digest)).toBeDefined();
    for (let k = 0; k < 32; k++) {
      const other = Buffer.from(digest);
      other[k] = (other[k] as number) ^ 1;
      expect(find(other)).toBeUndefined();
    }
    expect(find(Buffer.alloc(32))).toBeUndefined();
  });

  it('come from a hash, a file or a variable', () => {
    const file = join(folder, 'key');
    writeFileSync(file, 'the key of a mounted secret\n');
    const settings: readonly ApiKeySettings[] = [
      {
        name: 'a',
        role: 'predict',
        hash: sha256('the key that nobody has written').toUpperCase().replace('SHA256', 'sha256'),
      },
      { name: 'b', role: 'operate', file },
      { name: 'c', role: 'admin', environment: 'C_KEY' },
    ];
    const find = createKeyFinder(readKeys(settings, { C_KEY: 'the key of the environment' }));
    expect(find(digestOf('the key that nobody has written'))).toEqual({ name: 'key:a', role: 'predict' });
    expect(find(digestOf('the key of a mounted secret'))).toEqual({ name: 'key:b', role: 'operate' });
    expect(find(digestOf('the key of the environment'))).toEqual({ name: 'key:c', role: 'admin' });
  });

  it.each<[string, readonly ApiKeySettings[], RegExp]>([
    [
      'of a variable that is not set',
      [{ name: 'a', role: 'predict', environment: 'NONE' }],
      /variable NONE to hold a key/,
    ],
    ['that are short', [{ name: 'a', role: 'predict', environment: 'SHORT' }], /at least 16 characters, got fewer/],
    [
      'of a file that is not there',
      [{ name: 'a', role: 'predict', file: join(folder, 'none') }],
      /none: expected a file/,
    ],
  ])('%s are refused', (_, settings, message) => {
    expect(() => readKeys(settings, { SHORT: 'hunter2' })).toThrow(message);
    expect(() => readKeys(settings, { SHORT: 'hunter2' })).not.toThrow(/hunter2/);
  });

  it('have names and digests of their own', () => {
    const one = SETTINGS[0] as ApiKeySettings;
    expect(() => createKeyFinder(readKeys([one, one], {}))).toThrow(/got key:n0 twice/);
    expect(() => createKeyFinder(readKeys([one, { ...one, name: 'b' }], {}))).toThrow(
      /own for key:b, got that of key:n0/,
    );
  });
});

describe('a file of keys', () => {
  const file = join(folder, 'keys.txt');

  it('has a line for each, and remarks', () => {
    const hash = sha256('a key of the file');
    writeFileSync(
      file,
      `# name role hash\nweb predict ${hash}\r\n\n  ops\toperate  ${sha256('another')} # for Prometheus\n`,
    );
    const find = createKeyFinder(readKeyFile(file));
    expect(find(digestOf('a key of the file'))).toEqual({ name: 'key:web', role: 'predict' });
    expect(find(digestOf('another'))).toEqual({ name: 'key:ops', role: 'operate' });
  });

  it.each([
    'web',
    'web predict',
    'web root sha256:00',
    `web root ${sha256('x')}`,
    `w;b predict ${sha256('x')}`,
    'web predict secret',
    `web predict ${sha256('x')} more`,
  ])('is refused with the line %j, which is not told', (line) => {
    writeFileSync(file, `# first\n${line}\n`);
    expect(() => readKeyFile(file)).toThrow(/keys\.txt: line 2: expected a name, a role \(predict, operate, admin\)/);
    expect(() => readKeyFile(file)).not.toThrow(/secret|root/);
  });
});
