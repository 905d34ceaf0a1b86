// The servers that grpc.mjs asks, in one process: the product's, an empty handler of the same library that answers bytes of
// the same size, and one over node:http2 alone, which is the most that another library could give. Run by grpc.mjs: `grpc-server.mjs <bundled front> <model> <bytes of an answer, base64>`.

import { createServer } from 'node:http2';
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

/** Answers each call when its message is whole, whatever it says. */
function startBare(bytes) {
  const frame = Buffer.concat([Buffer.alloc(5), bytes]);
  frame.writeUInt32BE(bytes.length, 1);
  const server = createServer();
  server.on('stream', (stream) => {
    stream.on('data', () => {});
    stream.on('end', () => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(frame);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}

const sample = Buffer.from(answer, 'base64');
const { port } = await startGrpcServer(await serveModel(path), { host: '127.0.0.1', port: 0, version: 'bench' });
process.send({ product: port, empty: await startEmpty(sample), bare: await startBare(sample) });
// Microseconds of the processor that this process has taken.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
