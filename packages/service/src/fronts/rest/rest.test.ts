import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { openLocal, recogniseSpark, UTC } from '@tinderbox/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNativeEngine } from '../../engines/native/native-engine.ts';
import { startTestServer, type TestServer } from '../../http/testdata/test-server.ts';
import { openReader, openWriter } from '../../records/open.ts';
import { parseModelSpec } from '../../serving/model-spec.ts';
import { openServing } from '../../serving/open-serving.ts';
import { createRestRoutes } from './routes.ts';

const FOREST = 'corpus/org.apache.spark.ml.PipelineModel/houses-forest-3.5.9';
const GBT100 = 'bench/models/gbt100';

const CUSTOMER = {
  plan: 'starter',
  contract: 'monthly',
  payment_method: 'invoice',
  region: 'europe',
  tenure_months: 1,
  seats: 2,
  monthly_charge: 18.5,
  support_tickets: null,
  days_since_login: 3,
  average_session_minutes: 2.5,
  autopay: 0,
  has_integrations: 1,
};

let server: TestServer;

beforeAll(async () => {
  const ports = {
    engine: createNativeEngine(),
    openModel: async (path: string) => recogniseSpark(await openLocal(path)),
  };
  const models = [`churn=examples/churn/model`, `houses=${FOREST}/model`, `gbt100=${GBT100}/model`];
  const { serving } = await openServing(ports, {
    models: models.map(parseModelSpec),
    aliases: [{ model: 'churn', alias: 'stable', version: '1' }],
    warmUpRows: () => undefined,
    onEvent: () => {},
    settleMilliseconds: 10,
    watchMilliseconds: undefined,
  });
  const about = { engine: 'native', version: '1.2.3', zone: UTC, maxRows: 500 };
  const routes = createRestRoutes(serving, { ...about, openReader, openWriter });
  server = await startTestServer(routes, { maxBodyBytes: 1_000_000 });
});

afterAll(() => server.server.stop(0));

const lines = (path: string): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

interface StageJson {
  readonly exactness?: unknown;
  readonly stages: readonly StageJson[];
}

async function predict(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/v1/models/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text), text, headers: response.headers };
}

const get = async (path: string) => (await fetch(server.url + path)).json();

describe('predictions', () => {
  it.each([
    ['houses', FOREST],
    ['gbt100', GBT100],
  ])("of %s are Spark's, in every form", async (name, folder) => {
    const [rows, expected] = [lines(`${folder}/input.jsonl`), lines(`${folder}/expected.jsonl`)];
    const { output } = (await get(`/v1/models/${name}`)) as { output: { name: string }[] };
    const columns = output.map((column) => column.name);
    const wanted = expected.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
    expect((await predict(`${name}/predict`, rows[0])).body).toEqual(wanted[0]);
    expect((await predict(`${name}/predict`, rows)).body).toEqual(wanted);
    const about = { model: name, version: '1' };
    expect((await predict(`${name}/versions/1/predict`, { records: rows })).body).toEqual({
      ...about,
      records: wanted,
    });
    const data = Object.fromEntries(
      Object.keys(rows[0] ?? {}).map((column) => [column, rows.map((row) => row[column])]),
    );
    expect((await predict(`${name}/versions/latest/predict`, { data })).body).toEqual({
      ...about,
      data: Object.fromEntries(columns.map((column) => [column, wanted.map((row) => row[column])])),
    });
  });

  it('have the columns that are wanted, in their order', async () => {
    const wanted = { outlook: 'leaves', plan: 'starter' };
    const answer = await predict('churn/predict?columns=outlook,plan', CUSTOMER);
    expect(answer).toMatchObject({ status: 200, text: JSON.stringify(wanted) });
    expect(answer.headers.get('tinderbox-version')).toBe('1');
    expect((await predict('churn/predict?columns=outlook&columns=plan', [CUSTOMER])).body).toEqual([wanted]);
    const asked = { records: [CUSTOMER], columns: ['outlook', 'plan'] };
    expect((await predict('churn/versions/stable/predict', asked)).body.records).toEqual([wanted]);
    expect((await predict('churn/predict?columns=prediction', { ...asked, columns: ['plan'] })).body.records).toEqual([
      { plan: 'starter' },
    ]);
  });

  it('take what curl sends, and packed bodies of no rows', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await predict('churn/predict?columns=outlook', CUSTOMER, form)).body).toEqual({ outlook: 'leaves' });
    expect((await predict('churn/predict', [])).body).toEqual([]);
    expect((await predict('churn/predict?columns=plan', { data: {} })).body.data).toEqual({ plan: [] });
  });

  it('leave out rows that cannot be scored, where that is asked for, and tell of them', async () => {
    const { seats, ...without } = CUSTOMER;
    const rows = [CUSTOMER, { ...CUSTOMER, seats: 'many' }, without, 5, { ...CUSTOMER, seats: null }, CUSTOMER];
    const { status, body } = await predict('churn/predict?on_error=report&columns=outlook', rows);
    expect(status).toBe(200);
    const good = { outlook: 'leaves' };
    expect(body.records).toEqual([good, null, null, null, null, good]);
    expect(body.issues).toMatchObject([
      { row: 2, column: 'seats', code: 'INPUT_VALUE', message: 'expected DOUBLE, got a string' },
      { row: 3, column: 'seats', code: 'INPUT_COLUMN_MISSING' },
      { row: 4, code: 'INPUT_FORMAT' },
      { row: 5, column: 'seats', code: 'INPUT_VALUE_NULL', stage: expect.stringContaining('VectorAssembler') },
    ]);
    const one = await predict('churn/predict?on_error=report&columns=outlook', { ...CUSTOMER, seats: 'many' });
    expect(one.body).toMatchObject({ records: [null], issues: [{ row: 1, column: 'seats' }] });
    expect(seats).toBe(2);
  });

  it('take missing columns for null only where they are told to', async () => {
    const { plan: _, ...row } = CUSTOMER;
    expect(await predict('churn/predict', row)).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'INPUT_COLUMN_MISSING',
          column: 'plan',
          message: expect.stringMatching(/^column "plan": expected a value of type STRING, or null, .*have: contract/),
        },
      },
    });
    const asNull = (await predict('churn/predict', { ...row, plan: null })).text;
    expect((await predict('churn/predict?missing=null', row)).text).toBe(asNull);
    expect((await predict('churn/predict', { records: [row], missing: 'null' })).body.records).toEqual([
      JSON.parse(asNull),
    ]);
  });
});

describe('tables', () => {
  const post = (path: string, body: BodyInit, headers: Record<string, string>) =>
    fetch(`${server.url}/v1/models/${path}`, { method: 'POST', headers, body });
  const ndjson = 'application/x-ndjson';

  it("give Spark's answers line by line", async () => {
    const input = readFileSync(`${FOREST}/input.jsonl`);
    const response = await post('houses/predict?columns=estimate,features', input, { 'content-type': ndjson });
    expect(response.headers.get('content-type')).toBe(ndjson);
    const answers = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers).toEqual(
      lines(`${FOREST}/expected.jsonl`).map(({ estimate, features }) => ({ estimate, features })),
    );
  });

  it.each([
    ['application/vnd.apache.parquet', 17],
    ['application/vnd.apache.arrow.stream', 17],
    // Spark's CSV knows no empty text, which is in the sixth row.
    ['text/csv', 5],
  ])('go through %s and back with the same answers', async (type, count) => {
    const rows = readFileSync(`${FOREST}/input.jsonl`, 'utf8').split('\n').slice(0, count).join('\n');
    const wanted = 'houses/predict?columns=district,area,estimate';
    const direct = await (await post(wanted, rows, { 'content-type': ndjson })).text();
    expect(direct.trimEnd().split('\n')).toHaveLength(count);
    const inputs = 'houses/predict?columns=district,heating,area,rooms,built,notes';
    const packed = await post(inputs, rows, { 'content-type': ndjson, accept: `${type}, */*` });
    expect([packed.status, packed.headers.get('content-type')]).toEqual([200, type]);
    const back = await post(wanted, await packed.arrayBuffer(), { 'content-type': type, accept: ndjson });
    expect(await back.text()).toBe(direct);
  });

  it('keep the places of rows that cannot be scored', async () => {
    const rows = [CUSTOMER, { ...CUSTOMER, seats: null }, CUSTOMER].map((row) => JSON.stringify(row)).join('\n');
    const headers = { 'content-type': ndjson };
    const failed = await post('churn/predict?columns=outlook', rows, headers);
    expect([failed.status, (await failed.json()).error]).toMatchObject([400, { row: 2, column: 'seats' }]);
    const reported = await post('churn/predict?columns=outlook&on_error=report', rows, headers);
    expect(reported.headers.get('tinderbox-issues')).toBe('1');
    expect(await reported.text()).toBe('{"outlook":"leaves"}\n{"outlook":null}\n{"outlook":"leaves"}\n');
  });

  it('are inflated only where the request says that they are packed', async () => {
    const packed = gzipSync(readFileSync(`${FOREST}/input.jsonl`));
    const headers = { 'content-type': ndjson };
    expect((await post('houses/predict', packed, headers)).status).toBe(400);
    expect((await post('houses/predict', packed, { ...headers, 'content-encoding': 'gzip' })).status).toBe(200);
  });

  it.each<[string, string, number, RegExp]>([
    ['text/csv', 'plan\nstarter\n', 400, /column "contract": expected a value of type STRING.*have: plan/],
    ['text/csv', '', 400, /expected/],
    [ndjson, '{"plan"', 400, /expected JSON/],
    ['text/csv', 'plan\n'.repeat(502), 413, /at most 500 rows/],
    ['application/vnd.apache.parquet', 'PAR1 no', 400, /expected/],
    ['application/vnd.apache.arrow.stream', 'no arrow', 400, /expected/],
  ])('of %s that are wrong fail: %j', async (type, body, status, message) => {
    const path = status === 413 ? 'churn/predict?missing=null' : 'churn/predict';
    const response = await post(path, body, { 'content-type': type });
    const { error } = await response.json();
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('stdin');
    expect(response.status).toBe(status);
  });
});

describe('requests that are wrong', () => {
  it.each<[string, unknown, number, string, RegExp]>([
    ['churn/predict', 'no json', 400, 'INPUT_FORMAT', /expected JSON/],
    ['churn/predict', '', 400, 'INPUT_FORMAT', /expected JSON/],
    ['churn/predict', '5', 400, 'INPUT_FORMAT', /a record, a list of records.*got a number/],
    ['churn/predict', 'null', 400, 'INPUT_FORMAT', /got null/],
    [
      'churn/predict',
      { ...CUSTOMER, seats: 'x' },
      400,
      'INPUT_VALUE',
      /^column "seats": expected DOUBLE, got a string$/,
    ],
    [
      'churn/predict',
      [CUSTOMER, { ...CUSTOMER, plan: 7 }],
      400,
      'INPUT_VALUE',
      /column "plan", row 2: expected STRING, got a number/,
    ],
    ['churn/predict', [[1]], 400, 'INPUT_FORMAT', /row 1: expected a JSON object, got an array/],
    ['churn/predict', { records: CUSTOMER }, 400, 'INPUT_FORMAT', /a list of records in "records", got an object/],
    ['churn/predict', { records: [], speed: 1 }, 400, 'INPUT_FORMAT', /beside the rows, got "speed"/],
    ['churn/predict', { data: [] }, 400, 'INPUT_FORMAT', /an object of columns in "data", got an array/],
    ['churn/predict', { data: { a: [1], b: [1, 2] } }, 400, 'INPUT_FORMAT', /column "b": expected 1 values/],
    ['churn/predict', { data: { a: 1 } }, 400, 'INPUT_FORMAT', /column "a": expected a list of values, got a number/],
    ['churn/predict', { records: [], columns: 'plan' }, 400, 'INPUT_FORMAT', /names of columns/],
    ['churn/predict?columns=', CUSTOMER, 400, 'INPUT_FORMAT', /names of columns/],
    ['churn/predict?columns=nonsense', CUSTOMER, 400, 'INPUT_COLUMN_MISSING', /"nonsense".*have: plan/],
    ['churn/predict?on_error=ignore', [], 400, 'INPUT_FORMAT', /on_error as one of fail, report/],
    ['churn/predict?colums=a', [], 400, 'INPUT_FORMAT', /the parameters columns, on_error, missing/],
    ['churn/predict', new Array(501).fill(CUSTOMER), 413, 'INPUT_LIMIT', /at most 500 rows, got more/],
    ['churn/predict', '['.repeat(900_000), 413, 'INPUT_LIMIT', /nested at most 100 deep/],
    ['churn/predict', `{"plan":${'{"a":'.repeat(2000)}`, 413, 'INPUT_LIMIT', /nested at most 100 deep/],
    ['churns/predict', CUSTOMER, 404, 'MODEL_NOT_FOUND', /have: churn, houses, gbt100/],
    ['churn/versions/2/predict', CUSTOMER, 404, 'MODEL_NOT_FOUND', /have: 1, latest, stable/],
  ])('%s', async (path, body, status, code, message) => {
    const answer = await predict(path, body);
    expect(answer.body.error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(answer.status).toBe(status);
  });

  it('are of a type that is not taken', async () => {
    expect(await predict('churn/predict', '<a/>', { 'content-type': 'text/xml' })).toMatchObject({
      status: 415,
      body: { error: { code: 'FORMAT_UNSUPPORTED', message: expect.stringContaining('got text/xml') } },
    });
  });

  it('never come to a bug, whatever they hold', async () => {
    const values: readonly unknown[] = [
      null,
      true,
      -1,
      Number.POSITIVE_INFINITY,
      '',
      'x',
      [],
      {},
      [null],
      { type: 1 },
      { toString: 1 },
      { __proto__: null },
    ];
    const bodies = values.flatMap((value) => [
      value,
      [value],
      { ...CUSTOMER, plan: value, seats: value },
      { records: value },
      { data: value },
      { data: { plan: value } },
      { records: [value], columns: value, on_error: value, missing: value },
    ]);
    for (const body of [...bodies, `{"__proto__":5,"constructor":{}}`, `{"data":{"__proto__":[1]}}`]) {
      const { status } = await predict('churn/predict', body);
      expect([200, 400]).toContain(status);
    }
  });
});

describe('what is served', () => {
  it('is listed and described', async () => {
    expect(await get('/v1/models')).toMatchObject({
      models: [
        { name: 'churn', versions: ['1'], aliases: { latest: '1', stable: '1' } },
        { name: 'gbt100' },
        { name: 'houses' },
      ],
    });
    const churn = await get('/v1/models/churn');
    expect(churn).toMatchObject({
      name: 'churn',
      version: '1',
      versions: ['1'],
      engine: 'native',
      spark_version: '3.5.9',
      stages: [{ class: 'org.apache.spark.ml.PipelineModel', stages: expect.any(Array) }],
    });
    expect(churn.input).toContainEqual({ name: 'plan', type: 'STRING' });
    expect(churn.output).toContainEqual({ name: 'probability', type: 'VECTOR' });
    expect(churn.input.map(({ name }: { name: string }) => name)).not.toContain('churned');
    const flatten = (stage: StageJson): readonly StageJson[] => [stage, ...stage.stages.flatMap(flatten)];
    expect(churn.stages.flatMap(flatten).every(({ exactness }: StageJson) => exactness !== undefined)).toBe(true);
    const version = await get('/v1/models/churn/versions/stable');
    expect((await get('/v1/models/churn/versions')).versions).toEqual([version]);
    expect(await get('/v1/models/nothing')).toMatchObject({ error: { code: 'MODEL_NOT_FOUND' } });
  });

  it('is an OpenAPI document whose references lead somewhere and whose examples run', async () => {
    const text = await (await fetch(`${server.url}/openapi.json`)).text();
    const document = JSON.parse(text);
    expect(document.openapi).toBe('3.1.0');
    for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      expect(path.split('/').reduce((value, key) => value?.[key], document)).toBeDefined();
    }
    const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    let ran = 0;
    for (const [path, { post }] of Object.entries<{ post?: { requestBody: { content: Record<string, never> } } }>(
      document.paths,
    )) {
      const { examples = {} } = (post?.requestBody.content['application/json'] ?? {}) as {
        examples?: Record<string, { value: unknown }>;
      };
      for (const { value } of Object.values(examples)) {
        const answer = await predict(path.replace('/v1/models/', ''), value);
        expect(answer).toMatchObject({ status: 200 });
        expect(answer.body.issues ?? []).toEqual([]);
        ran++;
      }
    }
    expect(ran).toBe(24);
    const { properties } = document.components.schemas['churn-1-input'];
    expect(properties.plan).toEqual({ type: ['string', 'null'], title: 'STRING' });
  });

  it('is a page that needs nothing else', async () => {
    const response = await fetch(`${server.url}/docs`);
    const page = await response.text();
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(/);
    expect(page).toContain('<h2 id="churn">churn</h2>');
    const [, command = ''] = /<pre>curl (.*?)<\/pre>/.exec(page) ?? [];
    const plain = command.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    const [, url = '', body = ''] = /^(\S+) -d '(.*)'$/.exec(plain) ?? [];
    expect((await fetch(url, { method: 'POST', body: new URLSearchParams(), headers: {} })).status).toBe(400);
    expect((await predict('churn/predict', body)).status).toBe(200);
  });
});
