import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { churn, readCustomers } from '../churn.mjs';
import { npm, run } from '../processes.mjs';
import { root } from '../runner.mjs';

const program = join(root, 'packages/service/bin/tinderbox.js');
const [customer] = readCustomers();

/** The program as users start it, and what it logs. */
async function startProgram(env = {}) {
  const args = [program, 'serve', `churn=${join(churn, 'model')}`, '--port', '0', '--grpc-port', '0'];
  const server = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const log = [];
  createInterface({ input: server.stderr }).on('line', (line) => log.push(line));
  for await (const line of createInterface({ input: server.stdout })) {
    const [, url] = /ready at (http:\S+)/.exec(line) ?? [];
    if (url !== undefined) return { url, log, stop: () => stop(server) };
  }
  throw new Error(`expected a server, got\n${log.join('\n')}`);
}

async function stop(server) {
  server.kill('SIGTERM');
  const [status] = await once(server, 'exit');
  assert.equal(status, 0);
}

const predict = (url, headers = {}) =>
  fetch(`${url}/v1/models/churn/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(customer),
  });

it('Prometheus’s parser reads the metrics', async () => {
  const { url, stop } = await startProgram();
  try {
    assert.equal((await predict(url)).status, 200);
    const script = join(root, 'tests/clients/prometheus_client_check.py');
    const samples = JSON.parse(run(process.env.TINDERBOX_TEST_CLIENTS, [script, url]).toString());
    const readSample = (name, labels) => {
      const fits = (own) => Object.entries(labels).every(([key, value]) => own[key] === value);
      return samples.find(([found, own]) => found === name && fits(own))?.[2];
    };
    assert.equal(readSample('tinderbox_requests_total', { protocol: 'rest', status: '200' }), 1);
    assert.equal(readSample('tinderbox_rows_total', { model: 'churn', version: '1' }), 1);
    assert.equal(readSample('tinderbox_request_duration_seconds_bucket', { model: 'churn', le: '+Inf' }), 1);
    assert.equal(readSample('tinderbox_build_info', {}), 1);
    assert.ok(readSample('process_resident_memory_bytes', {}) > 1e7);
    assert.ok(Math.abs(readSample('process_start_time_seconds', {}) - Date.now() / 1000) < 600);
  } finally {
    await stop();
  }
});

/** The file that the guide shows, beside the packages that it names. */
function installTracing() {
  const guide = readFileSync(join(root, 'docs/guides/operate-a-server.md'), 'utf8');
  const [, packages] = /^npm install (@opentelemetry.*)$/m.exec(guide);
  const [, code] = /```js\n\/\/ \/srv\/otel\.mjs\n([^`]*)```/.exec(guide);
  const folder = join(root, '.cache', 'opentelemetry');
  const file = join(folder, 'otel.mjs');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'node_modules'))) {
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    npm(folder, ['install', ...packages.split(' ')]);
  }
  writeFileSync(file, code);
  return file;
}

/** Takes what OTLP over HTTP sends, in its JSON. */
async function startCollector() {
  const spans = [];
  const collector = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString());
    for (const { resource, scopeSpans } of resourceSpans) {
      for (const { scope, spans: some } of scopeSpans)
        spans.push(...some.map((span) => ({ ...span, resource, scope })));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  return { spans, collector, url: `http://127.0.0.1:${collector.address().port}` };
}

describe('spans', () => {
  it('go where the file in the guide sends them, as children of those of the caller', async () => {
    const file = installTracing();
    const { spans, collector, url: endpoint } = await startCollector();
    const served = await startProgram({
      NODE_OPTIONS: `--import ${pathToFileURL(file)}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const response = await predict(served.url, { traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
    assert.equal(response.status, 200);
    await served.stop();
    collector.close();
    const server = spans.find(({ name }) => name === 'POST /v1/models/{model}/predict');
    const score = spans.find(({ name }) => name === 'score churn');
    assert.deepEqual([server?.traceId, server?.parentSpanId], [traceId, '00f067aa0ba902b7']);
    assert.deepEqual([score?.traceId, score?.parentSpanId], [traceId, server.spanId]);
    assert.equal(server.scope.name, 'tinderbox');
    const name = server.resource.attributes.find(({ key }) => key === 'service.name');
    assert.equal(name.value.stringValue, 'tinderbox');
    const line = served.log.map((text) => JSON.parse(text)).find(({ route }) => route === '/v1/models/:model/predict');
    assert.deepEqual([line.traceId, line.spanId], [traceId, server.spanId]);
  });
});
