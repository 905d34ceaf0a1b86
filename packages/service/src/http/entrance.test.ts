import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ScoringError } from '@tinderbox/scoring';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuditEvent, Caller, Guard } from '../app/access.ts';
import type { HttpServerOptions } from './http-server.ts';
import type { HttpResponse, Route } from './route.ts';
import { sendRaw, startTestServer, type TestServer } from './testdata/test-server.ts';

let running: TestServer | undefined;
afterEach(async () => {
  await running?.server.stop(0);
  running = undefined;
});

const json = (value: unknown): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/live',
    protocol: 'test',
    access: 'public',
    handle: ({ caller }) => json(caller ?? 'nobody'),
  },
  {
    method: 'POST',
    path: '/predict',
    protocol: 'test',
    handle: ({ caller, body }) => json({ caller, bytes: body.length }),
  },
  { method: 'GET', path: '/numbers', protocol: 'test', access: 'operate', handle: () => json(1) },
  {
    method: 'DELETE',
    path: '/models/:name',
    protocol: 'test',
    access: 'admin',
    changes: 'model.unload',
    handle: () => json(1),
  },
  { method: 'POST', path: '/jobs', protocol: 'test', changes: 'job.submit', handle: () => json(1) },
];

/** Knows `web` and `root` by keys of these names; `later` is told in a while. */
const guard: Guard = {
  admit({ apiKey, authorization }, { role }): Caller | Promise<Caller> {
    const shown = apiKey ?? authorization?.replace('Bearer ', '');
    if (shown === 'web' && role === 'predict') return { name: 'key:web', role: 'predict' };
    if (shown === 'root') return { name: 'key:root', role: 'admin' };
    if (shown === 'later') return Promise.resolve({ name: 'key:later', role: 'predict' });
    if (shown === 'never') return Promise.reject(new ScoringError('CALLER_UNKNOWN', 'expected another'));
    if (shown === 'busy') throw new ScoringError('OVERLOADED', 'expected less');
    throw new ScoringError(shown === 'web' ? 'ACCESS_DENIED' : 'CALLER_UNKNOWN', 'expected another');
  },
};

async function start(options: Partial<HttpServerOptions> = {}): Promise<string> {
  running = await startTestServer(ROUTES, options);
  return running.url;
}

const ask = (url: string, method: string, headers: Record<string, string> = {}, body?: string) =>
  fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });

describe('a guarded server', () => {
  it.each<[string, string, Record<string, string>, number]>([
    ['GET', '/live', {}, 200],
    ['HEAD', '/live', {}, 200],
    ['POST', '/predict', {}, 401],
    ['POST', '/predict', { 'x-api-key': 'web' }, 200],
    ['POST', '/predict', { authorization: 'Bearer web' }, 200],
    ['POST', '/predict', { 'x-api-key': 'later' }, 200],
    ['POST', '/predict', { 'x-api-key': 'never' }, 401],
    ['POST', '/predict', { 'x-api-key': 'busy' }, 429],
    ['GET', '/numbers', { 'x-api-key': 'web' }, 403],
    ['HEAD', '/numbers', { 'x-api-key': 'web' }, 403],
    ['GET', '/numbers', { 'x-api-key': 'root' }, 200],
    ['DELETE', '/models/a', { 'x-api-key': 'web' }, 403],
    ['DELETE', '/models/a', { 'x-api-key': 'root' }, 200],
    ['GET', '/nowhere', {}, 401],
    ['GET', '/nowhere', { 'x-api-key': 'web' }, 404],
    ['PUT', '/live', {}, 401],
    ['OPTIONS', '/predict', {}, 401],
    ['PUT', '/live', { 'x-api-key': 'web' }, 405],
  ])('answers %s %s with %j by %i', async (method, path, headers, status) => {
    const url = await start({ guard });
    const response = await ask(url + path, method, headers);
    expect(response.status).toBe(status);
    const challenge =
      headers['x-api-key'] === undefined
        ? 'Bearer realm="tinderbox"'
        : 'Bearer realm="tinderbox", error="invalid_token"';
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? challenge : null);
  });

  it('hands the caller to routes and to the log', async () => {
    const url = await start({ guard });
    const response = await ask(`${url}/predict`, 'POST', { 'x-api-key': 'later' }, '12345');
    expect(await response.json()).toEqual({ caller: { name: 'key:later', role: 'predict' }, bytes: 5 });
    expect(await (await ask(`${url}/live`, 'GET', { 'x-api-key': 'web' })).json()).toBe('nobody');
    expect(running?.log()).toMatchObject([{ caller: 'key:later' }, { message: 'request' }]);
    expect(JSON.stringify(running?.log())).not.toContain('x-api-key');
  });

  it('loses nothing of a body that comes while it looks at who calls', async () => {
    const url = await start({
      guard: { admit: () => sleep(50, { name: 'key:slow', role: 'predict' }) },
      maxBodyBytes: 1e7,
    });
    for (const bytes of [1, 1000, 100_000, 5_000_000]) {
      const response = await ask(`${url}/predict`, 'POST', {}, 'x'.repeat(bytes));
      expect(await response.json()).toMatchObject({ bytes });
    }
  });

  it('refuses a body before it is sent, and asks for one only of known callers', async () => {
    const url = await start({ guard });
    const head = 'POST /predict HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 900\r\n';
    expect(await sendRaw(url, `${head}\r\n`)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await sendRaw(url, `${head}x-api-key: web\r\n\r\n`)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  });

  it('does not wait for the body of a caller that it does not know', async () => {
    const url = await start({ guard });
    const answer = await sendRaw(url, 'POST /predict HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n\r\nbegin');
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toMatch(/connection: close/i);
  });

  it('says who changed what', async () => {
    const events: AuditEvent[] = [];
    const url = await start({ guard, audit: (event) => events.push(event) });
    await ask(`${url}/models/a%20b`, 'DELETE', { 'x-api-key': 'root', 'x-request-id': '7' });
    await ask(`${url}/models/a`, 'DELETE', { 'x-api-key': 'web' });
    await ask(`${url}/predict`, 'POST', { 'x-api-key': 'web' });
    expect(events).toEqual([
      {
        action: 'model.unload',
        outcome: 'done',
        caller: 'key:root',
        address: '127.0.0.1',
        target: 'a b',
        requestId: '7',
      },
    ]);
  });
});

describe('pages of other origins', () => {
  const preflight = {
    origin: 'https://app.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };
  /** fetch leaves out what only browsers may send. */
  const send = (url: string, method: string, headers: Record<string, string>) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown> }>((resolve, reject) => {
      const request = httpRequest(url, { method, headers }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode, headers: response.headers }));
      });
      request.on('error', reject).end();
    });

  it('get nothing unless they are allowed', async () => {
    const url = await start();
    const answer = await send(`${url}/predict`, 'OPTIONS', preflight);
    expect(answer.status).toBe(405);
    expect((await send(`${url}/predict`, 'POST', { origin: 'https://app.example' })).headers).not.toHaveProperty(
      'access-control-allow-origin',
    );
  });

  it('are told what they may ask, before they show a key', async () => {
    const url = await start({ guard, corsOrigins: ['https://app.example'] });
    const answer = await send(`${url}/predict`, 'OPTIONS', preflight);
    expect(answer).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://app.example',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization',
        vary: 'origin',
      },
    });
    expect((await send(`${url}/predict`, 'OPTIONS', { ...preflight, origin: 'https://app.example.evil' })).status).toBe(
      401,
    );
    expect((await send(`${url}/nowhere`, 'OPTIONS', preflight)).status).toBe(401);
  });

  it('read answers and refusals where they are allowed', async () => {
    const url = await start({ guard, corsOrigins: ['https://app.example'] });
    for (const key of ['web', 'wrong']) {
      const { headers } = await send(`${url}/predict`, 'POST', { origin: 'https://app.example', 'x-api-key': key });
      expect(headers).toMatchObject({ 'access-control-allow-origin': 'https://app.example', vary: 'origin' });
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
    for (const origin of ['null', 'http://app.example', 'https://app.example:8443', 'https://evil.example']) {
      const { headers } = await send(`${url}/predict`, 'POST', { origin, 'x-api-key': 'web' });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers.vary).toBe('origin');
    }
  });

  it('may be those of everyone', async () => {
    const url = await start({ corsOrigins: ['*'] });
    const { headers } = await send(`${url}/predict`, 'POST', { origin: 'null' });
    expect(headers['access-control-allow-origin']).toBe('*');
  });

  it('change nothing by the rights of where a browser is', async () => {
    const url = await start();
    expect((await send(`${url}/jobs`, 'POST', {})).status).toBe(200);
    expect((await send(`${url}/jobs`, 'POST', { origin: url })).status).toBe(200);
    for (const origin of ['https://evil.example', 'null', `${url}0`]) {
      expect((await send(`${url}/jobs`, 'POST', { origin })).status).toBe(403);
      expect((await send(`${url}/predict`, 'POST', { origin })).status).toBe(200);
    }
  });

  it('change what those may who hold a key', async () => {
    const url = await start({ guard });
    expect((await send(`${url}/jobs`, 'POST', { origin: 'https://app.example', 'x-api-key': 'web' })).status).toBe(200);
  });
});

describe('every answer', () => {
  it('has the headers that keep browsers from mistakes', async () => {
    const url = await start();
    for (const [method, path] of [
      ['GET', '/live'],
      ['POST', '/predict'],
      ['GET', '/nowhere'],
    ] as const) {
      const { headers } = await ask(url + path, method);
      expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'no-store']);
      expect(headers.has('strict-transport-security')).toBe(false);
      expect(headers.get('referrer-policy')).toBe(method === 'GET' ? 'no-referrer' : null);
    }
  });
});
