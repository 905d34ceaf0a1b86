import { connect } from 'node:net';
import type { ServerMetrics } from '../../telemetry/server-metrics.ts';
import { createTestTelemetry } from '../../telemetry/testdata/test-telemetry.ts';
import { type HttpServerOptions, type RunningServer, startHttpServer } from '../http-server.ts';
import type { Route } from '../route.ts';

export interface TestServer {
  readonly server: RunningServer;
  readonly url: string;
  readonly metrics: ServerMetrics;
  /** What was logged, parsed. */
  log(): readonly Record<string, unknown>[];
}

/** A server over loopback with small limits. */
export async function startTestServer(
  routes: readonly Route[],
  more: Partial<HttpServerOptions> = {},
): Promise<TestServer> {
  const telemetry = createTestTelemetry();
  const server = await startHttpServer({
    routes,
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 1000,
    maxConcurrency: 100,
    requestTimeoutMilliseconds: 10_000,
    ...telemetry,
    ...more,
  });
  return { server, url: server.url, metrics: telemetry.metrics, log: telemetry.lines };
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
