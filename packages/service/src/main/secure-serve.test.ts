import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { type ChannelCredentials, Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServeRequest } from '../app/serve.ts';
import { certificatePath, pairOf, readCertificate } from '../security/testdata/certificates.ts';
import { GOOD_CLAIMS, type Issuer, startIssuer } from '../security/testdata/issuer.ts';
import { askOverTls, type SecureServer, startSecureServer } from './testdata/secure-server.ts';

let folder: string;
const open: { close(): unknown }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secure-'));
});
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
  rmSync(folder, { recursive: true });
});

async function start(...args: Parameters<typeof startSecureServer>): Promise<SecureServer> {
  const server = await startSecureServer(...args);
  open.push({ close: () => server.stop() });
  return server;
}

const hashOf = (key: string) => `sha256:${createHash('sha256').update(key).digest('hex')}`;
const KEYS: Partial<ServeRequest> = {
  apiKeys: [
    { name: 'web', role: 'predict', hash: hashOf('the key of web') },
    { name: 'app', role: 'predict', environment: 'APP_KEY' },
    { name: 'ops', role: 'operate', hash: hashOf('the key of ops') },
  ],
};
const TLS = { tlsCertificate: certificatePath('server.crt'), tlsKey: certificatePath('server.key') };
const MUTUAL = { ...TLS, tlsClientAuthority: certificatePath('authority.crt') };
const ca = readCertificate('authority.crt');
const ROW = readFileSync('corpus/org.apache.spark.ml.PipelineModel/houses-linear-3.5.9/input.jsonl', 'utf8').split(
  '\n',
)[0];
const predict = (key: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-api-key': key },
  body: ROW ?? '',
});

const same = (bytes: Buffer) => bytes;
const INFERENCE = '/inference.GRPCInferenceService';

/** The bytes of the answer in hexadecimal, or the number of the status. */
function call(
  server: SecureServer,
  path: string,
  headers: Record<string, string>,
  channel: ChannelCredentials,
  bytes = '',
): Promise<string | number> {
  const client = new Client(server.grpc, channel);
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const deadline = { deadline: Date.now() + 5000 };
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      path,
      same,
      same,
      Buffer.from(bytes, 'hex'),
      metadata,
      deadline,
      (error: ServiceError | null, answer?: Buffer) => {
        client.close();
        resolve(error?.code ?? (answer as Buffer).toString('hex'));
      },
    );
  });
}

describe('keys', () => {
  it('open both protocols, each role what it may', async () => {
    const server = await start({ ...KEYS }, { APP_KEY: 'the key of the app' });
    const status = async (path: string, init: RequestInit) => (await fetch(server.url + path, init)).status;
    const path = '/v1/models/houses/predict';
    expect(await status(path, { method: 'POST', body: ROW ?? '' })).toBe(401);
    for (const key of ['the key of web', 'the key of the app', 'the key of ops'])
      expect(await status(path, predict(key))).toBe(200);
    expect(await status('/metrics', { headers: { 'x-api-key': 'the key of web' } })).toBe(403);
    expect(await status('/metrics', { headers: { authorization: 'Bearer the key of ops' } })).toBe(200);
    for (const health of ['/livez', '/readyz', '/ping', '/health', '/v2/health/live', '/v2/health/ready', '/']) {
      expect(await status(health, {})).toBe(200);
    }
    for (const closed of ['/v1/models', '/docs', '/openapi.json', '/v2', '/version', '/metrics', '/nowhere']) {
      expect(await status(closed, {})).toBe(401);
    }
    const openapi = await fetch(`${server.url}/openapi.json`, { headers: { 'x-api-key': 'the key of web' } });
    expect(await openapi.json()).toMatchObject({ security: [{ bearer: [] }, { apiKey: [] }] });
    const plain = credentials.createInsecure();
    const web = { 'x-api-key': 'the key of web' };
    expect(await call(server, `${INFERENCE}/ServerMetadata`, {}, plain)).toBe(16);
    expect(await call(server, `${INFERENCE}/ServerMetadata`, { authorization: 'Bearer nothing' }, plain)).toBe(16);
    expect(await call(server, `${INFERENCE}/ServerMetadata`, web, plain)).toMatch(/^0a0974696e646572626f78/);
    expect(await call(server, `${INFERENCE}/ServerReady`, {}, plain)).toBe('0801');
    expect(await call(server, '/inference.GRPCInferenceService/RepositoryModelLoad', web, plain)).toBe(7);
    expect(await status('/v1/models/houses/unload', predict('the key of ops'))).toBe(403);
    expect(await call(server, '/grpc.health.v1.Health/Check', {}, plain)).toBe('0801');
    const denied = server.log().filter(({ action }) => action === 'access');
    expect(denied.length).toBe(13);
    expect(denied[0]).toMatchObject({
      action: 'access',
      outcome: 'denied',
      target: '/v1/models/:model/predict',
      address: '127.0.0.1',
    });
    expect(denied.at(-1)).toMatchObject({
      caller: 'key:ops',
      target: '/v1/models/:model/unload',
      code: 'ACCESS_DENIED',
    });
    expect(JSON.stringify(server.log())).not.toMatch(/the key of/);
  });

  it('may stand in a file that changes', async () => {
    const file = join(folder, 'keys.txt');
    writeFileSync(file, `web predict ${hashOf('the first key of web')}\n`);
    const server = await start({ apiKeyFile: file });
    const ask = async (key: string) =>
      (await fetch(`${server.url}/v1/models`, { headers: { 'x-api-key': key } })).status;
    expect([await ask('the first key of web'), await ask('the second key of web')]).toEqual([200, 401]);
    writeFileSync(file, `web predict ${hashOf('the second key of web')}\n`);
    await expect.poll(() => ask('the second key of web'), { timeout: 20_000 }).toBe(200);
    expect(await ask('the first key of web')).toBe(401);
    writeFileSync(file, 'nonsense\n');
    await expect.poll(() => server.log().at(-1)?.message, { timeout: 20_000 }).toBe('keys not read again');
    expect(await ask('the second key of web')).toBe(200);
  }, 60_000);

  it('keep the jobs of callers apart', async () => {
    const server = await start({ ...KEYS, jobs: join(folder, 'jobs') }, { APP_KEY: 'the key of the app' });
    const ask = (path: string, key: string, init: RequestInit = {}) =>
      fetch(server.url + path, {
        ...init,
        headers: { 'content-type': 'application/json', 'x-api-key': key, ...init.headers },
      });
    const submit = async (key: string) => {
      const body = `{"model": "houses", "records": [${ROW}]}`;
      const answer = await ask('/v1/jobs', key, { method: 'POST', body, headers: { 'idempotency-key': '1' } });
      expect(answer.status).toBe(202);
      return (await answer.json()).token as string;
    };
    const [web, app] = [await submit('the key of web'), await submit('the key of the app')];
    expect(app).not.toBe(web);
    expect(await submit('the key of web')).toBe(web);
    await expect
      .poll(async () => (await (await ask(`/v1/jobs/${web}`, 'the key of web')).json()).state, { timeout: 20_000 })
      .toBe('FINISHED');
    for (const path of [`/v1/jobs/${web}`, `/v1/jobs/${web}/result`, `/v1/jobs/${web}/events`]) {
      expect((await ask(path, 'the key of the app')).status).toBe(404);
      expect((await ask(path, 'the key of web')).status).toBe(200);
      expect((await ask(path, 'the key of ops')).status).toBe(200);
    }
    expect((await ask(`/v1/jobs/${web}`, 'the key of the app', { method: 'DELETE' })).status).toBe(404);
    expect((await ask(`/v1/jobs/${web}`, 'the key of web', { method: 'DELETE' })).status).toBe(200);
    const cancel = server.log().filter(({ action }) => action === 'job.cancel');
    expect(cancel).toMatchObject([
      { outcome: 'failed', caller: 'key:app' },
      { outcome: 'done', caller: 'key:web', target: web },
    ]);
    const later = await ask('/v1/models/houses/predict', 'the key of web', {
      method: 'POST',
      body: ROW ?? '',
      headers: { prefer: 'respond-async, wait=5' },
    });
    expect(later.status).toBe(200);
  }, 60_000);
});

describe('tokens', () => {
  let issuer: Issuer;
  beforeEach(async () => {
    issuer = await startIssuer();
    open.push(issuer);
  });

  it('open both protocols', async () => {
    const tokens = [{ issuer: GOOD_CLAIMS.iss, audiences: ['tinderbox'], keys: issuer.url }];
    const server = await start({ ...KEYS, tokens }, { APP_KEY: 'the key of the app' });
    const header = async (claims = {}) => ({ authorization: `Bearer ${await issuer.sign(claims)}` });
    const ask = async (path: string, headers: Record<string, string>) =>
      (await fetch(server.url + path, { headers })).status;
    expect(await ask('/v1/models', await header())).toBe(200);
    expect(await ask('/metrics', await header())).toBe(403);
    expect(await ask('/metrics', await header({ roles: ['admin'] }))).toBe(200);
    expect(await ask('/v1/models', await header({ roles: [] }))).toBe(403);
    expect(await ask('/v1/models', await header({ exp: 1 }))).toBe(401);
    expect(await ask('/v1/models', { 'x-api-key': 'the key of web' })).toBe(200);
    const plain = credentials.createInsecure();
    expect(await call(server, `${INFERENCE}/ServerMetadata`, await header(), plain)).toMatch(/^0a09/);
    expect(await call(server, `${INFERENCE}/ServerMetadata`, await header({ aud: 'other' }), plain)).toBe(16);
    expect(await call(server, `${INFERENCE}/ServerMetadata`, await header({ roles: [] }), plain)).toBe(7);
  });

  it('whose keys cannot be had are refused for the time being', async () => {
    issuer.answer(503);
    const tokens = [{ issuer: GOOD_CLAIMS.iss, audiences: ['tinderbox'], keys: issuer.url }];
    const server = await start({ tokens });
    expect(server.log()[0]).toMatchObject({ level: 'warn', message: 'keys of tokens not fetched' });
    const answer = await fetch(`${server.url}/v1/models`, {
      headers: { authorization: `Bearer ${await issuer.sign()}` },
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  });
});

describe('TLS', () => {
  it('carries both protocols, from version 1.2 on', async () => {
    const server = await start(TLS);
    expect(server.url).toMatch(/^https:/);
    const answer = await askOverTls(`${server.url}/v1/models/houses/predict`, { ca, ...predict('') });
    expect(answer).toMatchObject({ status: 200, headers: { 'strict-transport-security': 'max-age=31536000' } });
    expect(JSON.parse(answer.body)).toHaveProperty('estimate');
    const channel = credentials.createSsl(Buffer.from(ca));
    expect(await call(server, `${INFERENCE}/ServerReady`, {}, channel)).toBe('0801');
    await expect(askOverTls(server.url, { ca, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).rejects.toThrow();
    await expect(askOverTls(server.url)).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    await expect(fetch(server.url.replace('https', 'http'))).rejects.toThrow();
    expect(await call(server, `${INFERENCE}/ServerReady`, {}, credentials.createInsecure())).toBe(14);
  });

  it('takes changed certificates without a stop, and loses no open connection', async () => {
    const tls = { tlsCertificate: join(folder, 'tls.crt'), tlsKey: join(folder, 'tls.key') };
    const put = (name: string) => {
      copyFileSync(certificatePath(`${name}.crt`), tls.tlsCertificate);
      copyFileSync(certificatePath(`${name}.key`), tls.tlsKey);
    };
    put('server');
    const server = await start({ ...tls, logLevel: 'info' });
    const { port } = new URL(server.url);
    const nameOf = (port: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connectTls(
          { host: 'localhost', port: Number(port), ca, ALPNProtocols: ['h2', 'http/1.1'] },
          () => {
            const { subject } = socket.getPeerCertificate();
            socket.destroy();
            resolve(String(subject.CN));
          },
        );
        socket.on('error', reject);
      });
    const ports = [port, server.grpc.split(':')[1] as string];
    const kept = connectTls({ host: 'localhost', port: Number(port), ca });
    const askKept = () =>
      new Promise<string>((resolve, reject) => {
        kept.once('data', (chunk) => resolve(chunk.toString())).once('close', () => reject(new Error('closed')));
        kept.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
      });
    expect(await askKept()).toMatch(/^HTTP\/1\.1 200 /);
    expect(await Promise.all(ports.map(nameOf))).toEqual(['server', 'server']);
    put('server-next');
    await expect
      .poll(() => Promise.all(ports.map(nameOf)), { timeout: 20_000, interval: 200 })
      .toEqual(['server-next', 'server-next']);
    expect(await askKept()).toMatch(/^HTTP\/1\.1 200 /);
    kept.destroy();
    writeFileSync(tls.tlsKey, 'nonsense');
    await expect.poll(() => server.log().at(-1)?.message, { timeout: 20_000 }).toBe('certificates not read again');
    expect(await nameOf(port)).toBe('server-next');
  }, 60_000);

  it('ends with the server, whoever is in the middle of a handshake', async () => {
    const server = await startSecureServer({ ...TLS, graceMilliseconds: 300, grpcPort: undefined });
    const { connect } = await import('node:net');
    const silent = connect(Number(new URL(server.url).port), '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));
    const begun = performance.now();
    await server.stop();
    expect(performance.now() - begun).toBeLessThan(3000);
    silent.destroy();
  }, 60_000);
});

describe('client certificates', () => {
  const grpcWith = (name?: string) => {
    const pair = name === undefined ? undefined : pairOf(name);
    return pair === undefined
      ? credentials.createSsl(Buffer.from(ca))
      : credentials.createSsl(Buffer.from(ca), Buffer.from(pair.key), Buffer.from(pair.cert));
  };

  it('are demanded, and stand for their callers', async () => {
    const certificates = [
      { name: 'URI:spiffe://example/web', role: 'predict' as const },
      { name: 'CN=ops', role: 'operate' as const },
    ];
    const server = await start({ ...MUTUAL, certificates });
    const status = async (path: string, name: string) =>
      (await askOverTls(server.url + path, { ca, ...pairOf(name) })).status;
    expect([await status('/v1/models', 'web'), await status('/metrics', 'web')]).toEqual([200, 403]);
    expect([await status('/v1/models', 'ops'), await status('/metrics', 'ops')]).toEqual([200, 200]);
    await expect(askOverTls(`${server.url}/livez`, { ca })).rejects.toThrow();
    await expect(askOverTls(`${server.url}/livez`, { ca, ...pairOf('intruder') })).rejects.toThrow();
    expect(await call(server, `${INFERENCE}/ServerMetadata`, {}, grpcWith('web'))).toMatch(/^0a09/);
    expect(await call(server, `${INFERENCE}/ServerReady`, {}, grpcWith())).toBe(14);
    expect(await call(server, `${INFERENCE}/ServerReady`, {}, grpcWith('intruder'))).toBe(14);
    const denied = server.log().filter(({ action }) => action === 'access');
    expect(denied).toMatchObject([{ caller: 'URI:spiffe://example/web', code: 'ACCESS_DENIED' }]);
  });

  it('may be left out where others show keys; those of strangers are worth nothing', async () => {
    const tls = { ...MUTUAL, tlsClientCertificates: 'optional' as const };
    const certificates = [{ name: '*', role: 'predict' as const }];
    const server = await start({ ...tls, ...KEYS, certificates }, { APP_KEY: 'the key of the app' });
    const ask = async (path: string, more: object) => (await askOverTls(server.url + path, { ca, ...more })).status;
    expect(await ask('/livez', {})).toBe(200);
    expect(await ask('/v1/models', {})).toBe(401);
    expect(await ask('/v1/models', { headers: { 'x-api-key': 'the key of web' } })).toBe(200);
    expect(await ask('/v1/models', pairOf('ops'))).toBe(200);
    expect(await ask('/v1/models', pairOf('intruder'))).toBe(401);
    expect(await call(server, `${INFERENCE}/ServerReady`, {}, grpcWith())).toBe('0801');
    expect(await call(server, `${INFERENCE}/ServerMetadata`, {}, grpcWith())).toBe(16);
    expect(await call(server, `${INFERENCE}/ServerMetadata`, {}, grpcWith('ops'))).toMatch(/^0a09/);
    expect(await call(server, `${INFERENCE}/ServerMetadata`, {}, grpcWith('intruder'))).toBe(16);
  });

  it('may operate a server that asks for nothing else', async () => {
    const server = await start(MUTUAL);
    expect((await askOverTls(`${server.url}/metrics`, { ca, ...pairOf('web') })).status).toBe(200);
  });
});

describe('a server without security', () => {
  it.each<[string, boolean]>([
    ['127.0.0.1', false],
    ['localhost', false],
    ['0.0.0.0', true],
  ])('at %s warns: %s', async (host, warns) => {
    const server = await start({ host, grpcPort: undefined });
    const found = server
      .log()
      .filter(({ message }) => message === 'anyone who reaches this address may ask this server');
    expect(found.length).toBe(warns ? 1 : 0);
    if (warns) expect(found).toMatchObject([{ level: 'warn', host }]);
  });

  it('at all addresses does not warn where it asks for keys', async () => {
    const server = await start({ host: '0.0.0.0', grpcPort: undefined, ...KEYS }, { APP_KEY: 'the key of the app' });
    expect(server.log()).toMatchObject([{ audit: true, action: 'model.loaded', target: 'houses/1' }]);
  });
});

it('does not start with what cannot be', async () => {
  await expect(startSecureServer({ ...KEYS })).rejects.toThrow(/security\.apiKeys\[1\]: expected the variable APP_KEY/);
  const certificates = [{ name: '*', role: 'admin' as const }];
  await expect(startSecureServer({ certificates })).rejects.toThrow(/tls\.clientAuthority/);
  await expect(startSecureServer({ ...TLS, tlsKey: '/nowhere' })).rejects.toThrow(/nowhere/);
});
