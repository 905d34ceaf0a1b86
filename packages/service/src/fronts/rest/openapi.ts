import type { ServedModel, Serving } from '../../app/serving.ts';
import { TABLE_TYPES } from '../dialect/table-types.ts';
import { namesOf } from './describe.ts';
import { exampleRow } from './example-row.ts';
import { type JsonSchema, recordSchema, VECTOR_SCHEMA } from './json-schema.ts';

/** What answers later add to the document. */
export interface JobsApi {
  /** The addresses of jobs, and the schemas that these need. */
  describe(models: readonly string[]): { readonly paths: JsonSchema; readonly schemas: JsonSchema };
  /** The header by which a caller of predictions prefers a job, and the answer that is one. */
  readonly preference: JsonSchema;
  readonly accepted: JsonSchema;
}

interface Described {
  readonly serving: Serving;
  readonly jobs: JobsApi | undefined;
}

/** The API as an OpenAPI 3.1 document, with the types of each model as it is served now. */
export function createOpenApi(serving: Serving, version: string, jobs: JobsApi | undefined) {
  const names = namesOf(serving);
  const newest = names.map((name) => serving.model(name));
  const later = jobs?.describe(names);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tinderbox',
      version,
      description: 'Predictions of pipelines saved by Apache Spark ML.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      '/v1/models': get('listModels', 'The models that are served.', 'All models.'),
      ...Object.assign({}, ...newest.map((model) => modelPaths({ serving, jobs }, model))),
      ...later?.paths,
      '/livez': get('live', 'Whether the process answers.', 'It does.'),
      '/readyz': {
        get: {
          ...get('ready', 'Whether all models are loaded and warm.', 'They are.').get,
          responses: { 200: json('They are.', {}), 503: json('Not yet, or no more.', {}) },
        },
      },
    },
    components: {
      schemas: {
        Error: ERROR_SCHEMA,
        Issue: ISSUE_SCHEMA,
        Vector: VECTOR_SCHEMA,
        ...later?.schemas,
        ...Object.assign({}, ...serving.models().map(recordSchemas)),
      },
      responses: { Failure: json('What was wrong, with column and row where they are known.', reference('Error')) },
    },
  };
}

function modelPaths({ serving, jobs }: Described, model: ServedModel) {
  const base = `/v1/models/${model.name}`;
  const id = model.name.replace(/\W/g, '_');
  const versions = serving.models().filter(({ name }) => name === model.name);
  return {
    [base]: get(`describe_${id}`, `Columns, stages and versions of ${model.name}.`, 'The newest version.'),
    [`${base}/versions`]: get(`versions_${id}`, `All versions of ${model.name}.`, 'The newest first.'),
    [`${base}/predict`]: predictPath(model, `predict_${id}`, jobs),
    ...Object.assign(
      {},
      ...versions.map((one) => ({
        [`${base}/versions/${one.version}`]: get(
          `describe_${id}_${one.version.replace(/\W/g, '_')}`,
          `Version ${one.version} of ${one.name}.`,
          'Its columns and stages.',
        ),
        [`${base}/versions/${one.version}/predict`]: predictPath(
          one,
          `predict_${id}_${one.version.replace(/\W/g, '_')}`,
          jobs,
        ),
      })),
    ),
  };
}

/** What stands for a version in names of this document. */
function idOf({ name, version }: ServedModel): string {
  return `${name}-${version}`.replace(/[^\w.-]/g, '_');
}

function recordSchemas(model: ServedModel) {
  const id = idOf(model);
  return {
    [`${id}-column`]: { enum: [...model.input.fields, ...model.output.fields].map(({ name }) => name) },
    [`${id}-input`]: recordSchema(model.input),
    [`${id}-output`]: { ...recordSchema(model.output), required: [] },
  };
}

function predictPath(model: ServedModel, operationId: string, jobs: JobsApi | undefined) {
  const record = reference(`${idOf(model)}-input`);
  const names = model.output.fields.map(({ name }) => name);
  const example = exampleRow(model);
  return {
    post: {
      operationId,
      summary: `Predict with ${model.name}, version ${model.version}.`,
      description: DESCRIPTION,
      parameters: [...parametersOf(model), ...(jobs === undefined ? [] : [jobs.preference])],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { anyOf: [record, { type: 'array', items: record }, envelope(model, record), columnar(model)] },
            ...(example === undefined ? {} : { examples: examplesOf(example, names) }),
          },
        },
      },
      responses: {
        200: json('The predictions.', answerSchema(model)),
        ...(jobs === undefined ? {} : { 202: jobs.accepted }),
        '4XX': { $ref: '#/components/responses/Failure' },
        '5XX': { $ref: '#/components/responses/Failure' },
      },
    },
  };
}

/** JSON Schema cannot say what a table must hold, so tables stand here alone. */
const DESCRIPTION = `One record gives one, a list gives a list; null where the pipeline drops the row. Tables, by Content-Type and Accept: ${TABLE_TYPES.map(([type]) => type).join(', ')}.`;

function examplesOf(row: Record<string, unknown>, names: readonly string[]) {
  const columns = names.slice(-1);
  const data = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, [value, value]]));
  return {
    record: { summary: 'one record', value: row },
    list: { summary: 'a list of records', value: [row, row] },
    records: { summary: 'records with options', value: { records: [row], columns, on_error: 'report' } },
    data: { summary: 'values by column', value: { data, columns } },
  };
}

function optionsOf(model: ServedModel): { readonly [name: string]: JsonSchema } {
  const items = reference(`${idOf(model)}-column`);
  return {
    columns: { type: 'array', items, minItems: 1, description: 'The wanted columns.' },
    on_error: {
      enum: ['fail', 'report'],
      default: 'fail',
      description: 'report: rows that cannot be scored are null and told of in issues.',
    },
    missing: { enum: ['error', 'null'], default: 'error', description: 'null: columns that a row lacks are null.' },
  };
}

function parametersOf(model: ServedModel) {
  const options = optionsOf(model);
  return [
    { name: 'columns', in: 'query', description: 'The wanted columns, commas between.', style: 'form', explode: false },
    { name: 'on_error', in: 'query' },
    { name: 'missing', in: 'query' },
  ].map((parameter) => ({ ...parameter, required: false, schema: options[parameter.name] }));
}

function envelope(model: ServedModel, record: JsonSchema): JsonSchema {
  return closed({ records: { type: 'array', items: record }, ...optionsOf(model) }, ['records']);
}

/** Lists of one length, which JSON Schema cannot say. */
function columnar(model: ServedModel): JsonSchema {
  const { properties } = recordSchema(model.input) as { readonly properties: Record<string, JsonSchema> };
  const lists = Object.entries(properties).map(([name, items]) => [name, { type: 'array', items }]);
  const data = {
    ...object(Object.fromEntries(lists), Object.keys(properties)),
    additionalProperties: { type: 'array' },
  };
  return closed({ data, ...optionsOf(model) }, ['data']);
}

function answerSchema(model: ServedModel): JsonSchema {
  const record = { anyOf: [reference(`${idOf(model)}-output`), { type: 'null' }] };
  const issues = { type: 'array', items: reference('Issue') };
  const about = { model: { type: 'string' }, version: { type: 'string' }, issues };
  return {
    anyOf: [
      record,
      { type: 'array', items: record },
      object({ ...about, records: { type: 'array', items: record } }, ['model', 'version', 'records']),
      object({ ...about, data: { type: 'object' }, dropped: { type: 'array', items: { type: 'integer' } } }, ['data']),
    ],
  };
}

function object(properties: { readonly [name: string]: JsonSchema }, required: readonly string[]): JsonSchema {
  return { type: 'object', required, properties };
}

/** Without other properties. */
function closed(properties: { readonly [name: string]: JsonSchema }, required: readonly string[]): JsonSchema {
  return { ...object(properties, required), additionalProperties: false };
}

const ABOUT_ERROR: { readonly [name: string]: JsonSchema } = {
  code: { type: 'string', description: 'Stable; docs/reference/errors.md lists them.' },
  message: { type: 'string' },
  row: { type: 'integer', description: 'Counts from 1.' },
  column: { type: 'string' },
  stage: { type: 'string' },
};
const ERROR_SCHEMA = object({ error: object(ABOUT_ERROR, ['code', 'message']) }, ['error']);
const ISSUE_SCHEMA = object(ABOUT_ERROR, ['row', 'code', 'message']);

function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function json(description: string, schema: JsonSchema) {
  return { description, content: { 'application/json': { schema } } };
}

function get(operationId: string, summary: string, found: string) {
  const responses = { 200: json(found, {}), '4XX': { $ref: '#/components/responses/Failure' } };
  return { get: { operationId, summary, responses } };
}
