// The two servers that grpc.mjs asks, in one process: the product's, and an empty handler that answers bytes of the same
// size. Run by grpc.mjs: `grpc-server.mjs <bundled front> <model> <bytes of an answer, base64>`.

import { Server, ServerCredentials } from '@grpc/grpc-js';

const [front, path, answer] = process.argv.slice(2);
const { serveModel, startGrpcServer } = await import(front);

function startEmpty(bytes) {
  const same = (value) => value;
  const codec = {
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
  const server = new Server();
  server.addService(
    { Infer: { path: '/empty/Infer', requestStream: false, responseStream: false, ...codec } },
    { Infer: (_, callback) => callback(null, bytes) },
  );
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

const { port } = await startGrpcServer(await serveModel(path), { host: '127.0.0.1', port: 0, version: 'bench' });
process.send({ product: port, empty: await startEmpty(Buffer.from(answer, 'base64')) });
