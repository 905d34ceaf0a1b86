import { readFileSync } from 'node:fs';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { Serving } from '../../app/serving.ts';
import { createTestTelemetry } from '../../telemetry/testdata/test-telemetry.ts';
import { describeTensors } from '../../tensors/column-datatype.ts';
import { openModels } from '../dialect/testdata/call.ts';
import { type GrpcOptions, type Running, startGrpcServer } from './grpc-server.ts';
import { encodeMessage } from './protobuf/encode.ts';
import { ModelInferRequest } from './protocols/inference.ts';
import { statusOf } from './status.ts';

const SAMPLES: readonly { type: string; hex: string }[] = JSON.parse(
  readFileSync(new URL('./testdata/messages.json', import.meta.url), 'utf8'),
);
/** A request for churn 3, serialised by protobuf's own library. */
const REQUEST = Buffer.from(SAMPLES[2]?.hex ?? '', 'hex');

const CUSTOMER: Readonly<Record<string, string | number>> = {
  ...{ customer_id: 'C-1', company: 'Acme', plan: 'starter', contract: 'monthly', payment_method: 'invoice' },
  ...{ region: 'europe', tenure_months: 3, seats: 2, monthly_charge: 18.5, support_tickets: 4, days_since_login: 40 },
  ...{ average_session_minutes: 2.5, autopay: 0, has_integrations: 0 },
};
const CONTENTS: Readonly<Record<string, string>> = {
  ...{ INT32: 'intContents', INT64: 'int64Contents', FP64: 'fp64Contents', BYTES: 'bytesContents' },
};

/** A request for one row of churn. */
function rowRequest(serving: Serving): Buffer {
  const inputs = describeTensors(serving.model('churn').input).map(({ name, datatype }) => {
    const value = CUSTOMER[name];
    const contents = { [CONTENTS[datatype] ?? '']: [typeof value === 'string' ? Buffer.from(value) : value] };
    return { name, datatype, shape: [1], contents };
  });
  return encodeMessage(ModelInferRequest, { modelName: 'churn', inputs });
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function start(more: Partial<GrpcOptions> = {}, serving?: Serving): Promise<{ server: Running; client: Client }> {
  const server = await startGrpcServer(serving ?? (await openModels()), {
    host: '127.0.0.1',
    port: 0,
    version: '0',
    ...createTestTelemetry(),
    ...more,
  });
  const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
  open.push(server, client);
  return { server, client };
}

const same = (bytes: Buffer) => bytes;

/** The answer's bytes, or the status. */
function call(client: Client, path: string, bytes: Buffer, options = {}): Promise<Buffer | ServiceError> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(path, same, same, bytes, options, (error, answer) => resolve(error ?? (answer as Buffer)));
  });
}

const INFER = '/inference.GRPCInferenceService/ModelInfer';

it('answers in the bytes of the protocol', async () => {
  const { client } = await start();
  expect(await call(client, '/inference.GRPCInferenceService/ServerReady', Buffer.alloc(0))).toEqual(
    Buffer.from('0801', 'hex'),
  );
  expect(await call(client, '/grpc.health.v1.Health/Check', Buffer.alloc(0))).toEqual(Buffer.from('0801', 'hex'));
});

it('refuses what it cannot read, does not have, or does not know, by the status of each', async () => {
  const { client } = await start({ maxMessageBytes: 1000 });
  expect(await call(client, INFER, Buffer.from('ffff', 'hex'))).toMatchObject({ code: 3 });
  expect(await call(client, INFER, REQUEST)).toMatchObject({
    code: 5,
    details: expect.stringContaining('version of churn'),
  });
  expect(await call(client, INFER, Buffer.alloc(2000))).toMatchObject({ code: 8 });
  expect(await call(client, '/inference.GRPCInferenceService/Other', Buffer.alloc(0))).toMatchObject({ code: 12 });
  expect(await call(client, '/inference.GRPCInferenceService/ServerLive', Buffer.alloc(0))).toBeInstanceOf(Buffer);
});

it('tells nothing of its own bugs', () => {
  expect(statusOf(new TypeError('secret'))).toEqual({ code: 13, details: 'internal error' });
});

/** `churn` of no columns, whose batches end when they are stopped. */
async function serveSlowly(stopped: () => void): Promise<Serving> {
  const serving = await openModels();
  const model: ReturnType<Serving['model']> = {
    ...serving.model('churn'),
    input: { type: 'struct', fields: [] },
    score: (_, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => {
          stopped();
          reject(options.signal?.reason);
        });
      }),
  };
  return { models: () => [model], model: () => model };
}

/** Of a request without inputs, which is one of no rows. */
const EMPTY = Buffer.from('0a05636875726e', 'hex');

it('stops scoring at the deadline, and refuses at once what is too much', async () => {
  let count = 0;
  const serving = await serveSlowly(() => count++);
  const { client } = await start({ maxConcurrent: 1 }, serving);
  const slow = call(client, INFER, EMPTY, { deadline: Date.now() + 400 });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await call(client, INFER, EMPTY)).toMatchObject({ code: 8 });
  expect(await call(client, '/grpc.health.v1.Health/Check', Buffer.alloc(0))).toBeInstanceOf(Buffer);
  expect(await slow).toMatchObject({ code: 4 });
  await expect.poll(() => count).toBe(1);
});

it('stops scoring when the caller cancels', async () => {
  let count = 0;
  const { client } = await start({}, await serveSlowly(() => count++));
  const slow = client.makeUnaryRequest(INFER, same, same, EMPTY, () => undefined);
  setTimeout(() => slow.cancel(), 150);
  await expect.poll(() => count, { timeout: 5000 }).toBe(1);
});

it('closes: watchers are told, streams that stay open are ended by force', async () => {
  const { server, client } = await start({ drainMilliseconds: 200 });
  const seen: string[] = [];
  const watch = client.makeServerStreamRequest('/grpc.health.v1.Health/Watch', same, same, Buffer.alloc(0));
  watch.on('data', (bytes: Buffer) => seen.push(bytes.toString('hex'))).on('error', () => undefined);
  const stream = client.makeBidiStreamRequest('/inference.GRPCInferenceService/ModelStreamInfer', same, same);
  const ended = new Promise((resolve) => stream.on('error', resolve).on('end', resolve));
  stream.on('data', () => undefined);
  stream.write(EMPTY);
  await expect.poll(() => seen).toEqual(['0801']);
  await server.close();
  await ended;
  expect(seen).toEqual(['0801', '0802']);
});

it('says that its port is taken', async () => {
  const { server } = await start();
  await expect(start({ port: server.port })).rejects.toMatchObject({
    code: 'ADDRESS_UNAVAILABLE',
    message: `expected to listen at 127.0.0.1:${server.port}, got a port that is in use`,
  });
});

describe('telemetry', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const metadataOf = (values: Record<string, string>) => {
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(values)) metadata.set(name, value);
    return metadata;
  };

  it('tells of calls as of requests over HTTP', async () => {
    const telemetry = createTestTelemetry();
    const serving = await openModels();
    const { client } = await start(telemetry, serving);
    const metadata = metadataOf({ 'x-request-id': 'r1', traceparent });
    await new Promise((resolve) => {
      client.makeUnaryRequest(INFER, same, same, rowRequest(serving), metadata, resolve);
    });
    await call(client, INFER, Buffer.from('ffff', 'hex'));
    await call(client, '/grpc.health.v1.Health/Check', Buffer.alloc(0));
    const text = await telemetry.metrics.metrics.text();
    for (const line of [
      'tinderbox_requests_total{protocol="oip-grpc",status="OK"} 1',
      'tinderbox_requests_total{protocol="oip-grpc",status="INVALID_ARGUMENT"} 1',
      'tinderbox_requests_total{protocol="grpc",status="OK"} 1',
      'tinderbox_errors_total{protocol="oip-grpc",code="INPUT_FORMAT"} 1',
      'tinderbox_request_duration_seconds_count{model="churn",version="1",protocol="oip-grpc"} 1',
      'tinderbox_rows_total{model="churn",version="1",protocol="oip-grpc"} 1',
      'tinderbox_grpc_calls_total{method="inference.GRPCInferenceService/ModelInfer",status="OK"} 1',
      'tinderbox_requests_in_flight{transport="grpc"} 0',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(telemetry.lines()).toMatchObject([
      {
        level: 'info',
        message: 'request',
        requestId: 'r1',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        spanId: '00f067aa0ba902b7',
        protocol: 'oip-grpc',
        method: 'inference.GRPCInferenceService/ModelInfer',
        model: 'churn',
        version: '1',
        status: 'OK',
        ms: expect.any(Number),
        bytes: expect.any(Number),
      },
      {
        level: 'info',
        status: 'INVALID_ARGUMENT',
        code: 'INPUT_FORMAT',
        requestId: expect.stringMatching(/^[0-9a-f]{12}-/),
      },
      { level: 'debug', protocol: 'grpc', method: 'grpc.health.v1.Health/Check' },
    ]);
  });

  it('counts each request of a stream, and the stream once', async () => {
    const telemetry = createTestTelemetry();
    const serving = await openModels();
    const { client } = await start(telemetry, serving);
    const stream = client.makeBidiStreamRequest('/inference.GRPCInferenceService/ModelStreamInfer', same, same);
    let answers = 0;
    stream.on('data', () => ++answers === 2 && stream.end());
    const ended = new Promise((resolve) => stream.on('status', resolve));
    stream.write(rowRequest(serving));
    stream.write(REQUEST);
    await ended;
    const text = await telemetry.metrics.metrics.text();
    expect(text).toContain('tinderbox_requests_total{protocol="oip-grpc",status="OK"} 1\n');
    expect(text).toContain('tinderbox_requests_total{protocol="oip-grpc",status="NOT_FOUND"} 1\n');
    expect(text).toContain('ModelStreamInfer",status="OK"} 1\n');
    expect(telemetry.lines().map(({ status }) => status)).toEqual(['OK', 'NOT_FOUND']);
  });

  it('counts deadlines, cancelled calls and what is too much', async () => {
    const telemetry = createTestTelemetry();
    const { client } = await start({ maxConcurrent: 1, ...telemetry }, await serveSlowly(() => undefined));
    const slow = call(client, INFER, EMPTY, { deadline: Date.now() + 300 });
    await expect.poll(() => telemetry.metrics.callsInFlight).toBe(1);
    await call(client, INFER, EMPTY);
    await slow;
    const left = client.makeUnaryRequest(INFER, same, same, EMPTY, () => undefined);
    setTimeout(() => left.cancel(), 150);
    await expect
      .poll(() => telemetry.lines().map(({ status, code }) => [status, code]))
      .toEqual([
        ['RESOURCE_EXHAUSTED', 'OVERLOADED'],
        ['DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED'],
        ['CANCELLED', 'CANCELED'],
      ]);
    expect(await telemetry.metrics.metrics.text()).toContain(
      'tinderbox_errors_total{protocol="oip-grpc",code="DEADLINE_EXCEEDED"} 1\n',
    );
  });

  it('tells the log, and nobody else, of its bugs', async () => {
    const telemetry = createTestTelemetry();
    const serving = await openModels();
    const broken: Serving = {
      ...serving,
      model: () => {
        throw new TypeError('secret of the code');
      },
    };
    const { client } = await start(telemetry, broken);
    expect(await call(client, INFER, EMPTY)).toMatchObject({ code: 13, details: 'internal error' });
    expect(telemetry.lines()).toMatchObject([
      { level: 'error', message: 'request failed', stack: expect.stringContaining('secret of the code') },
      { status: 'INTERNAL' },
    ]);
  });
});
