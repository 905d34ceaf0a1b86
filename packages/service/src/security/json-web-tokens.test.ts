import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, exportSPKI, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TokenSettings } from '../settings/security-settings.ts';
import { looksLikeToken, openTokenReader, type TokenReader } from './json-web-tokens.ts';
import { GOOD_CLAIMS, type Issuer, startIssuer } from './testdata/issuer.ts';

let issuer: Issuer;
let reader: TokenReader | undefined;

beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());
beforeEach(() => {
  reader?.close();
  reader = undefined;
});

async function open(more: Partial<TokenSettings> = {}): Promise<TokenReader> {
  reader = await openTokenReader([{ issuer: GOOD_CLAIMS.iss, audiences: ['tinderbox'], keys: issuer.url, ...more }]);
  return reader;
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('tokens', () => {
  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('of %s are believed', async (alg) => {
    const tokens = await open();
    const { caller, expiresAt } = await tokens.read(await issuer.sign({}, { alg }));
    expect(caller).toEqual({ name: 'https://issuer.example#alice', role: 'predict' });
    expect(expiresAt / 1000 - Date.now() / 1000).toBeCloseTo(330, -1);
  });

  const now = Math.floor(Date.now() / 1000);
  it.each<[string, JWTPayload, RegExp]>([
    ['expired', { exp: now - 31 }, /not expired, got one that has/],
    ['of the future', { nbf: now + 120 }, /claim nbf/],
    ['for others', { aud: 'elsewhere' }, /claim aud/],
    ['for nobody', { aud: undefined } as unknown as JWTPayload, /claim aud/],
    ['of another issuer', { iss: 'https://other.example' }, /trusts, got another/],
    ['of no issuer', { iss: undefined } as unknown as JWTPayload, /trusts, got another/],
    ['without an end', { exp: undefined } as unknown as JWTPayload, /claim exp/],
    ['of nobody', { sub: undefined } as unknown as JWTPayload, /claim sub/],
    ['of a subject without end', { sub: 'x'.repeat(256) }, /1 to 255 characters/],
    ['of an empty subject', { sub: '' }, /1 to 255 characters/],
  ])('%s are refused', async (_, claims, message) => {
    const tokens = await open();
    const refused = expect(tokens.read(await issuer.sign(claims))).rejects;
    await refused.toMatchObject({ code: 'CALLER_UNKNOWN', message: expect.stringMatching(message) });
  });

  it('may be a little late', async () => {
    const tokens = await open();
    await expect(tokens.read(await issuer.sign({ exp: now - 20 }))).resolves.toBeDefined();
    const strict = await open({ clockToleranceSeconds: 5 });
    await expect(strict.read(await issuer.sign({ exp: now - 20 }))).rejects.toThrow(/expired/);
  });

  it('without a signature, or with one by a public key taken for a secret, are refused', async () => {
    const tokens = await open();
    const claims = { ...GOOD_CLAIMS, exp: now + 300 };
    for (const alg of ['none', 'None', 'NONE']) {
      const unsigned = `${part({ alg, kid: 'RS256' })}.${part(claims)}.`;
      await expect(tokens.read(unsigned)).rejects.toMatchObject({ code: 'CALLER_UNKNOWN' });
    }
    const spki = await exportSPKI(issuer.keys.RS256?.publicKey as CryptoKey);
    for (const secret of [
      spki,
      spki.trim(),
      JSON.stringify(await exportJWK(issuer.keys.RS256?.publicKey as CryptoKey)),
    ]) {
      const head = `${part({ alg: 'HS256', kid: 'RS256' })}.${part(claims)}`;
      const confused = `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
      await expect(tokens.read(confused)).rejects.toThrow(/allowed algorithm/);
    }
  });

  it('whose bytes were changed, or that name the key of another, are refused', async () => {
    const tokens = await open();
    const [head, , signature] = (await issuer.sign()).split('.');
    const forged = `${head}.${part({ ...GOOD_CLAIMS, roles: ['admin'], exp: now + 300 })}.${signature}`;
    await expect(tokens.read(forged)).rejects.toThrow(/true signature/);
    await expect(tokens.read(await issuer.sign({}, { alg: 'ES256', kid: 'RS256' }))).rejects.toThrow(
      /key of its issuer/,
    );
    await expect(tokens.read(await issuer.sign({}, { alg: 'ES256', kid: 'nobody' }))).rejects.toThrow(
      /key of its issuer/,
    );
    const own = `${part({ alg: 'ES256', jwk: await exportJWK(issuer.keys.ES256?.publicKey as CryptoKey) })}.${part(GOOD_CLAIMS)}.AA`;
    await expect(tokens.read(own)).rejects.toMatchObject({ code: 'CALLER_UNKNOWN' });
  });

  it('are of the algorithms that settings allow', async () => {
    const tokens = await open({ algorithms: ['ES256'] });
    await expect(tokens.read(await issuer.sign())).resolves.toBeDefined();
    await expect(tokens.read(await issuer.sign({}, { alg: 'RS256' }))).rejects.toThrow(/allowed algorithm/);
  });

  it.each(['', '.', '..', 'a.b', 'a.b.c', 'e30.e30.', `${'x'.repeat(9000)}.e30.AA`, '\u0000.\u0000.\u0000'])(
    '%j is none',
    async (text) => {
      const tokens = await open();
      await expect(tokens.read(text)).rejects.toMatchObject({ code: 'CALLER_UNKNOWN' });
    },
  );

  it('are told from keys by their form', async () => {
    expect(looksLikeToken(await issuer.sign())).toBe(true);
    for (const key of ['0123456789abcdef', 'a.b', 'a.b.c.d', 'a b.c.d']) expect(looksLikeToken(key)).toBe(false);
  });
});

describe('the role of a token', () => {
  it.each<[string, JWTPayload, Partial<TokenSettings>, string]>([
    ['is the highest of its claim', { roles: ['predict', 'admin', 'other'] }, {}, 'admin'],
    ['may be a text with spaces', { scope: 'openid operate' }, { roleClaim: 'scope' }, 'operate'],
    ['may stand deeper', { realm_access: { roles: ['operate'] } }, { roleClaim: 'realm_access.roles' }, 'operate'],
    [
      'may have a name with dots',
      { 'https://a.example/roles': ['admin'] },
      { roleClaim: 'https://a.example/roles' },
      'admin',
    ],
    ['may have another name', { roles: ['scorers'] }, { roles: { predict: ['scorers'] } }, 'predict'],
    ['may be given to all', { roles: [] }, { defaultRole: 'predict' }, 'predict'],
  ])('%s', async (_, claims, settings, role) => {
    const tokens = await open(settings);
    expect((await tokens.read(await issuer.sign(claims))).caller.role).toBe(role);
  });

  it.each<[string, JWTPayload, Partial<TokenSettings>]>([
    ['none', { roles: [] }, {}],
    ['another text', { roles: ['Admin', 'administrators'] }, {}],
    ['a name that is mapped', { roles: ['predict'] }, { roles: { predict: ['scorers'] } }],
    ['no list', { roles: { admin: true } }, {}],
    ['something of every object', { roles: [] }, { roleClaim: 'constructor.name' }],
  ])('is refused where it has %s', async (_, claims, settings) => {
    const tokens = await open(settings);
    await expect(tokens.read(await issuer.sign(claims))).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });
});

describe('the keys of an issuer', () => {
  it('are fetched once for many tokens, and not again for unknown ones', async () => {
    const tokens = await open();
    const before = issuer.asked();
    for (let k = 0; k < 5; k++) await tokens.read(await issuer.sign({ sub: `user${k}` }));
    for (let k = 0; k < 5; k++) await expect(tokens.read(await issuer.sign({}, { kid: `no${k}` }))).rejects.toThrow();
    expect(issuer.asked() - before).toBe(1);
  });

  it.each<[string, () => void]>([
    ['it has failed', () => issuer.answer(500)],
    ['it leads elsewhere', () => issuer.answer(302, '', { location: 'http://127.0.0.1/' })],
    ['it sends something else', () => issuer.answer(200, '<html>')],
    ['it sends no keys', () => issuer.answer(200, '{"keys": 3}')],
    ['it sends without end', () => issuer.answer(200, ' '.repeat(2 ** 21))],
  ])('cannot be had where %s, and the server is asked once in a while', async (_, fail) => {
    const other = await startIssuer();
    const own = issuer;
    issuer = other;
    try {
      fail();
      const tokens = await open();
      expect(await tokens.load()).toMatchObject([{ code: 'KEYS_UNAVAILABLE' }]);
      for (let k = 0; k < 3; k++) {
        await expect(tokens.read(await issuer.sign())).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' });
      }
      expect(other.asked()).toBe(1);
    } finally {
      issuer = own;
      await other.close();
    }
  });

  it.each([
    'http://issuer.example/keys',
    'http://10.0.0.1/keys',
    'http://127.0.0.1.example/keys',
    'https://',
    'http://localhost@issuer.example/',
  ])('are not fetched from %s', async (keys) => {
    await expect(open({ keys })).rejects.toMatchObject({
      code: 'INPUT_FORMAT',
      where: { param: 'security.tokens[0].keys' },
    });
  });

  it('may stand in a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const file = join(folder, 'keys.json');
    const jwk = { ...(await exportJWK(issuer.keys.ES256?.publicKey as CryptoKey)), kid: 'ES256' };
    writeFileSync(file, JSON.stringify({ keys: [jwk] }));
    const tokens = await open({ keys: file });
    expect(await tokens.load()).toEqual([]);
    await expect(tokens.read(await issuer.sign())).resolves.toBeDefined();
    await expect(tokens.read(await issuer.sign({}, { alg: 'RS256' }))).rejects.toThrow(/key of its issuer/);
    for (const text of ['{', '{}', '[]']) {
      writeFileSync(file, text);
      await expect(open({ keys: file })).rejects.toMatchObject({ code: 'INPUT_FORMAT', where: { file } });
    }
    await expect(open({ keys: join(folder, 'none') })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    rmSync(folder, { recursive: true });
  });
});
