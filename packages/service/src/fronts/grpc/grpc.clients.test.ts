import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { createTestTelemetry } from '../../telemetry/testdata/test-telemetry.ts';
import { openModels } from '../dialect/testdata/call.ts';
import { startGrpcServer } from './grpc-server.ts';

const CHURN = 'examples/churn';

it.each([false, true])("answers Triton's client, health and reflection as Spark did; admin: %j", async (admin) => {
  const python = process.env.TINDERBOX_TEST_CLIENTS as string;
  const options = { host: '127.0.0.1', port: 0, version: '0', admin, ...createTestTelemetry() };
  const server = await startGrpcServer(await openModels(), options);
  try {
    const words = ['tests/clients/grpc_client.py', `127.0.0.1:${server.port}`, CHURN, ...(admin ? ['admin'] : [])];
    const client = spawn(python, words);
    let said = '';
    for (const stream of [client.stdout, client.stderr]) {
      stream.on('data', (bytes) => {
        said += bytes;
      });
    }
    const [status] = await once(client, 'close');
    expect(said.split('\n').filter((line) => line !== '' && !line.startsWith('ok '))).toEqual([]);
    expect(status).toBe(0);
  } finally {
    await server.close();
  }
});
