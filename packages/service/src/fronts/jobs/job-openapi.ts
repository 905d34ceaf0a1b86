import type { JobsApi } from '../rest/openapi.ts';
import { RESULT_TYPES } from './result-response.ts';

type Json = { readonly [key: string]: unknown };

const TOKEN = { name: 'token', in: 'path', required: true, schema: { type: 'string', minLength: 1 } };
const RANGE = { name: 'Range', in: 'header', description: 'bytes=0-999', schema: { type: 'string' } };
const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same request sent again gives the same job.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
const JOB = { $ref: '#/components/schemas/Job' };
const FAILURE = {
  '4XX': { $ref: '#/components/responses/Failure' },
  '5XX': { $ref: '#/components/responses/Failure' },
};
const TEXT = { type: 'string' };
const COUNT = { type: 'integer', minimum: 0 };
const TIME = { type: 'string', format: 'date-time' };
const FORMAT = { enum: ['csv', 'json', 'parquet', 'arrow'] };

/** The preference of a caller that takes a token where it would have to wait. */
const PREFER = {
  name: 'Prefer',
  in: 'header',
  description: 'respond-async, wait=5: an answer within as many seconds, or a job.',
  schema: TEXT,
};

/** What OpenAPI says of jobs: their addresses, and the schemas that these need. */
function describeJobs(models: readonly string[]): { readonly paths: Json; readonly schemas: Json } {
  const path = '/v1/jobs/{token}';
  return {
    paths: {
      '/v1/jobs': { post: submission(models) },
      [path]: {
        get: withToken('status', 'Where a job stands.', { 200: json('The job.', JOB) }),
        delete: withToken('cancel', 'End a job; forget one that has ended.', { 200: json('Its last state.', JOB) }),
      },
      [`${path}/result`]: { get: result() },
      [`${path}/events`]: {
        get: withToken('events', 'Its changes, until it has ended.', {
          200: body('Jobs as events.', ['text/event-stream']),
        }),
      },
    },
    schemas: { Job: JOB_SCHEMA, NewJob: { oneOf: [rowsJob(models), columnsJob(models), filesJob(models)] } },
  };
}

/** A job that was taken, and how to ask for it. */
const ACCEPTED = {
  ...json('A job: ask for it by its token.', JOB),
  headers: { Location: { description: 'The address of the job.', schema: TEXT } },
  links: Object.fromEntries(
    ['status', 'cancel', 'result', 'events'].map((name) => [
      name,
      { operationId: `job_${name}`, parameters: { token: '$response.body#/token' } },
    ]),
  ),
};

function submission(models: readonly string[]): Json {
  const [model] = models;
  return {
    operationId: 'submit_job',
    summary: 'Score rows later.',
    description: 'Files as the body too, with ?model= in the address and the Content-Type of the file.',
    parameters: [KEY],
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/NewJob' }, example: { model, records: [] } },
      },
    },
    responses: { 202: ACCEPTED, ...FAILURE },
  };
}

function result(): Json {
  const rows = body('Rows, in the form that Accept names.', RESULT_TYPES);
  const operation = withToken('result', 'The rows of a finished job.', {
    200: rows,
    206: { ...rows, description: 'A range of them.' },
  });
  return { ...operation, parameters: [TOKEN, RANGE] };
}

function withToken(name: string, summary: string, responses: Json): Json {
  return { operationId: `job_${name}`, summary, parameters: [TOKEN], responses: { ...responses, ...FAILURE } };
}

function json(description: string, schema: Json): Json {
  return { description, content: { 'application/json': { schema } } };
}

function body(description: string, types: readonly string[]): Json {
  return { description, content: Object.fromEntries(types.map((type) => [type, {}])) };
}

function job(models: readonly string[], rows: Json, required: readonly string[]): Json {
  const options = {
    version: { ...TEXT, description: 'Default latest.' },
    columns: { type: 'array', items: TEXT, description: 'The wanted columns.' },
    on_error: { enum: ['fail', 'report'], default: 'fail' },
    missing: { enum: ['error', 'null'], default: 'error' },
  };
  const properties = { model: { type: 'string', enum: models }, ...options, ...rows };
  return { type: 'object', required: ['model', ...required], properties };
}

/** A bad row fails the job, not the request. */
function rowsJob(models: readonly string[]): Json {
  return job(models, { records: { type: 'array', items: { type: 'object' } }, data: false, input: false }, ['records']);
}

/** Lists of one length, which JSON Schema cannot say. */
function columnsJob(models: readonly string[]): Json {
  const data = { type: 'object', minProperties: 1, additionalProperties: { type: 'array' } };
  return job(models, { data, records: false, input: false }, ['data']);
}

/** Paths are absolute, under a folder that the server allows. */
function filesJob(models: readonly string[]): Json {
  const input = { type: 'object', required: ['path'], properties: { path: TEXT, format: FORMAT } };
  const written = {
    path: TEXT,
    format: FORMAT,
    kind: { enum: ['file', 'folder'] },
    mode: { enum: ['error', 'overwrite'] },
  };
  const output = { type: 'object', required: ['path', 'format'], properties: written };
  return job(models, { input, output, records: false, data: false }, ['input', 'output']);
}

const JOB_SCHEMA = {
  type: 'object',
  required: ['token', 'state', 'model', 'submitted_at'],
  properties: {
    token: TEXT,
    state: { enum: ['SUBMITTED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED'] },
    model: TEXT,
    version: TEXT,
    ...{ submitted_at: TIME, started_at: TIME, ended_at: TIME, expires_at: TIME },
    progress: { type: 'object', properties: { rows: COUNT, bytes: COUNT, total_bytes: COUNT } },
    ...{ rows_read: COUNT, rows_written: COUNT, issues: COUNT },
    first_issues: { type: 'array', items: { $ref: '#/components/schemas/Issue' } },
    error: { type: 'object', required: ['code', 'message'], properties: { code: TEXT, message: TEXT } },
    result: { ...TEXT, description: 'The address of the rows.' },
  },
} as const;

export const JOBS_API: JobsApi = { describe: describeJobs, preference: PREFER, accepted: ACCEPTED };
