import { readFileSync } from 'node:fs';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { afterEach, expect, it } from 'vitest';
import type { Serving } from '../../app/serving.ts';
import { openModels } from '../dialect/testdata/call.ts';
import { type GrpcOptions, type Running, startGrpcServer } from './grpc-server.ts';
import { statusOf } from './status.ts';

const SAMPLES: readonly { type: string; hex: string }[] = JSON.parse(
  readFileSync(new URL('./testdata/messages.json', import.meta.url), 'utf8'),
);
/** A request for churn 3, serialised by protobuf's own library. */
const REQUEST = Buffer.from(SAMPLES[2]?.hex ?? '', 'hex');

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function start(more: Partial<GrpcOptions> = {}, serving?: Serving): Promise<{ server: Running; client: Client }> {
  const server = await startGrpcServer(serving ?? (await openModels()), {
    host: '127.0.0.1',
    port: 0,
    version: '0',
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
  await expect(start({ port: server.port })).rejects.toThrow(/free address/);
});
