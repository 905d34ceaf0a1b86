import { beforeAll, describe, expect, it } from 'vitest';
import type { Serving } from '../../app/serving.ts';
import type { Route } from '../../http/route.ts';
import { createAzureRoutes } from '../azure/routes.ts';
import { createKserveRoutes } from '../kserve/routes.ts';
import { createMleapRoutes } from '../mleap/routes.ts';
import { createMlflowRoutes } from '../mlflow/routes.ts';
import { createOipRoutes } from '../oip/routes.ts';
import { createOpenscoringRoutes } from '../openscoring/routes.ts';
import { createSagemakerRoutes } from '../sagemaker/routes.ts';
import { call, OPTIONS, openModels, readCustomers } from './testdata/call.ts';

const ROUNDS = 400;
const { rows } = readCustomers(3);
const names = Object.keys(rows[0] ?? {});
const data = rows.map((row) => names.map((name) => row[name]));
const all = { ...OPTIONS, version: '1', isReady: () => true, admin: false };

interface Decoder {
  readonly name: string;
  readonly routes: (serving: Serving) => readonly Route[];
  readonly address: string;
  readonly type?: string;
  readonly body: unknown;
}

const tensors = names.map((name) => ({
  name,
  shape: [3, 1],
  datatype: typeof rows[0]?.[name] === 'string' ? 'BYTES' : 'FP64',
  data: rows.map((row) => row[name]),
}));
const fields = names.map((name) => ({ name, type: 'double' }));
const ORDERED = [
  'plan',
  'contract',
  'payment_method',
  'region',
  'tenure_months',
  'monthly_charge',
  'support_tickets',
  'days_since_login',
  'average_session_minutes',
  'seats',
  'autopay',
  'has_integrations',
];
/** The columns that the model reads, in its order. */
const ordered = rows.map((row) => ORDERED.map((name) => row[name]).join(',')).join('\n');
const csv = data.map((line) => line.join(',')).join('\n');

const DECODERS: readonly Decoder[] = [
  {
    name: 'oip',
    routes: (s) => createOipRoutes(s, all),
    address: '/v2/models/churn/infer',
    body: { inputs: tensors, outputs: [{ name: 'outlook' }] },
  },
  {
    name: 'oip repository',
    routes: (s) => createOipRoutes(s, all),
    address: '/v2/repository/index',
    body: { ready: true },
  },
  {
    name: 'mlflow split',
    routes: (s) => createMlflowRoutes(s, all),
    address: '/invocations',
    body: { dataframe_split: { columns: names, data } },
  },
  {
    name: 'mlflow records',
    routes: (s) => createMlflowRoutes(s, all),
    address: '/invocations',
    body: { dataframe_records: rows, params: { columns: ['outlook'] } },
  },
  {
    name: 'mlflow CSV',
    routes: (s) => createMlflowRoutes(s, all),
    address: '/invocations',
    type: 'text/csv',
    body: `${names.join(',')}\n${csv}`,
  },
  {
    name: 'sagemaker CSV',
    routes: (s) => createSagemakerRoutes(s, all),
    address: '/invocations',
    type: 'text/csv',
    body: ordered,
  },
  {
    name: 'sagemaker lines',
    routes: (s) => createSagemakerRoutes(s, all),
    address: '/invocations',
    type: 'application/jsonlines',
    body: rows.map((row) => JSON.stringify(row)).join('\n'),
  },
  {
    name: 'kserve',
    routes: (s) => createKserveRoutes(s, all),
    address: '/v1/models/churn:predict',
    body: { instances: rows },
  },
  {
    name: 'azure',
    routes: (s) => createAzureRoutes(s, all),
    address: '/score',
    body: { input_data: { columns: names, data } },
  },
  {
    name: 'mleap',
    routes: (s) => createMleapRoutes(s, all),
    address: '/models/churn/transform',
    body: { schema: { fields }, rows: data },
  },
  {
    name: 'openscoring',
    routes: (s) => createOpenscoringRoutes(s, all),
    address: '/openscoring/model/churn',
    body: { id: 'a', arguments: rows[0] },
  },
  {
    name: 'openscoring batch',
    routes: (s) => createOpenscoringRoutes(s, all),
    address: '/openscoring/model/churn/batch',
    body: { requests: [{ id: 'a', arguments: rows[0] }] },
  },
];

/** Park and Miller's generator: the same numbers every time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const PIECES = [
  'null',
  '[]',
  '{}',
  '""',
  '-1',
  '1e999',
  'NaN',
  '[[[]]]',
  '{"a":',
  '"__proto__":',
  '\u0000',
  ',',
  '"',
  '99999999999999999999',
  '\n',
  '[',
  '}',
];

function mutate(body: Buffer, random: (below: number) => number): Buffer {
  const parts = [...body];
  for (let change = 0; change <= random(3); change++) {
    const at = random(parts.length + 1);
    const kind = random(4);
    if (kind === 0) parts[Math.min(at, parts.length - 1)] = random(256);
    else if (kind === 1) parts.splice(at, random(40));
    else if (kind === 2) parts.splice(at, random(6), ...Buffer.from(PIECES[random(PIECES.length)] as string));
    else parts.splice(at, 0, ...parts.slice(at, at + random(60)));
  }
  return Buffer.from(parts);
}

let serving: Serving;
beforeAll(async () => {
  serving = await openModels();
});

async function expectAnswers(decoder: Decoder, original: Buffer, headers: Record<string, string>): Promise<void> {
  const routes = decoder.routes(serving);
  const random = createRandom(7);
  for (let round = 0; round < ROUNDS; round++) {
    const body = mutate(original, random);
    const { status } = await call(routes, 'POST', decoder.address, { body, headers });
    if (status !== 200 && (status < 400 || status > 499)) {
      expect.unreachable(`round ${round} gave ${status} for ${body.toString('latin1')}`);
    }
  }
}

describe('mutated bodies are answered 200 or 4xx', () => {
  it.each(DECODERS)('$name', async (decoder) => {
    const { body, type, address, routes } = decoder;
    const original = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    expect((await call(routes(serving), 'POST', address, { body: original, headers })).status).toBe(200);
    await expectAnswers(decoder, original, headers);
  });

  it('oip, with binary tensors', async () => {
    const tail: Buffer[] = [];
    const inputs = tensors.map(({ data: values, ...tensor }) => {
      const parts = values.map((value) => {
        if (tensor.datatype === 'FP64') return Buffer.from(Float64Array.of(Number(value)).buffer);
        const text = Buffer.from(String(value));
        return Buffer.concat([Buffer.from(Uint32Array.of(text.length).buffer), text]);
      });
      tail.push(...parts);
      return { ...tensor, parameters: { binary_data_size: parts.reduce((sum, { length }) => sum + length, 0) } };
    });
    const json = Buffer.from(JSON.stringify({ inputs, parameters: { binary_data_output: true } }));
    const headers = { 'inference-header-content-length': String(json.length) };
    const original = Buffer.concat([json, ...tail]);
    const decoder = DECODERS[0] as Decoder;
    expect((await call(decoder.routes(serving), 'POST', decoder.address, { body: original, headers })).status).toBe(
      200,
    );
    await expectAnswers(decoder, original, headers);
  });
});
