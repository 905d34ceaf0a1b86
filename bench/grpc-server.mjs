// The servers that grpc.mjs asks, in one process: the product's, an empty handler of the same library with the codec that
// comes with it, one that leaves bytes as they are, and one over node:http2 alone, which is the most that another library
// could give. All answer as much. Run by grpc.mjs: `grpc-server.mjs <bundled front> <model> <bytes of an answer, base64>`.

import { openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http2';
import { devNull } from 'node:os';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';

const [front, path, answer] = process.argv.slice(2);
const served = await import(front);

/** As users of the library write it: messages come decoded, and answers are encoded for them. */
function startDecoding(bytes) {
  const { encodeDescriptor, encodeMessage, INFERENCE, many, message } = served;
  const fileSet = message('FileDescriptorSet', { file: many(1, 'bytes') });
  const definition = loadFileDescriptorSetFromBuffer(encodeMessage(fileSet, { file: [encodeDescriptor(INFERENCE)] }));
  const { ModelInfer } = definition['inference.GRPCInferenceService'];
  return startEmpty({ ...ModelInfer, path: '/empty/Infer' }, ModelInfer.responseDeserialize(bytes));
}

function startPassing(bytes) {
  const same = (value) => value;
  const codec = {
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
  return startEmpty({ path: '/empty/Infer', requestStream: false, responseStream: false, ...codec }, bytes);
}

function startEmpty(Infer, given) {
  const server = new Server();
  server.addService({ Infer }, { Infer: (_, callback) => callback(null, given) });
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
const { createLog, ServerMetrics, serveModel, startGrpcServer } = served;
const sink = openSync(devNull, 'w');
// A line for each call, as by default.
const log = createLog({ level: 'info', format: 'json', out: (lines) => writeSync(sink, lines), now: Date.now });
const options = { host: '127.0.0.1', port: 0, version: 'bench', log, metrics: new ServerMetrics('bench') };
const { port } = await startGrpcServer(await serveModel(path), options);
const [decoding, passing, bare] = [await startDecoding(sample), await startPassing(sample), await startBare(sample)];
process.send({ product: port, decoding, passing, bare });
// Microseconds of the processor that this process has taken.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
