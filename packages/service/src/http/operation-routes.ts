import { OPERATIONS } from './http-server.ts';
import type { HttpResponse, Route } from './route.ts';

export interface OperationPorts {
  /** Models are loaded and warm, and no stop is on its way. */
  readonly isReady: () => boolean;
  /** In the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
}

/** What tells machines how the server fares. */
export function createOperationRoutes({ isReady, metrics }: OperationPorts): readonly Route[] {
  return [
    route('/livez', () => json(200, { status: 'live' })),
    route('/readyz', () => (isReady() ? json(200, { status: 'ready' }) : json(503, { status: 'not ready' }))),
    route('/metrics', async () => ({
      status: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      body: await metrics(),
    })),
  ];
}

function route(path: string, handle: () => HttpResponse | Promise<HttpResponse>): Route {
  return { method: 'GET', path, protocol: OPERATIONS, handle };
}

function json(status: number, body: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
