import { connect } from 'node:net';
import type { Serving } from '../../app/serving.ts';
import { type HttpServerOptions, type RunningServer, startHttpServer } from '../http-server.ts';
import { createLog } from '../log.ts';
import type { Route } from '../route.ts';
import { ServerMetrics } from '../server-metrics.ts';

export interface TestServer {
  readonly server: RunningServer;
  readonly url: string;
  readonly metrics: ServerMetrics;
  /** What was logged, parsed. */
  log(): readonly Record<string, unknown>[];
}

const NO_MODELS: Serving = {
  models: () => [],
  model: () => {
    throw new Error('no models here');
  },
};

/** A server over loopback with small limits. */
export async function startTestServer(
  routes: readonly Route[],
  more: Partial<HttpServerOptions> = {},
): Promise<TestServer> {
  let text = '';
  const log = createLog({
    level: 'debug',
    format: 'json',
    now: () => Date.UTC(2026, 0, 1),
    out: (lines) => {
      text += Buffer.from(lines).toString();
    },
  });
  const metrics = new ServerMetrics(NO_MODELS, () => 0);
  const server = await startHttpServer({
    routes,
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 1000,
    maxConcurrency: 100,
    requestTimeoutMilliseconds: 10_000,
    log,
    metrics,
    ...more,
  });
  const read = () => {
    log.flush();
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  return { server, url: server.url, metrics, log: read };
}

/** Sends bytes as they are and gives all that comes back until the server hangs up, or until it has been still. */
export function sendRaw(url: string, bytes: string, stillMilliseconds = 500): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(stillMilliseconds, end);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', end).on('error', end);
  });
}
