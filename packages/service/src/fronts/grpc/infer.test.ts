import { requireTimeZone } from '@tinderbox/scoring';
import { expect, it } from 'vitest';
import { serveEcho } from '../dialect/testdata/echo-model.ts';
import { infer } from './infer.ts';
import { decodeMessage } from './protobuf/decode.ts';
import { encodeMessage } from './protobuf/encode.ts';
import { ModelInferRequest } from './protocols/inference.ts';

it('reads and writes timestamps in the zone of the server', () => {
  const zone = requireTimeZone('Asia/Tokyo');
  const bytesContents = [Buffer.from('2020-01-02T03:04:05')];
  const inputs = [{ name: 'x', datatype: 'BYTES', shape: [1], contents: { bytesContents } }];
  const request = decodeMessage(ModelInferRequest, encodeMessage(ModelInferRequest, { modelName: 'echo', inputs }));
  const { signal } = new AbortController();
  const fail = (error: unknown) => {
    throw error;
  };
  const context = { signal, scored: undefined, fail };
  const answer = infer(serveEcho({ x: 'timestamp' }, zone), request, { maxRows: 1, zone, context });
  expect(answer).toMatchObject({
    outputs: [{ name: 'x', contents: { bytesContents: [Buffer.from('2020-01-02T03:04:05.000+09:00')] } }],
  });
});
