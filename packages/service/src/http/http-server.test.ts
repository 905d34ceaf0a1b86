import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { ScoringError } from '@tinderbox/scoring';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpServerOptions, OPERATIONS } from './http-server.ts';
import type { HttpRequest, HttpResponse, Route } from './route.ts';
import { sendRaw, startTestServer, type TestServer } from './testdata/test-server.ts';

let running: TestServer | undefined;

afterEach(async () => {
  await running?.server.stop(0);
  running = undefined;
});

const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
  method,
  path,
  protocol: 'test',
  handle,
});
const json = (value: unknown, status = 200): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const echo = route('POST', '/echo', ({ body }) => json({ length: body.length, text: body.toString().slice(0, 100) }));

async function start(routes: readonly Route[], options: Partial<HttpServerOptions> = {}): Promise<string> {
  running = await startTestServer(routes, options);
  return running.url;
}

const post = (url: string, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers });

/** A route that waits to be let go, and how many it holds. */
function gated(): { readonly route: Route; open(): void; readonly held: HttpRequest[] } {
  const held: HttpRequest[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const handle = async (request: HttpRequest) => {
    held.push(request);
    await gate;
    return json('done');
  };
  return { route: route('POST', '/wait', handle), open: () => open(), held };
}

describe('addresses', () => {
  it('are found by method, path and pattern, decoded', async () => {
    const url = await start([
      route('GET', '/v1/models/:model', ({ parameters, query }) => json({ ...parameters, q: query.get('q') })),
      route('GET', '/v1/models/special', () => json('special')),
    ]);
    for (let k = 0; k < 2; k++) {
      expect(await (await fetch(`${url}/v1/models/a%20b?q=%C3%A9&q=2`)).json()).toEqual({ model: 'a b', q: 'é' });
      expect(await (await fetch(`${url}/v1/models/special`)).json()).toBe('special');
    }
  });

  it('that are unknown name what there is, also where they are not well encoded', async () => {
    const url = await start([echo, route('GET', '/a/:b', () => json(1))]);
    for (const path of ['/nothing', '/a', '/a/', '/a/b/c', '/a/%E0%A4%A', '//']) {
      const response = await fetch(url + path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({
        error: { code: 'ADDRESS_NOT_FOUND', message: expect.stringContaining('have: /echo, /a/:b') },
      });
    }
  });

  it('tell which methods they take', async () => {
    const url = await start([echo, route('GET', '/get', () => json('x'))]);
    const response = await fetch(`${url}/get`, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await fetch(`${url}/echo`)).headers.get('allow')).toBe('POST');
  });

  it('answer HEAD as GET without a body', async () => {
    const url = await start([route('GET', '/get', () => json('x'))]);
    const response = await fetch(`${url}/get`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '3', '']);
  });
});

describe('answers', () => {
  it('carry an id and what keeps browsers from harm', async () => {
    const url = await start([echo]);
    const one = await post(`${url}/echo`, 'x');
    const two = await post(`${url}/echo`, 'x', { 'x-request-id': 'mine-1' });
    expect(one.headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}-\w+$/);
    expect(two.headers.get('x-request-id')).toBe('mine-1');
    expect(one.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${url}/get`)).headers.get('cache-control')).toBe('no-store');
  });

  it('may come in pieces, as fast as they are read', async () => {
    let made = 0;
    async function* pieces() {
      for (; made < 500; made++) yield 'x'.repeat(65_536);
    }
    const url = await start([route('GET', '/pieces', () => ({ status: 200, body: pieces() }))]);
    const { body } = await fetch(`${url}/pieces`);
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await sleep(100);
    expect(made).toBeLessThan(300);
    let bytes = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) bytes += next.value.length;
    expect(made).toBe(500);
    expect(bytes).toBeLessThanOrEqual(500 * 65_536);
  });

  it('are failures by kind, in the form of the dialect, and tell nothing of bugs', async () => {
    const fail = (error: Error) => () => {
      throw error;
    };
    const url = await start([
      route('GET', '/input', fail(new ScoringError('INPUT_VALUE', 'expected INT', { column: 'a', row: 2 }))),
      route('GET', '/model', fail(new ScoringError('MODEL_NOT_FOUND', 'expected another'))),
      route('GET', '/bug', async () => fail(new TypeError('secret of the code'))()),
      {
        ...route('GET', '/own', fail(new ScoringError('INPUT_VALUE', 'x'))),
        fail: ({ message }) => ({ oops: message }),
      },
    ]);
    const read = async (path: string) => {
      const response = await fetch(url + path);
      return [response.status, await response.json()];
    };
    expect(await read('/input')).toEqual([
      400,
      { error: { code: 'INPUT_VALUE', message: 'column "a", row 2: expected INT', column: 'a', row: 2 } },
    ]);
    expect(await read('/model')).toMatchObject([404, { error: { code: 'MODEL_NOT_FOUND' } }]);
    const bug = await read('/bug');
    expect(bug).toMatchObject([500, { error: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(bug)).not.toContain('secret');
    expect(await read('/own')).toEqual([400, { oops: 'x' }]);
    expect(running?.log()).toContainEqual(
      expect.objectContaining({ level: 'error', stack: expect.stringContaining('secret of the code') }),
    );
  });
});

describe('bodies', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('are inflated from %s', async (encoding, compress) => {
    const url = await start([echo]);
    const response = await post(`${url}/echo`, compress('x'.repeat(900)), { 'content-encoding': encoding });
    expect(await response.json()).toMatchObject({ length: 900 });
  });

  it('are limited as they are sent, and as they are inflated', async () => {
    const url = await start([echo]);
    expect((await post(`${url}/echo`, 'x'.repeat(1000))).status).toBe(200);
    expect((await post(`${url}/echo`, 'x'.repeat(1001))).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(900_000));
    expect(bomb.length).toBeLessThan(1000);
    expect((await post(`${url}/echo`, bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
    expect((await post(`${url}/echo`, 'x'.repeat(3_000_000)).catch(() => ({ status: 413 }))).status).toBe(413);
  });

  it('are refused where they are damaged or packed otherwise', async () => {
    const url = await start([echo]);
    expect((await post(`${url}/echo`, 'no gzip', { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await post(`${url}/echo`, 'x', { 'content-encoding': 'compress' })).status).toBe(415);
  });

  it('are not asked for where they would be too large', async () => {
    const url = await start([echo]);
    const head = 'POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ';
    expect(await sendRaw(url, `${head}5000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(await sendRaw(url, `${head}5\r\n\r\n`)).toMatch(/^HTTP\/1\.1 100 Continue/);
  });

  it('that end before their length let the server go on', async () => {
    const url = await start([echo]);
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nhalf');
    await sleep(50);
    expect(running?.metrics.inFlight).toBe(1);
    socket.destroy();
    await expect.poll(() => running?.metrics.inFlight).toBe(0);
    expect((await post(`${url}/echo`, 'x')).status).toBe(200);
  });
});

describe('what is no request', () => {
  it.each([
    ['other text', 'hello\r\n\r\n', 400],
    ['an unknown version', 'GET / HTTP/9.9\r\n\r\n', 400],
    ['two lengths', 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx', 400],
    [
      'length and chunks',
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx',
      400,
    ],
    ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ])('is refused: %s', async (_, bytes, status) => {
    const url = await start([echo]);
    expect(await sendRaw(url, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await post(`${url}/echo`, 'x')).status).toBe(200);
  });

  it('is counted, and logged of a flood only in part', async () => {
    const url = await start([echo]);
    for (let k = 0; k < 14; k++) await sendRaw(url, 'hello secret\r\n\r\n');
    await sendRaw(url, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    const text = (await running?.metrics.metrics.text()) ?? '';
    expect(text).toContain('tinderbox_connections_refused_total{status="400"} 14\n');
    expect(text).toContain('tinderbox_connections_refused_total{status="431"} 1\n');
    const lines = running?.log() ?? [];
    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatchObject({ level: 'warn', message: 'connection refused', status: 400 });
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('may take its time no longer than allowed', async () => {
    const url = await start([echo], { requestTimeoutMilliseconds: 300 });
    const answer = await sendRaw(url, 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Le', 5000);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    const body = await sendRaw(url, 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nslow', 5000);
    expect(body).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('limits', () => {
  it('refuse more requests at once, but for those that ask how the server fares', async () => {
    const gate = gated();
    const live = { ...route('GET', '/livez', () => json('ok')), protocol: OPERATIONS };
    const url = await start([gate.route, live], { maxConcurrency: 3 });
    const begun = [1, 2, 3].map(() => post(`${url}/wait`, 'x'));
    await expect.poll(() => gate.held.length).toBe(3);
    const refused = await post(`${url}/wait`, 'x');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    gate.open();
    for (const response of await Promise.all(begun)) expect(response.status).toBe(200);
    await expect.poll(() => running?.metrics.inFlight).toBe(0);
    expect((await post(`${url}/wait`, 'x')).status).toBe(200);
  });

  it('hold the time that the caller gives, or that the server gives', async () => {
    const gate = gated();
    const url = await start([gate.route, echo], { requestTimeoutMilliseconds: 2000 });
    const startedAt = performance.now();
    for (const headers of [{ 'request-timeout': '0.05' }, { 'x-request-timeout': '50ms' }]) {
      const response = await post(`${url}/wait`, 'x', headers);
      expect(response.status).toBe(504);
      expect(await response.json()).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED' } });
    }
    expect(performance.now() - startedAt).toBeLessThan(1900);
    expect((await post(`${url}/wait`, 'x')).status).toBe(504);
    for (const text of ['soon', '-1', '0', '1e9', '5 minutes']) {
      expect((await post(`${url}/echo`, 'x', { 'request-timeout': text })).status).toBe(400);
    }
    gate.open();
  });

  it('tell the work when the caller has gone, or when the time is over', async () => {
    const reasons: unknown[] = [];
    const handle = ({ signal }: HttpRequest) =>
      new Promise<HttpResponse>((resolve) => {
        signal.addEventListener('abort', () => {
          reasons.push((signal.reason as ScoringError).code);
          resolve(json('late'));
        });
      });
    const url = await start([route('POST', '/work', handle)]);
    const gone = new AbortController();
    const left = fetch(`${url}/work`, { method: 'POST', signal: gone.signal }).catch(() => 'left');
    await sleep(50);
    gone.abort();
    expect(await left).toBe('left');
    await expect.poll(() => reasons).toEqual(['CANCELED']);
    expect((await post(`${url}/work`, 'x', { 'request-timeout': '30ms' })).status).toBe(504);
    expect(reasons).toEqual(['CANCELED', 'DEADLINE_EXCEEDED']);
  });
});

describe('logs and metrics', () => {
  it('tell of each request, never of its body', async () => {
    const url = await start([echo]);
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await post(`${url}/echo`, 'secret body', { 'x-request-id': 'r1', traceparent });
    await fetch(`${url}/nothing`);
    const [first, second] = running?.log() ?? [];
    expect(first).toEqual({
      time: '2026-01-01T00:00:00.000Z',
      level: 'info',
      message: 'request',
      requestId: 'r1',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      protocol: 'test',
      method: 'POST',
      route: '/echo',
      status: 200,
      ms: expect.any(Number),
      bytes: 34,
    });
    expect(second).toMatchObject({ status: 404 });
    const text = (await running?.metrics.metrics.text()) ?? '';
    expect(text).toContain('tinderbox_requests_total{protocol="test",status="200"} 1\n');
    expect(text).toContain('tinderbox_errors_total{protocol="http",code="ADDRESS_NOT_FOUND"} 1\n');
    expect(text).toMatch(/^# TYPE tinderbox_event_loop_delay_seconds gauge$/m);
  });
});

describe('a stop', () => {
  it('answers what has begun, takes nothing new, and ends soon', async () => {
    const gate = gated();
    const url = await start([gate.route, echo]);
    const begun = [1, 2, 3].map(() => post(`${url}/wait`, 'x'));
    await expect.poll(() => gate.held.length).toBe(3);
    const stopped = running?.server.stop(10_000);
    expect(running?.server.accepts()).toBe(false);
    await sleep(300);
    await expect(post(`${url}/echo`, 'x')).rejects.toThrow();
    gate.open();
    for (const response of await Promise.all(begun)) {
      expect(await response.json()).toBe('done');
      expect(response.headers.get('connection')).toBe('keep-alive');
    }
    await stopped;
  });

  it('loses no request of callers that go on, one after the other, over open connections', async () => {
    const url = await start([echo]);
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    let answered = 0;
    let stopped: Promise<void> | undefined;
    const ask = () =>
      new Promise<'close' | 'open'>((resolve, reject) => {
        const request = httpRequest(`${url}/echo`, { method: 'POST', agent }, (response) => {
          response.resume().on('end', () => {
            answered++;
            resolve(response.headers.connection === 'close' ? 'close' : 'open');
          });
        });
        request.on('error', reject).end('x');
      });
    const caller = async () => {
      while ((await ask()) === 'open') if (answered > 200) stopped ??= running?.server.stop(5000);
    };
    await Promise.all([caller(), caller(), caller(), caller()]);
    await stopped;
    agent.destroy();
    expect(answered).toBeGreaterThan(200);
  });

  it('cuts off what does not come to an end', async () => {
    const gate = gated();
    const url = await start([gate.route]);
    const hangs = post(`${url}/wait`, 'x').then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(() => gate.held.length).toBe(1);
    await running?.server.stop(100);
    expect(await hangs).toBe('cut');
    gate.open();
  });
});

it('a port that is taken is told', async () => {
  const url = await start([]);
  await expect(startTestServer([], { port: Number(new URL(url).port) })).rejects.toMatchObject({
    code: 'ADDRESS_UNAVAILABLE',
    kind: 'unavailable',
    message: expect.stringContaining('a port that is in use'),
  });
});
