// Suite `requests`: a request to the server with a mutation, in its body, its headers or its address, is answered.

import { join } from 'node:path';
import { readCustomers } from '../tests/churn.mjs';
import { root } from './library.mjs';
import { mutateBytes } from './mutations/bytes.mjs';
import { mutateJson } from './mutations/json.mjs';
import { createSeeds, rawTensor, tensorsOf } from './request-seeds.mjs';
import { convertCustomers, mutateFile } from './rows.mjs';

const ROWS = 3;
const MAX_ROWS = 10_000;
const NOTHING = Buffer.alloc(0);
// biome-ignore format: a table
const VALUES = [
  '', ',', ';', '*/*', 'text/*;q=x', 'a/b;q=9e99', 'bytes=0-', 'bytes=-1', 'bytes=9-1', 'bytes=99999999999999999999-',
  'respond-async, wait=99999999', 'wait="', '00-0-0-00', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, '-1', '0', '1e9', '0.5ms',
  'NaN', 'application/json; charset=x', 'text/csv; header=absent', 'x'.repeat(8000), '"', '""', '\u00ff\u0080', '../..', '%',
];
const HEADERS = [
  'traceparent',
  'x-request-id',
  'request-timeout',
  'prefer',
  'range',
  'if-range',
  'accept',
  'content-type',
  'idempotency-key',
  'inference-header-content-length',
  'x-amzn-sagemaker-custom-attributes',
];

/** `attempt(random)` answers `{ about, run }`, as the suite of models does. */
export async function createRequestSuite(library) {
  const server = await createServer(library);
  const { fields } = server.serving.model('churn').input;
  // In the order of the model, as lists of values must be.
  const inOrder = (row) => Object.fromEntries(fields.map(({ name }) => [name, row[name]]));
  const rows = readCustomers().slice(0, ROWS).map(inOrder);
  const files = await convertCustomers(library, ROWS);
  const seeds = createSeeds({ rows, files });
  const calls = createCalls(library, rows);
  for (const { route, headers, body = NOTHING } of seeds) {
    const [method, address] = route.split(' ');
    await answer(library, server, { method, address, headers, body }).catch(requireDenied);
  }
  for (const { type, bytes } of calls) await answerCall(library, server, type, bytes);
  return (random) => {
    if (random.chance(0.2)) {
      const { type, bytes } = random.pick(calls);
      const changed = mutateBytes(random, bytes);
      return { about: `gRPC ${type.name}`, run: () => answerCall(library, server, type, changed) };
    }
    const seed = random.pick(seeds);
    const request = mutateRequest(random, seed, library);
    return { about: seed.route, run: () => answer(library, server, request) };
  };
}

/** No file of the machine is there for jobs. */
function requireDenied(error) {
  if (error.code !== 'FILE_DENIED') throw error;
}

async function createServer(library) {
  const { openServing, createServerRoutes, createJobRoutes, answerOrToken, parseModelSpec, Router } = library;
  const artifact = await library.recogniseSpark(await library.openLocal(join(root, 'examples/churn/model')));
  const ports = { engine: library.createNativeEngine(), openModel: async () => artifact };
  const models = [parseModelSpec('churn=examples/churn/model')];
  const { serving } = await openServing(ports, { models, aliases: [], warmUpRows: () => undefined, onEvent: () => {} });
  const jobs = createJobs(library, serving);
  const { openReader, openWriter } = library;
  const zone = library.requireTimeZone('UTC');
  const about = {
    engine: 'native',
    version: '1',
    maxRows: MAX_ROWS,
    zone,
    isReady: () => true,
    openReader,
    openWriter,
  };
  const answerLater = (request) => answerOrToken(jobs, request, () => ({ ...TASK, body: request.body }));
  const routesOf = (invocations) => createServerRoutes(serving, { invocations }, { ...about, answerLater });
  const routers = {
    '/sagemaker': new Router(routesOf('sagemaker')),
    '': new Router([...routesOf('mlflow'), ...createJobRoutes(jobs)]),
  };
  return { serving, routers };
}

const TASK = { model: 'churn', input: { kind: 'records' } };

/** Checks what is submitted as the real ones do, and takes it for done. */
function createJobs({ createJobWork, allowRoots, openReader, openWriter }, serving) {
  const work = createJobWork({ serving, roots: allowRoots([]), openReader, openWriter });
  const outcome = { version: '1', rowsRead: 0, rowsWritten: 0, issues: 0, firstIssues: [], schema: '{}' };
  const job = {
    token: '1',
    state: 'FINISHED',
    task: TASK,
    submittedAt: 0,
    endedAt: 0,
    expiresAt: 0,
    progress: {},
    outcome,
  };
  const bytes = Buffer.from('0123456789');
  const read = async function* (start, end) {
    yield bytes.subarray(start, end);
  };
  return {
    submit: async (request) => {
      await work.check(request);
      return job;
    },
    status: async () => job,
    result: async () => ({ job, size: bytes.length, read }),
  };
}

function mutateRequest(random, { route, headers, body = NOTHING, kind }, library) {
  const [method, address] = route.split(' ');
  const changed = { method, address, headers: { ...headers }, body };
  const wanted = kind === 'none' ? 1 : random.below(10);
  if (wanted < 2) changed.headers[random.pick(HEADERS)] = random.pick(VALUES);
  if (wanted === 2) changed.address = mutateAddress(random, address);
  if (wanted > 1) changed.body = mutateBody(random, { kind, body, headers: changed.headers }, library);
  return changed;
}

function mutateAddress(random, address) {
  const name = random.pick(['columns', 'on_error', 'missing', 'model', 'version', '__proto__']);
  return `${address}${address.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(random.pick(VALUES))}`;
}

function mutateBody(random, { kind, body, headers }, library) {
  if (kind === 'json')
    return random.chance(0.8) ? Buffer.from(mutateJson(random, body.toString())) : mutateBytes(random, body);
  if (kind !== 'head') return mutateFile(random, kind === 'json lines' ? 'json' : kind, body, library);
  const length = Number(headers['inference-header-content-length']);
  if (random.chance(0.5)) return mutateBytes(random, body);
  const head = Buffer.from(mutateJson(random, body.toString('utf8', 0, length)));
  headers['inference-header-content-length'] = String(head.length);
  return Buffer.concat([head, body.subarray(length)]);
}

async function answer(library, { routers }, { method, address, headers, body }) {
  const { parseTraceParent, givenRequestId, timeoutOf } = library;
  const [prefix, router] = Object.entries(routers).find(([start]) => address.startsWith(start));
  const url = new URL(address.slice(prefix.length), 'http://localhost');
  const match = router.find(method, url.pathname);
  try {
    parseTraceParent(headers.traceparent);
    givenRequestId(headers['x-request-id']);
    timeoutOf(headers);
    const { signal } = new AbortController();
    const request = { parameters: match.parameters, query: url.searchParams, headers, body, signal };
    const response = await match.route.handle(request);
    if (response.body?.[Symbol.asyncIterator] !== undefined) for await (const _ of response.body);
  } catch (error) {
    throw requireCallersFault(library, error, match.route);
  }
}

/** The failure, which its dialect must be able to tell, with a status that says the request is wrong. */
function requireCallersFault({ failureOf, describeFailure, ScoringError }, error, route) {
  if (!(error instanceof ScoringError)) return error;
  const failure = failureOf(error);
  JSON.stringify((route?.fail ?? describeFailure)(failure));
  if (failure.status >= 400 && failure.status < 500) return error;
  return new Error(`expected a status from 400 to 499, got ${failure.status}`, { cause: error });
}

/** Messages of gRPC as clients send them. */
function createCalls({ encodeMessage, ModelInferRequest, HealthCheckRequest, ServerReflectionRequest }, rows) {
  const tensors = tensorsOf(rows);
  const inputs = tensors.map(({ name, datatype, shape }) => ({ name, datatype, shape: shape.map(BigInt) }));
  const typed = tensors.map(({ datatype, data }) =>
    datatype === 'FP64'
      ? { fp64Contents: Float64Array.from(data.map(Number)) }
      : { bytesContents: data.map((value) => Buffer.from(String(value))) },
  );
  const infer = { modelName: 'churn', id: 'a', outputs: [{ name: 'prediction' }] };
  const withContents = inputs.map((input, k) => ({ ...input, contents: typed[k] }));
  const drafts = [
    [ModelInferRequest, { ...infer, inputs, rawInputContents: tensors.map(rawTensor) }],
    [ModelInferRequest, { ...infer, inputs: withContents }],
    [HealthCheckRequest, { service: 'inference.GRPCInferenceService' }],
    [ServerReflectionRequest, { fileContainingSymbol: 'inference.GRPCInferenceService' }],
  ];
  return drafts.map(([type, draft]) => ({ type, bytes: encodeMessage(type, draft) }));
}

async function answerCall(library, { serving }, type, bytes) {
  const { decodeMessage, encodeMessage, infer, ModelInferRequest, ModelInferResponse } = library;
  try {
    const message = decodeMessage(type, bytes);
    if (type !== ModelInferRequest) return;
    const context = { signal: new AbortController().signal };
    const answer = await infer(serving, message, { maxRows: MAX_ROWS, zone: library.requireTimeZone('UTC'), context });
    encodeMessage(ModelInferResponse, answer);
  } catch (error) {
    throw requireCallersFault(library, error, undefined);
  }
}
