import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { ScoringError } from '@tinderbox/scoring';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Serving } from '../app/serving.ts';
import { startGrpcServer } from '../fronts/grpc/grpc-server.ts';
import { encodeMessage } from '../fronts/grpc/protobuf/encode.ts';
import { ModelInferRequest } from '../fronts/grpc/protocols/inference.ts';
import { serveModel } from '../fronts/grpc/testdata/serve-model.ts';
import type { Route } from '../http/route.ts';
import { startTestServer, type TestServer } from '../http/testdata/test-server.ts';
import { createTestTelemetry } from './testdata/test-telemetry.ts';
import { openTracing } from './tracing.ts';
import { createObserver, type Watcher, watchServing } from './watcher.ts';

let exporter: InMemorySpanExporter;
let provider: NodeTracerProvider;
let running: TestServer | undefined;

beforeEach(() => {
  exporter = new InMemorySpanExporter();
  provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  provider.register();
});

afterEach(async () => {
  await running?.server.stop(0);
  running = undefined;
  await provider.shutdown();
  for (const api of [trace, context, propagation]) api.disable();
});

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;

/** A server that scores the row of the body, or as many as its length says. */
async function start(serving: Serving): Promise<string> {
  const tracing = (await openTracing('1.0.0')) as Watcher;
  const watched = watchServing(serving, [tracing]);
  const route: Route = {
    method: 'POST',
    path: '/v1/models/:model/predict',
    protocol: 'rest',
    handle: async ({ parameters: { model: name = '' }, body }) => {
      const model = watched.model(name);
      // What is awaited before is of no consequence for whose child the span is.
      await new Promise((resolve) => setImmediate(resolve));
      const rows = JSON.parse(body.toString());
      if (!Array.isArray(rows)) model.scorer().score(rows);
      else await model.score(rows);
      return { status: 200, body: 'scored' };
    },
  };
  running = await startTestServer([route], { observer: createObserver([tracing]) });
  return running.url;
}

const post = (url: string, body: unknown, headers = {}) =>
  fetch(`${url}/v1/models/churn/predict?x=1`, { method: 'POST', body: JSON.stringify(body), headers });

/** The span of the request, and those of the scoring. */
async function spans(count: number): Promise<{ server: ReadableSpan; inner: readonly ReadableSpan[] }> {
  await expect.poll(() => exporter.getFinishedSpans().length).toBe(count);
  const all = exporter.getFinishedSpans();
  const server = all.find(({ kind }) => kind === SpanKind.SERVER) as ReadableSpan;
  return { server, inner: all.filter((span) => span !== server) };
}

describe('spans, by the SDK of OpenTelemetry', () => {
  it('are children of the caller’s, and have those of the scoring as theirs', async () => {
    const url = await start(await serveModel('examples/churn/model'));
    expect((await post(url, [], { traceparent, tracestate: 'a=1' })).status).toBe(200);
    const { server, inner } = await spans(2);
    const { port } = new URL(url);
    expect(server.name).toBe('POST /v1/models/{model}/predict');
    expect(server.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/v1/models/{model}/predict',
      'http.response.status_code': 200,
      'url.path': '/v1/models/churn/predict',
      'url.scheme': 'http',
      'network.protocol.version': '1.1',
      'server.address': '127.0.0.1',
      'server.port': Number(port),
    });
    expect(server.spanContext()).toMatchObject({ traceId: TRACE });
    expect(server.spanContext().traceState?.serialize()).toBe('a=1');
    expect(server.parentSpanContext).toMatchObject({ spanId: '00f067aa0ba902b7', isRemote: true });
    expect(server.status.code).toBe(SpanStatusCode.UNSET);
    expect(inner).toMatchObject([
      {
        name: 'score churn',
        attributes: { 'tinderbox.model.name': 'churn', 'tinderbox.model.version': '1', 'tinderbox.rows': 0 },
        parentSpanContext: { spanId: server.spanContext().spanId },
      },
    ]);
    const [line] = running?.log() ?? [];
    expect(line).toMatchObject({ traceId: TRACE, spanId: server.spanContext().spanId });
  });

  it('begin a trace where the caller has none', async () => {
    const url = await start(await serveModel('examples/churn/model'));
    await post(url, [], { traceparent: '00-zz' });
    const { server } = await spans(2);
    expect(server.parentSpanContext).toBeUndefined();
    expect(running?.log()).toMatchObject([{ traceId: server.spanContext().traceId }]);
  });

  it('of single rows and of failures tell what was wrong, but of bugs the kind alone', async () => {
    const serving = await serveModel('examples/churn/model');
    const model = serving.model('churn');
    const fail = (error: Error) => () => {
      throw error;
    };
    const broken = (error: Error): Serving => ({
      ...serving,
      model: () => ({ ...model, scorer: () => ({ ...model.scorer(), score: fail(error) }) }),
    });
    const input = new ScoringError('INPUT_VALUE', 'expected INT', { column: 'a' });
    const url = await start(broken(input));
    expect((await post(url, { a: 1 })).status).toBe(400);
    const { server, inner } = await spans(2);
    expect(server.status.code).toBe(SpanStatusCode.UNSET);
    expect(inner).toMatchObject([
      { attributes: { 'error.type': 'INPUT_VALUE' }, status: { code: SpanStatusCode.ERROR, message: input.message } },
    ]);
    await running?.server.stop(0);
    exporter.reset();
    expect((await post(await start(broken(new TypeError('secret'))), { a: 1 })).status).toBe(500);
    const bug = await spans(2);
    expect(bug.server).toMatchObject({ attributes: { 'error.type': '500' }, status: { code: SpanStatusCode.ERROR } });
    expect(JSON.stringify(bug.inner.map(({ status, attributes }) => [status, attributes]))).not.toContain('secret');
  });
});

it('of calls over gRPC are children of the caller’s too', async () => {
  const tracing = (await openTracing('1.0.0')) as Watcher;
  const telemetry = createTestTelemetry();
  const serving = watchServing(await serveModel('examples/churn/model'), [tracing]);
  const options = { host: '127.0.0.1', port: 0, version: '0', ...telemetry, observer: createObserver([tracing]) };
  const server = await startGrpcServer(serving, options);
  const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('traceparent', traceparent);
  const ask = (model: string) =>
    new Promise((resolve) => {
      const request = encodeMessage(ModelInferRequest, { modelName: model });
      const path = '/inference.GRPCInferenceService/ModelInfer';
      client.makeUnaryRequest(path, (bytes: Buffer) => bytes, String, request, metadata, resolve);
    });
  await ask('churn');
  await ask('other');
  const all = exporter.getFinishedSpans();
  client.close();
  await server.close();
  const calls = all.filter(({ kind }) => kind === SpanKind.SERVER);
  const attributes = {
    'rpc.system.name': 'grpc',
    'rpc.method': 'inference.GRPCInferenceService/ModelInfer',
    'server.address': '127.0.0.1',
    'server.port': server.port,
  };
  const parentSpanContext = { traceId: TRACE, spanId: '00f067aa0ba902b7', isRemote: true };
  expect(calls).toMatchObject(
    ['INVALID_ARGUMENT', 'NOT_FOUND'].map((status) => ({
      name: 'inference.GRPCInferenceService/ModelInfer',
      attributes: { ...attributes, 'rpc.response.status_code': status },
      parentSpanContext,
      status: { code: SpanStatusCode.UNSET },
    })),
  );
  expect(telemetry.lines()).toMatchObject(calls.map((span) => ({ traceId: TRACE, spanId: span.spanContext().spanId })));
});

it('are not made, and nothing is loaded for them, where no SDK is there', async () => {
  for (const api of [trace, context, propagation]) api.disable();
  expect(await openTracing('1.0.0')).toBeUndefined();
});
