import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** Who signs tokens in tests, and publishes the keys at an address. */
export interface Issuer {
  readonly url: string;
  /** How often the keys were asked for. */
  readonly asked: () => number;
  /** The answer from now on: the keys, or what else. */
  answer(status: number, body?: string, headers?: Record<string, string>): void;
  /** A token with these claims in place of good ones; undefined leaves one out. */
  sign(claims?: JWTPayload, header?: { readonly alg?: string; readonly kid?: string }): Promise<string>;
  readonly keys: Readonly<Record<string, { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey }>>;
  close(): Promise<void>;
}

export const GOOD_CLAIMS = { iss: 'https://issuer.example', aud: 'tinderbox', sub: 'alice', roles: ['predict'] };

export async function startIssuer(): Promise<Issuer> {
  const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
  const pairs = await Promise.all(algorithms.map((alg) => generateKeyPair(alg, { extractable: true })));
  const keys = Object.fromEntries(pairs.map((pair, k) => [algorithms[k] as string, pair]));
  const published = await Promise.all(
    pairs.map(async ({ publicKey }, k) => ({
      ...(await exportJWK(publicKey)),
      kid: algorithms[k],
      alg: algorithms[k],
    })),
  );
  let [status, body, headers] = [200, JSON.stringify({ keys: published }), {} as Record<string, string>];
  let asked = 0;
  const server: Server = createServer((_, response) => {
    asked++;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    asked: () => asked,
    answer: (next, text = body, more = {}) => {
      [status, body, headers] = [next, text, more];
    },
    sign: (claims = {}, { alg = 'ES256', kid = alg } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const payload = { ...GOOD_CLAIMS, iat: now, exp: now + 300, ...claims };
      const given = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
      return new SignJWT(given)
        .setProtectedHeader({ alg, kid })
        .sign((keys[alg] ?? keys.ES256)?.privateKey as CryptoKey);
    },
    keys,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
