import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { createTestTelemetry } from '../../telemetry/testdata/test-telemetry.ts';
import { startGrpcServer } from './grpc-server.ts';
import { serveModel } from './testdata/serve-model.ts';

const CHURN = 'examples/churn';

it("answers Triton's client, health and reflection as Spark did", async () => {
  const python = process.env.TINDERBOX_TEST_CLIENTS as string;
  const server = await startGrpcServer(await serveModel(`${CHURN}/model`), {
    host: '127.0.0.1',
    port: 0,
    version: '0',
    ...createTestTelemetry(),
  });
  try {
    const client = spawn(python, ['tests/clients/grpc.py', `127.0.0.1:${server.port}`, CHURN]);
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
